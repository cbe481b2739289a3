import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { approvePolicy, givenManagers, givenPolicy, type GivenPolicy, type Managers } from '../../test/policies.ts';
import { givenCases, givenPerson, givenPlace } from '../../test/stories.ts';
import { aKey, as, asked, factsOf, must, pounds, run } from '../../test/verbs.ts';

const clock = fixedClock('2026-05-04T09:00:00Z');
/** Midnight of 1 June in London. */
const JUNE = '2026-05-31T23:00:00.000Z';
const limit = (amount: string) => [{ anchor: 'refund-limit', text: `An agent may refund up to ${amount} pounds.` }];

let world: GraphWorld;
let managers: Managers;
let policy: GivenPolicy;
let agents: string[];
let cases: string[];
beforeAll(async () => {
  world = await startGraph({ now: clock });
  const place = await givenPlace(world, 'Leeds');
  managers = await givenManagers(world, place);
  agents = [place.personId];
  for (const name of ['Ben', 'Cleo', 'Dan', 'Eve', 'Finn']) agents.push(await givenPerson(world, place, name, 'AGENT'));
  cases = await givenCases(world, place, 6);
  const audience = { roles: ['AGENT'] };
  policy = await givenPolicy(world, managers, { title: 'Refunds', audience, clauses: limit('50') });
  await world.quiet();
});
afterAll(() => world?.close());

const acknowledge = (personId: string) =>
  must(
    world,
    as('agent', personId),
    ['acknowledgePolicyVersion', 'PolicyVersionAcknowledged', 'acknowledgement { id }'],
    { policyVersionId: policy.policyVersion.id, method: 'READ' },
  );

/** A table with one limit, by the clause that both versions of the policy have. */
async function givenTable(): Promise<string> {
  const table = {
    hitPolicy: 'UNIQUE',
    inputs: [{ name: 'amount', expression: 'amount', type: 'number' }],
    outputs: [{ name: 'outcome' }],
    rules: [
      { id: 'within', tests: ['<= 50'], outputs: ['"ALLOW"'], clause: 'refund-limit' },
      { id: 'beyond', tests: ['> 50'], outputs: ['"NEEDS_APPROVAL"'], clause: 'refund-limit' },
    ],
  };
  const drafted = await must<{ decisionTable: { id: string }; decisionTableVersion: { id: string } }>(
    world,
    managers.author,
    ['draftDecisionTable', 'DecisionTableDrafted', 'decisionTable { id } decisionTableVersion { id }'],
    { name: 'Refund limit', policyId: policy.policy.id, table },
  );
  const approval = ['approveDecisionTableVersion', 'DecisionTableVersionApproved', '__typename'] as const;
  await must(world, managers.approver, approval, { decisionTableVersionId: drafted.decisionTableVersion.id });
  return drafted.decisionTable.id;
}

const grant = (perCase: string, more: object = {}) =>
  must(world, managers.approver, ['grantAuthority', 'AuthorityGranted', 'grant { id }'], {
    idempotencyKey: aKey(),
    holder: { role: 'AGENT' },
    decisionType: 'REFUND',
    timeZone: 'Europe/London',
    clause: { policyId: policy.policy.id, anchor: 'refund-limit' },
    perCase: pounds(perCase),
    ...more,
  });

const reserve = (personId: string, caseId: string | undefined) => {
  const clause = 'clause { text policyVersion { number policy { title } } }';
  const fields = `... on AuthorityReserved { use { ${clause} case { subject } } } ... on ApprovalNeeded { reason ${clause} request { case { subject } requester { displayName } } }`;
  const input = { idempotencyKey: aKey(), decisionType: 'REFUND', amount: pounds('60'), caseId };
  return run(world, as('agent', personId), ['reserveAuthority', fields], input);
};

const acknowledgements = () =>
  asked(
    world,
    managers.author,
    `query ($id: ID!) { policyVersion(id: $id) { acknowledgements { totalCount nodes { id person { displayName } method acknowledgedAt } } } }`,
    { id: policy.policyVersion.id },
  );

