import type { GraphWorld } from './graph-world.ts';
import { thisMonth } from './budgets.ts';
import { givenPolicy, type GivenPolicy } from './policies.ts';
import { givenAuthority, givenPurchase, givenShop, requestRefund, resting, until, type Shop } from './refunds.ts';
import { categories, criterion, givenContact, givenReview } from './reviews.ts';
import { givenPerson } from './stories.ts';
import { aKey, as, asked, must, pounds, type Who } from './verbs.ts';

/** Complaints with all that hangs together with them. */
export interface Thread {
  readonly shop: Shop;
  readonly manager: Who;
  /** The version of the policy that the handler had read. */
  readonly policy: GivenPolicy;
}

type Id = { readonly id: string };

/** One manager installs the regime of a regulator, the other approves it. */
export async function givenRegime({ world, managers }: Shop): Promise<string> {
  const installing = ['installRegimePack', 'RegimePackInstalled', 'regime { id } regimeVersion { id }'] as const;
  const pack = { pack: 'fca-disp' };
  const { regime, regimeVersion } = await must<{ regime: Id; regimeVersion: Id }>(
    world,
    managers.author,
    installing,
    pack,
  );
  const approving = ['approveComplaintRegimeVersion', 'ComplaintRegimeVersionApproved', '__typename'] as const;
  await must(world, managers.approver, approving, { regimeVersionId: regimeVersion.id });
  await world.quiet();
  return regime.id;
}

/** A line of this month for refunds, and one for gestures of goodwill. */
async function givenBudget({ world, managers }: Shop): Promise<void> {
  const month = thisMonth();
  const opening = {
    idempotencyKey: aKey(),
    name: 'Customer service',
    year: Number(month.slice(0, 4)),
    currency: 'GBP',
  };
  const { budget } = await must<{ budget: Id }>(
    world,
    managers.author,
    ['openBudget', 'BudgetOpened', 'budget { id }'],
    opening,
  );
  for (const category of ['REFUND', 'GOODWILL'])
    await must(world, managers.author, ['addBudgetLine', 'BudgetLineAdded', 'line { id }'], {
      ...{ idempotencyKey: aKey(), budgetId: budget.id, category, month, planned: pounds('10000') },
      because: 'As last year',
    });
}

/** A cause, and what is tried against it. */
async function givenCause({ world, managers, place }: Shop): Promise<string> {
  const { author } = managers;
  const { cause } = await must<{ cause: Id }>(world, author, ['recordCause', 'CauseRecorded', 'cause { id }'], {
    name: 'It leaks',
  });
  const { initiative } = await must<{ initiative: Id }>(
    ...[world, author, ['proposeInitiative', 'InitiativeProposed', 'initiative { id }'] as const],
    {
      ...{ title: 'Another seal', ownerId: author.personId, causeId: cause.id, metricKey: 'cases.opened' },
      ...{ direction: 'AT_MOST', siteIds: [place.siteId], unitValue: pounds('40') },
    },
  );
  await must(world, author, ['startInitiative', 'InitiativeStarted', '__typename'], { initiativeId: initiative.id });
  return cause.id;
}

/** A policy that the handler has taken note of, and by which four of six of their contacts failed. */
async function givenHandler(shop: Shop): Promise<GivenPolicy> {
  const { world, managers, place, agent, cases } = shop;
  const clauses = [{ anchor: 'window', text: 'We refund within 30 days.' }];
  const policy = await givenPolicy(world, managers, { title: 'Refunds by hand', clauses });
  const read = ['acknowledgePolicyVersion', 'PolicyVersionAcknowledged', '__typename'] as const;
  await must(world, agent, read, { policyVersionId: policy.policyVersion.id, method: 'READ' });
  const CLAUSES = `query ($id: ID!) { policyVersion(id: $id) { clauses { id } } }`;
  const of = { id: policy.policyVersion.id };
  const { policyVersion } = await asked<{ policyVersion: { clauses: Id[] } }>(world, managers.author, CLAUSES, of);
  const rests = { scale: 'BINARY', clauseId: policyVersion.clauses[0]?.id, courseKey: 'refund-policy' };
  const defined = ['defineScorecard', 'ScorecardDefined', 'scorecard { id }'] as const;
  const card = {
    name: 'Telephone',
    categories: categories(criterion('refund-policy', 60, rests), criterion('tone', 40)),
  };
  const { scorecard } = await must<{ scorecard: Id }>(world, managers.author, defined, card);
  const lead = as('lead', await givenPerson(world, place, 'Lea Shop', 'LEAD'));
  for (let i = 0; i < 6; i += 1) {
    const interactionId = await givenContact(world, agent, cases[0] ?? '');
    const points = { 'refund-policy': i < 4 ? 1 : 2, tone: 4 };
    const finding = { scorecardId: scorecard.id, interactionId, personId: agent.personId ?? '', points };
    await givenReview(world, lead, finding);
  }
  return policy;
}

