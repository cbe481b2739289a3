import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { schemaDrift } from '@courtesy/persistence';
import { ask, eventsAbout, manager, someId, startWorld, type World } from '../../test/cases-world.ts';
import { act, givenRegime, oneStage } from '../../test/complaint-stories.ts';
import { givenIncident, tellIncident, type SeenIncident } from '../../test/incident-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const customers = (count: number) => Array.from({ length: count }, () => someId('cust'));
const link = (incidentId: string, customerIds: readonly string[], input: object = {}, actor = manager) =>
  tellIncident(world, 'linkAffectedCustomers', { incidentId, channel: 'EMAIL', customerIds, ...input }, actor);
const declared = async () => {
  const { id } = await givenIncident(world);
  await tellIncident(world, 'declareIncident', { incidentId: id });
  return id;
};

interface Child {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly customer: { readonly id: string };
}
const childrenOf = async (id: string, actor = manager): Promise<Child[]> => {
  const { majorIncident } = await ask<{ majorIncident: { children: { nodes: Child[] } } }>(
    world,
    `query ($id: ID!) { majorIncident(id: $id) { children(first: 100) { nodes { id status version customer { id } } } } }`,
    { id },
    actor,
  );
  return majorIncident.children.nodes;
};
const step = (input: object) =>
  ask(
    world,
    `mutation ($input: TransitionCasesInput!) { transitionCases(input: $input) { ... on CasesTransitioned { moved refused } } }`,
    { input },
  );
const move = (caseId: string, verb: string, rest: object = {}) =>
  step({ cases: [{ caseId }], step: { verb, ...rest } });
const contactsOf = async (id: string) => {
  const { case: seen } = await ask<{ case: { interactions: { nodes: { body: string }[] } } }>(
    world,
    `query ($id: ID!) { case(id: $id) { interactions { nodes { body direction channel } } } }`,
    { id },
  );
  return seen.interactions.nodes;
};

describe('the tables of incidents', () => {
  it('are as the mapping says, and timelines and children are only ever added to', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
    for (const table of ['major_incident_entries', 'incident_children'])
      await expect(world.service.database.manager.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
  });
});