describe('a refund policy of which a second version takes effect in June', () => {
  it('shows the three decisions of those who had not read it, with case, handler and clause, in one query', async () => {
    const decisionTableId = await givenTable();
    for (const personId of agents.slice(0, 3)) await acknowledge(personId);
    clock.advance(60_000);
    for (const [place, personId] of agents.entries()) {
      clock.advance(1000);
      const facts = factsOf({ amount: place * 20 });
      const input = { idempotencyKey: aKey(), decisionTableId, facts, caseId: cases[place] };
      await must(world, as('agent', personId), ['decide', 'DecisionMade', 'decision { id }'], input);
    }
    clock.advance(60_000);
    await acknowledge(agents[3] ?? '');
    const query = `query ($unread: Boolean) { decisions(handlerHadNotAcknowledged: $unread) { totalCount nodes {
      outcome handler { displayName } case { subject customer { displayName } } clauses { anchor text policyVersion { number } } } } }`;
    const clauses = [{ anchor: 'refund-limit', text: limit('50')[0]?.text, policyVersion: { number: 1 } }];
    const planted = [5, 4, 3].map((place) => ({
      outcome: 'NEEDS_APPROVAL',
      handler: { displayName: ['Dan', 'Eve', 'Finn'][place - 3] },
      case: { subject: `Matter ${place}`, customer: { displayName: `Customer ${place}` } },
      clauses,
    }));
    expect(await asked(world, managers.author, query, { unread: true })).toEqual({
      decisions: { totalCount: 3, nodes: planted },
    });
    expect(await asked(world, managers.author, query, { unread: false })).toMatchObject({
      decisions: { totalCount: 3, nodes: [2, 1, 0].map((place) => ({ case: { subject: `Matter ${place}` } })) },
    });
    await world.quiet();
    const version = `query ($id: ID!) { policyVersion(id: $id) { decidedCases(first: 2) { totalCount nodes { case { subject } decision { outcome } } } } }`;
    expect(await asked(world, managers.author, version, { id: policy.policyVersion.id })).toEqual({
      policyVersion: {
        decidedCases: {
          totalCount: 6,
          nodes: [5, 4].map((place) => ({
            case: { subject: `Matter ${place}` },
            decision: { outcome: 'NEEDS_APPROVAL' },
          })),
        },
      },
    });
  });

  it('needs approval for 60 pounds until May ends, on the clause of v1, and none from June on, on that of v2', async () => {
    const draft = ['draftPolicyVersion', 'PolicyVersionDrafted', 'policyVersion { id }'] as const;
    const wording = { policyId: policy.policy.id, clauses: limit('75') };
    const next = await must<GivenPolicy>(world, managers.author, draft, wording);
    await approvePolicy(world, managers, next.policyVersion.id, { effectiveFrom: JUNE });
    await grant('50');
    await grant('75', { effectiveFrom: JUNE });
    const before = await acknowledgements();
    expect(before).toMatchObject({ policyVersion: { acknowledgements: { totalCount: 4 } } });
    const [ada = ''] = agents;
    clock.set('2026-05-31T22:59:59.999Z');
    const clauseOf = (amount: string, number: number) => ({
      text: limit(amount)[0]?.text,
      policyVersion: { number, policy: { title: 'Refunds' } },
    });
    expect(await reserve(ada, cases[0])).toEqual({
      __typename: 'ApprovalNeeded',
      reason: 'PER_CASE',
      clause: clauseOf('50', 1),
      request: { case: { subject: 'Matter 0' }, requester: { displayName: 'Ada Leeds' } },
    });
    clock.set(JUNE);
    expect(await reserve(ada, cases[0])).toEqual({
      __typename: 'AuthorityReserved',
      use: { clause: clauseOf('75', 2), case: { subject: 'Matter 0' } },
    });
    expect(await acknowledgements()).toEqual(before);
    const gaps = `query ($id: ID!) { acknowledgementGaps(policyVersionId: $id) { totalCount nodes { person { displayName } site { name } } } }`;
    const { acknowledgementGaps } = await asked<{
      acknowledgementGaps: { totalCount: number; nodes: { person: { displayName: string }; site: { name: string } }[] };
    }>(world, managers.author, gaps, { id: next.policyVersion.id });
    expect(acknowledgementGaps.nodes.map(({ person }) => person.displayName).sort()).toEqual([
      ...['Ada Leeds', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn'],
    ]);
    expect(new Set(acknowledgementGaps.nodes.map(({ site }) => site.name))).toEqual(new Set(['Leeds site']));
  });
});