/** One case made a complaint under the regime, with a refund, a gesture, a need of the customer and its cause. */
async function complained(
  shop: Shop,
  caseId: string,
  { regimeId, causeId }: { readonly regimeId: string; readonly causeId: string },
) {
  const { world, managers, agent } = shop;
  const registered = ['registerComplaint', 'ComplaintRegistered', '__typename'] as const;
  await must(world, managers.author, registered, { idempotencyKey: aKey(), caseId, regimeId, kinds: [] });
  const CUSTOMER = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const about = await asked<{ case: { customer: Id } }>(world, managers.author, CUSTOMER, { id: caseId });
  const lead = { ...as('lead', managers.author.personId ?? '') };
  await must(world, lead, ['recordVulnerability', 'VulnerabilityRecorded', '__typename'], {
    ...{ customerId: about.case.customer.id, driver: 'HEALTH', need: 'Large print', adjustments: ['LARGE_PRINT'] },
    ...{ disclosedBy: 'CUSTOMER', basis: 'EXPLICIT_CONSENT', reviewBy: '2099-09-01T00:00:00Z', idempotencyKey: aKey() },
  });
  const bought = await givenPurchase(shop, caseId, ['60.00']);
  const asking = await requestRefund(shop, { caseId, bought, amount: '40.00' });
  const award = await must<{ award: Id }>(world, agent, ['awardCompensation', 'AwardRequested', 'award { id }'], {
    ...{ idempotencyKey: aKey(), caseId, schemeId: shop.schemeId, reason: 'A spoiled day' },
    heads: [{ head: 'GOODWILL', band: 'GESTURE', amount: pounds('15'), basis: 'EX_GRATIA' }],
    payBy: { means: 'BANK_TRANSFER', reference: null },
  });
  await resting(world, asking.refund?.id ?? '');
  await resting(world, award.award.id);
  await must(world, managers.author, ['approveAward', 'AwardApproved', '__typename'], { awardId: award.award.id });
  await until(async () => (await resting(world, award.award.id)) === 'SETTLED');
  const said = { caseId, causeId, because: 'The customer says so' };
  await must(world, managers.author, ['attributeCause', 'CauseAttributed', '__typename'], said);
}

/** How many complaints are told at once. */
const AT_ONCE = 10;

/** So many complaints with all that hangs together with them, in five services. */
export async function givenThread(world: GraphWorld, count: number): Promise<Thread> {
  const goodwill = { decisionType: 'GOODWILL', perCase: pounds('12') };
  const shop = await givenShop(world, count, [{}, goodwill]);
  const { author } = shop.managers;
  await givenAuthority(world, shop.managers, {
    ...{ decisionType: 'GOODWILL', holder: { personId: author.personId }, perCase: pounds('200') },
  });
  const regimeId = await givenRegime(shop);
  await givenBudget(shop);
  await world.quiet();
  const policy = await givenHandler(shop);
  const causeId = await givenCause(shop);
  for (let i = 0; i < shop.cases.length; i += AT_ONCE)
    await Promise.all(
      shop.cases.slice(i, i + AT_ONCE).map((caseId) => complained(shop, caseId, { regimeId, causeId })),
    );
  await world.quiet();
  return { shop, manager: author, policy };
}

/** Everything that hangs together with cases, in one request: `first` of them, and, of what is so for a time, what was so at `at`. */
export const THREAD = `query ($first: Int!, $at: DateTime, $policyVersionId: ID!) { cases(first: $first, orderBy: OLDEST_FIRST) { nodes {
  reference
  complaint { stage status regimeName regimeVersion { number effectiveFrom } deadlines { kind dueOn state }
    rootCause(asOf: $at) { name openInitiative(asOf: $at) { title owner { displayName } benefitToDate(asOf: $at) { amount } } } }
  clocks { kind state dueAt elapsed events { kind at } }
  customer { displayName tier(asOf: $at) { name } vulnerabilities(asOf: $at) { driver adjustments } adjustments }
  decisions(first: 2) { nodes { outcome handlerAcknowledgements { acknowledgedAt } policyVersions { number effectiveFrom acknowledgements(first: 5) { nodes { acknowledgedAt person { displayName } } } }
    clauses { anchor text } trace { rules { ruleId state isDeciding cites } } counterfactuals { found { outcome changes { inWords } } } } }
  refunds(first: 2) { nodes { status amount { amount } budgetLine { category planned { amount } committed { amount } available { amount } } } }
  awards(first: 2) { nodes { status amount { amount } ground { approver { displayName authority(at: $at) { perCase { amount } } } authority { grant { perCase { amount } } } } assessments { clause { anchor } assessor { displayName } } budgetLine { category available { amount } } } }
  assignee { displayName acknowledged(policyVersionId: $policyVersionId) { acknowledgedAt quizScore } authority(at: $at) { decisionType perCase { amount } clause(at: $at) { anchor } }
    acknowledgements(first: 5) { nodes { acknowledgedAt policyVersion { id } } }
    reviews(first: 5) { nodes { score failedCritical { name } } }
    skillGaps(first: 5) { nodes { failed of criterion { name clause { anchor } } course { title } evidence { review { id } } } } }
} } }`;

/** The same from one complaint, as it was known at an instant; what no service keeps the past of is left out. */
export const THREAD_OF_COMPLAINT = `query ($id: ID!, $at: DateTime, $policyVersionId: ID!) { complaint(id: $id, asOf: $at) {
  stage status regimeName regimeVersion { number effectiveFrom } deadlines { kind dueOn state } steps { verb at } allowed
  rootCause(asOf: $at) { name openInitiative(asOf: $at) { title owner { displayName } benefitToDate(asOf: $at) { amount } } }
  customer { displayName tier(asOf: $at) { name } vulnerabilities(asOf: $at) { driver adjustments } }
  case { reference status priority clocks { kind state dueAt events { kind at } }
    refunds(first: 2) { totalCount nodes { status amount { amount } ground { decision { outcome policyVersions { number } clauses { anchor text } } }
      budgetLine(asOf: $at) { category planned { amount } committed { amount } available { amount } } } }
    awards(first: 2) { nodes { status amount { amount } ground { approver { displayName authority(at: $at) { perCase { amount } } } }
      assessments { clause { anchor } assessor { displayName } } budgetLine(asOf: $at) { category available { amount } } } }
    assignee { displayName acknowledged(policyVersionId: $policyVersionId) { acknowledgedAt } authority(at: $at) { decisionType perCase { amount } }
      skills(asOf: $at) { level skill { key } } } }
} }`;
