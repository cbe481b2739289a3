import { givenBudgetLine } from './budgets.ts';
import { givenRegime } from './golden-thread.ts';
import type { GraphWorld } from './graph-world.ts';
import { givenPolicy } from './policies.ts';
import { givenPurchase, givenShop, type Bought, type Shop } from './refunds.ts';
import { ShadowLog, type Watched } from './shadow-log.ts';
import { givenPerson } from './stories.ts';
import { as, asked, must, pounds, type Who } from './verbs.ts';

const CASE = `query ($id: ID!, $at: DateTime) { it: case(id: $id, asOf: $at) {
  id status priority subject version assignedAt resolvedAt closedAt outcome statusReason dispute reopenCount
  customer { id } site { id } team { id } assignee { id } rootCause(asOf: $at) { name }
  clocks { kind segment state elapsed target dueAt breachedAt events { id kind at recordedAt cause } }
  complaint { id stage status eligible awaitsCheck version allowed deadlines { kind dueOn metAt state }
    letters { kind } decisions { outcome } steps { verb } case { version } }
  refunds { totalCount nodes { id status version executedAt settledAt budgetLine(asOf: $at) { id } ground { reason approver { id } } } }
  awards { totalCount nodes { id status amount { amount } } } } }`;
const LINE = `query ($id: ID!, $at: DateTime) { it: budgetLine(id: $id, asOf: $at) {
  version control thresholdPercent isAtThreshold planned { amount } committed { amount } actual { amount } available { amount }
  entries(first: 3) { totalCount nodes { number kind } } commitments(first: 3) { totalCount nodes { status settled { amount } } } } }`;
const CUSTOMER = `query ($id: ID!, $at: DateTime) { it: customer(id: $id) { id tier(asOf: $at) { name } owner(asOf: $at) { person { id } }
  consents(asOf: $at) { purpose channel status } vulnerabilities(asOf: $at) { driver need adjustments reviewBy status version }
  preferences(asOf: $at) { pronouns preferredChannel doNotContact } } }`;
const PERSON = `query ($id: ID!, $at: DateTime) { it: person(id: $id) { id skills(asOf: $at) { level since skill { key } }
  authority(at: $at) { decisionType perCase { amount } effectiveFrom } } }`;
const POLICY = `query ($id: ID!, $when: DateTime!) { it: policy(id: $id) { versionAt(at: $when) { number clauses { anchor text } } } }`;

/** A case that is watched, what its customer bought, and its complaint once there is one. */
export interface DeskCase extends Watched {
  readonly customer: Watched;
  readonly bought: Bought;
  complaintId?: string;
}

/** A desk where everything can happen that a manager looks back on. */
export interface Desk {
  readonly shop: Shop;
  readonly log: ShadowLog;
  readonly cases: DeskCase[];
  readonly customers: readonly Watched[];
  readonly people: readonly (Watched & { readonly who: Who })[];
  readonly line: Watched;
  readonly policy: Watched;
  readonly regimeId: string;
  readonly tiers: readonly string[];
  readonly skills: readonly string[];
  readonly causes: readonly string[];
}

type Id = { readonly id: string };

/** A case that nobody watched before. */
export const deskCase = (id: string, { customer, bought }: Pick<DeskCase, 'customer' | 'bought'>): DeskCase => ({
  ...{ id, service: 'cases', query: CASE },
  ...{ customer, bought },
});

/** A matter of today, so that no clock of it runs out while it is watched, of the customer of a case. */
async function known(shop: Shop, caseId: string): Promise<DeskCase> {
  const { world, managers, place } = shop;
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const found = await asked<{ case: { customer: Id } }>(world, managers.author, query, { id: caseId });
  const { id: customerId } = found.case.customer;
  const bought = await givenPurchase(shop, caseId, ['9000.00']);
  const matter = { type: 'COMPLAINT', channel: 'PHONE', subject: 'It leaks', customerId, siteId: place.siteId };
  const opening = ['openCase', 'CaseOpened', 'case { id }'] as const;
  const opened = await must<{ case: Id }>(world, managers.author, opening, { ...matter, assigneeId: place.personId });
  return deskCase(opened.case.id, { customer: { id: customerId, service: 'customers', query: CUSTOMER }, bought });
}

async function recorded(
  { world }: Shop,
  who: Who,
  [verb, success, field]: readonly [verb: string, success: string, field: string],
  inputs: readonly object[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const input of inputs) {
    const answer = await must<Record<string, Id>>(world, who, [verb, success, `${field} { id }`], input);
    ids.push(answer[field]?.id ?? '');
  }
  return ids;
}

async function words(shop: Shop): Promise<Pick<Desk, 'tiers' | 'skills' | 'causes'>> {
  const { author } = shop.managers;
  const named = (names: readonly string[], more: (name: string, place: number) => object) => names.map(more);
  return {
    tiers: await recorded(
      ...[shop, { role: 'admin' }, ['establishCustomerTier', 'CustomerTierEstablished', 'tier'] as const],
      ...[named(['GOLD', 'SILVER', 'BRONZE'], (name, place) => ({ name, rank: place + 1 }))],
    ),
    skills: await recorded(
      ...[shop, author, ['defineSkill', 'SkillDefined', 'skill'] as const],
      ...[named(['lang.cy', 'till.refund', 'lang.pl'], (key) => ({ key, name: key }))],
    ),
    causes: await recorded(
      ...[shop, author, ['recordCause', 'CauseRecorded', 'cause'] as const],
      ...[named(['It leaks', 'It came late'], (name) => ({ name }))],
    ),
  };
}

/** Opens a desk with so many cases, and watches all of it. */
export async function givenDesk(world: GraphWorld, count: number): Promise<Desk> {
  const shop = await givenShop(world, count, [{}, { decisionType: 'GOODWILL', perCase: pounds('40') }]);
  const { author } = shop.managers;
  const regimeId = await givenRegime(shop);
  const lineId = await givenBudgetLine(world, author, { planned: '20000' });
  const clauses = [{ anchor: 'window', text: 'We refund within 30 days.' }];
  const { policy } = await givenPolicy(world, shop.managers, { title: 'Refunds by hand', clauses });
  const colleagues = await Promise.all(
    ['Bea', 'Cy', 'Dot'].map((name) => givenPerson(world, shop.place, `${name} Shop`, 'AGENT')),
  );
  const cases = await Promise.all(shop.cases.map((id) => known(shop, id)));
  const given = await words(shop);
  await world.quiet();
  const desk: Desk = {
    ...{ shop, cases, regimeId, ...given, log: new ShadowLog(world, author) },
    customers: cases.map(({ customer }) => customer),
    people: [shop.place.personId, ...colleagues].map((id) => ({
      ...{ id, service: 'workforce', query: PERSON, who: as('agent', id) },
    })),
    line: { id: lineId, service: 'metrics', query: LINE },
    policy: { id: policy.id, service: 'policy', query: POLICY },
  };
  const { log, line, people, customers } = desk;
  for (const each of [...cases, ...customers, ...people, line, desk.policy]) await log.watch(each, log.begun);
  return desk;
}