describe('linking affected customers', () => {
  it('opens 480 children for 500 names with 20 duplicates, one each, in a handful of statements; again it adds none', async () => {
    const incidentId = await declared();
    const distinct = customers(480);
    const names = [...distinct, ...distinct.slice(100, 120)];
    world.statements();
    const first = await link(incidentId, names);
    const statements = world.statements();
    expect(first).toMatchObject({ added: 480, known: 0, duplicates: 20, incident: { version: 3 } });
    expect(statements.length).toBeLessThanOrEqual(20);
    const again = await link(incidentId, names);
    expect(again).toMatchObject({ added: 0, known: 480, duplicates: 20, incident: { version: 3 } });
    const { majorIncident } = await ask<{ majorIncident: object }>(
      world,
      `query ($id: ID!) { majorIncident(id: $id) { childCounts { status count } children(first: 1) { totalCount nodes { type subject priority channel incident { id } timeline { nodes { kind } } } } } }`,
      { id: incidentId },
    );
    expect(majorIncident).toEqual({
      childCounts: [{ status: 'NEW', count: 480 }],
      children: {
        totalCount: 480,
        nodes: [
          {
            ...{ type: 'INCIDENT', subject: 'The payment system is down', priority: 'URGENT', channel: 'EMAIL' },
            incident: { id: incidentId },
            timeline: { nodes: [{ kind: 'STATUS_CHANGED' }] },
          },
        ],
      },
    });
    const [kept] = await world.service.database.manager.query<object[]>(
      `SELECT count(*)::integer AS children, count(DISTINCT customer_id)::integer AS customers,
         (SELECT count(*)::integer FROM event_log WHERE subject = $1 AND type = 'courtesy.incident.affected.v1') AS announced,
         (SELECT count(DISTINCT e.case_id)::integer FROM clock_events e WHERE e.case_id IN (SELECT case_id FROM incident_children WHERE incident_id = $1)) AS clocked
       FROM incident_children WHERE incident_id = $1`,
      [incidentId],
    );
    expect(kept).toEqual({ children: 480, customers: 480, announced: 480, clocked: 480 });
  });

  it('opens one child each though ten callers name overlapping customers at once', async () => {
    const incidentId = await declared();
    const all = customers(40);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) => link(incidentId, [...all.slice(i * 2, i * 2 + 20)].reverse())),
    );
    const named = new Set(Array.from({ length: 10 }, (_, i) => all.slice(i * 2, i * 2 + 20)).flat());
    expect(outcomes.reduce((sum, { added = 0 }) => sum + added, 0)).toBe(named.size);
    const linked = (await childrenOf(incidentId)).map(({ customer }) => customer.id);
    expect([...linked].sort()).toEqual([...named].sort());
  });

  it('is refused before the incident is declared, and whole when one of the names is none', async () => {
    const { id } = await givenIncident(world);
    expect(await link(id, customers(1))).toMatchObject({ __typename: 'IllegalIncidentStep' });
    const incidentId = await declared();
    const wrong = await link(incidentId, [someId('cust'), 'nobody']);
    expect(wrong.problems).toEqual([{ path: 'customerIds[1]' }]);
    expect((await link(incidentId, [])).problems).toEqual([{ path: 'customerIds' }]);
    expect((await link(incidentId, customers(1001))).problems).toEqual([{ path: 'customerIds' }]);
    expect(await childrenOf(incidentId)).toEqual([]);
  });

  it('leaves the children with whoever may see them', async () => {
    const incidentId = await declared();
    await link(incidentId, customers(2), { siteId: someId('site') });
    const elsewhere = caller('MANAGER', { reach: 'SITE', siteId: someId('site'), subject: 'elsewhere' });
    const query = `query ($id: ID!) { majorIncident(id: $id) { id } }`;
    expect(await ask(world, query, { id: incidentId }, elsewhere)).toEqual({ majorIncident: null });
    const [child] = await childrenOf(incidentId);
    const customer = caller('CUSTOMER', { customerId: child?.customer.id ?? '' });
    const asked = `query ($id: ID!) { case(id: $id) { status incident { id } } }`;
    const seen = (await world.service.execute({ query: asked, variables: { id: child?.id }, actor: customer })) as {
      readonly data: object;
    };
    expect(seen.data).toEqual({ case: { status: 'NEW', incident: null } });
  });
});

/** An incident with a child in each state that matters: [new, resolved, cancelled, closed, waiting]. */
async function givenMixed(input: object = {}): Promise<{ incidentId: string; ids: string[] }> {
  const incidentId = await declared();
  await link(incidentId, customers(5), input);
  const ids = (await childrenOf(incidentId)).map(({ id }) => id);
  await move(ids[1]!, 'RESOLVE', { outcome: 'EXPLANATION' });
  await move(ids[2]!, 'CANCEL', { reason: 'Not affected' });
  await move(ids[3]!, 'RESOLVE', { outcome: 'EXPLANATION' });
  await move(ids[3]!, 'CLOSE');
  await move(ids[4]!, 'AWAIT_CUSTOMER', { reason: 'Photos' });
  return { incidentId, ids };
}
const statusesOf = async (incidentId: string) => (await childrenOf(incidentId)).map(({ status }) => status);

