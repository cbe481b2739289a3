import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let boss: Who;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Harbour');
  boss = as('manager', place.personId);
});
afterAll(() => world?.close());

const incidentOf = (type: string) => [type, 'incident { id status }'] as const;
type Told = { readonly incident: { readonly id: string; readonly status: string } };

async function givenProposal(): Promise<string> {
  const proposal = { title: 'Card payments fail', kind: 'OUTAGE', severity: 'CRITICAL', siteIds: [place.siteId] };
  const { incident } = await must<Told>(world, boss, ['proposeIncident', ...incidentOf('IncidentProposed')], proposal);
  return incident.id;
}

/** As many customers as asked for. Returns their ids. */
async function givenCustomers(count: number): Promise<string[]> {
  const customers = Array.from({ length: count }, (_, i) => ({
    ...{ kind: 'PERSON', givenName: `Customer ${i}`, registeredAt: '2026-01-05T00:00:00Z' },
    externalIdentity: { source: 'a-major-incident', id: String(i) },
  }));
  const { customers: registered } = await must<{ customers: { customer: { id: string } }[] }>(
    world,
    { role: 'admin' },
    ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'],
    { customers },
  );
  return registered.map(({ customer }) => customer.id);
}

interface Child {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly customer: { readonly id: string };
  readonly interactions: { readonly nodes: readonly { readonly body: string }[] };
}

/** All children of an incident, page by page. */
async function childrenOf(id: string): Promise<Child[]> {
  const all: Child[] = [];
  let after: string | null = null;
  do {
    const query = `query ($id: ID!, $after: String) { majorIncident(id: $id) { children(first: 100, after: $after) {
      nodes { id status version customer { id } interactions { nodes { body } } } pageInfo { endCursor hasNextPage } } } }`;
    const seen: {
      majorIncident: { children: { nodes: Child[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    } = await asked(world, boss, query, { id, after });
    const { nodes, pageInfo } = seen.majorIncident.children;
    all.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  return all;
}

const countsOf = async (id: string) => {
  const query = `query ($id: ID!) { majorIncident(id: $id) { status childCounts { status count } } }`;
  const { majorIncident } = await asked<{
    majorIncident: { status: string; childCounts: { status: string; count: number }[] };
  }>(world, boss, query, { id });
  return Object.fromEntries(majorIncident.childCounts.map(({ status, count }) => [status, count]));
};

describe('a major incident that hurts 500 customers, 20 of them named twice', () => {
  let incidentId: string;
  let names: string[];
  const linking = ['linkAffectedCustomers', 'AffectedCustomersLinked', 'added known duplicates'] as const;
  const link = () =>
    must(world, boss, linking, { incidentId, channel: 'EMAIL', customerIds: names, teamId: place.teamId });

  beforeAll(async () => {
    incidentId = await givenProposal();
    const customers = await givenCustomers(480);
    names = [...customers, ...customers.slice(0, 20)];
    await must(world, boss, ['declareIncident', ...incidentOf('IncidentDeclared')], { incidentId });
  });

  it('has 480 children, one each, though it is declared to hurt them from two desks at once; again adds none', async () => {
    expect(names).toHaveLength(500);
    const both = await Promise.all([link(), link()]);
    expect(both.map((each) => (each as { added: number }).added).sort()).toEqual([0, 480]);
    expect(await link()).toMatchObject({ added: 0, known: 480, duplicates: 20 });
    const children = await childrenOf(incidentId);
    expect(children).toHaveLength(480);
    expect(new Set(children.map(({ customer }) => customer.id)).size).toBe(480);
    expect(await countsOf(incidentId)).toEqual({ NEW: 480 });
  });

  it('tells the open children only how it stands', async () => {
    const [resolved, cancelled] = await childrenOf(incidentId);
    await must(world, boss, ['resolveCase', 'CaseResolved', 'case { id }'], {
      ...{ caseId: resolved?.id, outcome: 'EXPLANATION' },
    });
    await must(world, boss, ['cancelCase', 'CaseCancelled', 'case { id }'], {
      ...{ caseId: cancelled?.id, reason: 'They paid in cash' },
    });
    const telling = ['issueStatusUpdate', 'StatusUpdateIssued', 'reachedCount leftAlone'] as const;
    const update = { incidentId, idempotencyKey: aKey(), text: 'Cards work again at half of the tills' };
    expect(await must(world, boss, telling, update)).toMatchObject({ reachedCount: 478, leftAlone: 2 });
    await must(world, boss, telling, update);
    const heard = (await childrenOf(incidentId)).filter(({ interactions }) => interactions.nodes.length > 0);
    expect(heard).toHaveLength(478);
    expect(heard.every(({ interactions }) => interactions.nodes.length === 1)).toBe(true);
    expect(heard.every(({ status }) => status === 'NEW')).toBe(true);
  });

  it('when it is over leaves the resolved and cancelled children as they were, and resolves the others', async () => {
    const ended = (await childrenOf(incidentId)).filter(({ status }) => status !== 'NEW');
    expect(ended.map(({ status }) => status).sort()).toEqual(['CANCELLED', 'RESOLVED']);
    const resolving = ['resolveIncident', 'IncidentResolved', 'resolved leftAlone hindered'] as const;
    const over = { incidentId, text: 'The provider repaired it', outcome: 'EXPLANATION', closeChildren: true };
    expect(await must(world, boss, resolving, over)).toMatchObject({ resolved: 478, leftAlone: 2, hindered: 0 });
    expect(await countsOf(incidentId)).toEqual({ CANCELLED: 1, CLOSED: 478, RESOLVED: 1 });
    const after = new Map((await childrenOf(incidentId)).map((child) => [child.id, child]));
    for (const child of ended) expect(after.get(child.id)).toEqual(child);
  });

  it('stands at each child, and is looked back on with what is to be done and by whom', async () => {
    const actions = [{ title: 'A second provider', ownerId: place.personId, dueOn: '2026-12-31' }];
    const review = { incidentId, whatHappened: 'One provider failed', causes: ['No second provider'], actions };
    await must(world, boss, ['reviewIncident', ...incidentOf('IncidentReviewed')], review);
    const [child] = await childrenOf(incidentId);
    const query = `query ($id: ID!) { case(id: $id) { incident { title sites { name } review { actions { title owner { displayName } } } } } }`;
    expect(await asked(world, boss, query, { id: child?.id })).toEqual({
      case: {
        incident: {
          ...{ title: 'Card payments fail', sites: [{ name: 'Harbour site' }] },
          review: { actions: [{ title: 'A second provider', owner: { displayName: 'Ada Harbour' } }] },
        },
      },
    });
  });
});

describe('what turns out to be no major incident', () => {
  it('is rejected with a reason, and not without', async () => {
    const incidentId = await givenProposal();
    const rejecting = ['rejectIncident', '... on IncidentRejected { incident { status rejectionReason } }'] as const;
    expect(await run(world, boss, rejecting, { incidentId, reason: ' ' })).toMatchObject({
      ...{ __typename: 'InvalidInput', problems: [{ path: 'reason' }] },
    });
    expect(await run(world, boss, rejecting, { incidentId, reason: 'One till was switched off' })).toMatchObject({
      incident: { status: 'REJECTED', rejectionReason: 'One till was switched off' },
    });
  });
});