describe('a status update', () => {
  it('reaches only the children that have not ended, each with a contact on record, once per key', async () => {
    const { incidentId, ids } = await givenMixed();
    const input = { incidentId, idempotencyKey: `u-${incidentId}`, text: 'Half of it works again' };
    const first = await tellIncident(world, 'issueStatusUpdate', input);
    expect(first).toMatchObject({ reachedCount: 2, leftAlone: 3 });
    expect(first.reached?.map(({ id }) => id).sort()).toEqual([ids[0]!, ids[4]!].sort());
    await tellIncident(world, 'issueStatusUpdate', input);
    const contacts = await Promise.all(ids.map(contactsOf));
    expect(contacts.map((each) => each.length)).toEqual([1, 0, 0, 0, 1]);
    expect(contacts[0]).toEqual([{ body: 'Half of it works again', direction: 'OUTBOUND', channel: 'EMAIL' }]);
    const recorded = await world.service.database.manager.query<object[]>(
      `SELECT 1 FROM event_log WHERE type = 'courtesy.interaction.recorded.v2' AND data->>'caseId' = ANY ($1)`,
      [ids],
    );
    expect(recorded).toHaveLength(2);
  });

  it('to 200 children takes a handful of statements', async () => {
    const incidentId = await declared();
    await link(incidentId, customers(200));
    world.statements();
    expect(await tellIncident(world, 'issueStatusUpdate', { incidentId, text: 'Soon' })).toMatchObject({
      reachedCount: 200,
    });
    expect(world.statements().length).toBeLessThanOrEqual(20);
  });
});

describe('resolving an incident', () => {
  const resolve = (incidentId: string, input: object = {}) =>
    tellIncident(world, 'resolveIncident', { incidentId, text: 'Repaired', outcome: 'EXPLANATION', ...input });

  it('resolves the children that have not ended, and leaves those resolved, closed or cancelled as they are', async () => {
    const { incidentId, ids } = await givenMixed();
    const before = await childrenOf(incidentId);
    const outcome = await resolve(incidentId);
    expect(outcome).toMatchObject({ incident: { status: 'RESOLVED' }, resolved: 2, leftAlone: 3, hindered: 0 });
    expect(await statusesOf(incidentId)).toEqual(['RESOLVED', 'RESOLVED', 'CANCELLED', 'CLOSED', 'RESOLVED']);
    const after = await childrenOf(incidentId);
    for (const i of [1, 2, 3]) expect(after[i]).toEqual(before[i]);
    expect((await eventsAbout(world, ids[0]!)).at(-1)).toBe('courtesy.case.resolved.v1');
    expect(outcome.children?.map(({ disposition }) => disposition)).toEqual(
      [...ids].sort().map((id) => ([ids[0], ids[4]].includes(id) ? 'RESOLVED' : 'LEFT_ALONE')),
    );
  });

  it('closes those it resolved, too, when asked to', async () => {
    const { incidentId } = await givenMixed();
    expect(await resolve(incidentId, { closeChildren: true })).toMatchObject({ resolved: 2, leftAlone: 3 });
    expect(await statusesOf(incidentId)).toEqual(['CLOSED', 'RESOLVED', 'CANCELLED', 'CLOSED', 'CLOSED']);
  });

  it('reports a child that something hinders and leaves it as it was', async () => {
    await givenRegime(world, oneStage);
    const { incidentId, ids } = await givenMixed({ type: 'COMPLAINT' });
    const { complaint } = await act(world, 'registerComplaint', { caseId: ids[0], receivedAt: '2026-03-02T10:00:00Z' });
    const outcome = await resolve(incidentId);
    expect(outcome).toMatchObject({ resolved: 1, leftAlone: 3, hindered: 1 });
    const hindered = outcome.children?.find(({ disposition }) => disposition === 'HINDERED');
    expect(hindered).toMatchObject({
      ...{ case: { id: ids[0], status: 'NEW' } },
      failures: [{ kind: 'COMPLAINT_UNANSWERED', id: complaint.id }],
    });
    expect(await statusesOf(incidentId)).toEqual(['NEW', 'RESOLVED', 'CANCELLED', 'CLOSED', 'RESOLVED']);
  });

  it('with 200 children takes a handful of statements', async () => {
    const incidentId = await declared();
    await link(incidentId, customers(200));
    world.statements();
    expect(await resolve(incidentId)).toMatchObject({ resolved: 200 });
    expect(world.statements().length).toBeLessThanOrEqual(25);
  });

  it('is refused once it is over', async () => {
    const incidentId = await declared();
    await resolve(incidentId);
    const again: SeenIncident = await resolve(incidentId);
    expect(again).toMatchObject({ __typename: 'IllegalIncidentStep' });
    expect(again.message).toContain('resolved cannot resolve');
  });
});
