import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { startSubgraph, type Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import pg from 'pg';
import { pino } from 'pino';
import { change, clausesOf, givenNext } from '../../test/policy-documents.ts';
import { clerk, decide, givenRules, givenTable, refundFacts, type GivenTable } from '../../test/decision-world.ts';
import { ask, clock, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';
import { policy } from '../policy.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const everybody = caller('EXECUTIVE');
const asPerson = (personId: string) => caller('AGENT', { subject: personId, personId, reach: 'OWN' });

async function made(table: GivenTable, input: Record<string, unknown> = {}, actor: Actor = clerk): Promise<string> {
  const { decision } = await decide(world, { decisionTableId: table.decisionTableId, ...input }, actor);
  return decision.id;
}

async function listed(args: string, variables: Record<string, unknown> = {}, actor: Actor = everybody) {
  const { decisions } = await ask<{ decisions: { nodes: { id: string }[]; totalCount: number } }>(
    world,
    `query ($clause: ID, $where: DecisionFilter) { decisions(first: 100, clauseId: $clause, where: $where ${args}) { nodes { id } totalCount } }`,
    variables,
    actor,
  );
  expect(decisions.totalCount).toBe(decisions.nodes.length);
  return decisions.nodes.map(({ id }) => id).sort();
}

describe('the ledger of decisions', () => {
  it('has a schema as the code maps it', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is only ever added to: this service can neither change nor delete an entry, whoever asks it to', async () => {
    const id = await made(await givenTable(world));
    const { manager } = world.service.database;
    for (const sql of [`UPDATE decisions SET outcome = 'DENY'`, 'DELETE FROM decisions', 'TRUNCATE decisions'])
      await expect(manager.query(sql)).rejects.toThrow('permission denied');
    expect(await listed('')).toEqual([id]);
  });

  it('is listed by table, outcome, case, customer, handler, time, facts and clause', async () => {
    const [table, other] = [await givenTable(world), await givenTable(world)];
    const [caseId, customerId] = [someId('case'), someId('cust')];
    const allowed = await made(table, { caseId });
    clock.set('2026-03-03T12:00:00Z');
    const denied = await made(table, { customerId, facts: refundFacts({ proof: { text: 'WORD' } }), at: NOON });
    const elsewhere = await made(other, {}, asPerson(someId('pers')));
    const where = (filter: object) => listed('', { where: filter });
    expect(await where({})).toEqual([allowed, denied, elsewhere].sort());
    expect(await where({ table: { eq: other.decisionTableId } })).toEqual([elsewhere]);
    expect(await where({ tableVersion: { eq: table.decisionTableVersionId } })).toEqual([allowed, denied].sort());
    expect(await where({ outcome: { in: ['DENY', 'NO_RULE'] } })).toEqual([denied]);
    expect(await where({ case: { eq: caseId } })).toEqual([allowed]);
    expect(await where({ customer: { eq: customerId } })).toEqual([denied]);
    expect(await where({ handler: { eq: clerk.personId } })).toEqual([allowed, denied].sort());
    expect(await where({ decidedAt: { lt: '2026-03-03T00:00:00Z' } })).toEqual([allowed]);
    expect(await where({ not: { at: { lte: NOON } } })).toEqual([elsewhere]);
    const { decision } = await ask<{ decision: { factsHash: string; clauses: { id: string }[] } }>(
      world,
      `query ($id: ID!) { decision(id: $id) { factsHash clauses { id } } }`,
      { id: allowed },
      everybody,
    );
    expect(await where({ factsHash: { eq: decision.factsHash } })).toEqual([allowed, elsewhere].sort());
    expect(await listed('', { clause: decision.clauses[0]?.id })).toEqual([allowed]);
  });

  it('shows callers the decisions of the people they see, and those they asked for', async () => {
    const table = await givenTable(world);
    const [ann, bea] = [someId('pers'), someId('pers')];
    const [byAnn, byBea] = [await made(table, {}, asPerson(ann)), await made(table, {}, asPerson(bea))];
    const machine = caller('SERVICE', { subject: 'robot' });
    const byMachine = await made(table, {}, machine);
    expect(await listed('', {}, asPerson(ann))).toEqual([byAnn]);
    expect(await listed('', {}, caller('SERVICE', { subject: 'robot', reach: 'OWN' }))).toEqual([byMachine]);
    expect(await listed('', {}, everybody)).toEqual([byAnn, byBea, byMachine].sort());
    const one = (id: string, actor: Actor) =>
      ask(world, `query ($id: ID!) { decision(id: $id) { id } }`, { id }, actor);
    expect(await one(byBea, asPerson(ann))).toEqual({ decision: null });
    expect(await one(byBea, asPerson(bea))).toEqual({ decision: { id: byBea } });
  });

  it('hangs on cases and customers, read for all of them in as many statements as for one', async () => {
    const table = await givenTable(world);
    const cases = Array.from({ length: 4 }, () => someId('case'));
    const customerId = someId('cust');
    const ids: string[] = [];
    for (const caseId of cases) ids.push(await made(table, { caseId, customerId }));
    const entities = (type: string, some: readonly string[]) =>
      ask<{ _entities: { decisions: { nodes: { id: string }[] } }[] }>(
        world,
        `query ($some: [_Any!]!) { _entities(representations: $some) { ... on ${type} { decisions { nodes { id case { id } customer { id } outcome clauses { anchor } requiredDocuments } totalCount } } } }`,
        { some: some.map((id) => ({ __typename: type, id })) },
        clerk,
      );
    world.statements();
    await entities('Case', cases.slice(0, 1));
    const statements = world.statements().length;
    const { _entities } = await entities('Case', cases);
    expect(world.statements()).toHaveLength(statements);
    expect(_entities).toMatchObject(
      cases.map((caseId, place) => ({
        decisions: {
          nodes: [{ id: ids[place], case: { id: caseId }, customer: { id: customerId }, clauses: [{ anchor: '2.3' }] }],
          totalCount: 1,
        },
      })),
    );
    const [customer] = (await entities('Customer', [customerId]))._entities;
    expect(customer?.decisions.nodes).toHaveLength(4);
  });
});

/** How many versions of policies the handler of each decision had acknowledged of those it rests on. */
async function knownBehind(ids: readonly string[]): Promise<number[]> {
  const query = `query ($some: [_Any!]!) { _entities(representations: $some) { ... on Decision { handlerAcknowledgements { acknowledgedAt } } } }`;
  const some = ids.map((id) => ({ __typename: 'Decision', id }));
  const { _entities } = await ask<{ _entities: { handlerAcknowledgements: unknown[] }[] }>(
    world,
    query,
    { some },
    everybody,
  );
  return _entities.map(({ handlerAcknowledgements }) => handlerAcknowledgements.length);
}

/** Row 8 of the table of capabilities, its last part. */
describe('the decisions whose handler had not acknowledged what they rest on', () => {
  it('are the planted three', async () => {
    const { policyId, versionId: first } = await givenRules(world, '2.1', '2.2', '2.3', '2.4');
    const other = await givenRules(world, '9');
    const table = await givenTable(world, undefined, { policyId });
    const [read, late, never] = [someId('pers'), someId('pers'), someId('pers')].map(asPerson) as [Actor, Actor, Actor];
    const acknowledge = (policyVersionId: string, actor: Actor, more: object = {}) =>
      change(world, 'acknowledgePolicyVersion', { policyVersionId, method: 'READ', ...more }, actor);
    await acknowledge(first, read);
    await acknowledge(first, never, { acknowledgedAt: '2026-03-01T00:00:00Z' });
    await acknowledge(other.versionId, late);
    clock.set('2026-03-05T00:00:00Z');
    const wellRead = [await made(table, {}, read), await made(table, {}, never)];
    const planted = [await made(table, {}, late)];
    clock.set('2026-03-06T00:00:00Z');
    await acknowledge(first, late);
    wellRead.push(await made(table, {}, late));
    clock.set('2026-06-01T00:00:00Z');
    const next = await givenNext(world, policyId, {}, clausesOf('2.1', '2.2', '2.3', '2.4'));
    planted.push(await made(table, {}, read));
    clock.set('2026-06-02T00:00:00Z');
    await acknowledge(next.policyVersion.id, read);
    wellRead.push(await made(table, {}, read), await made(table, { at: '2026-05-31T00:00:00Z' }, never));
    planted.push(await made(table, {}, never));
    const restsOnNothing = await made(table, { facts: refundFacts({ bought: null }) }, late);
    const byNobody = await made(table, {}, caller('SERVICE'));
    expect(await listed('handlerHadNotAcknowledged: true')).toEqual(planted.sort());
    expect(await listed('handlerHadNotAcknowledged: false')).toEqual([...wellRead, restsOnNothing].sort());
    expect(await listed('')).toEqual([...planted, ...wellRead, restsOnNothing, byNobody].sort());
    expect(await knownBehind(wellRead)).toEqual(wellRead.map(() => 1));
    expect(await knownBehind([...planted, restsOnNothing, byNobody])).toEqual([0, 0, 0, 0, 0]);
  });
});

/** Row 9 of the table of capabilities, its part on replay. */
describe('a replay', () => {
  const seen = `id outcome factsHash digest replay { isIdentical outcome digest }`;
  const some = [
    refundFacts(),
    refundFacts({ amount: { number: '250' } }),
    refundFacts({ bought: null }),
    refundFacts({ proof: { text: 'WORD' } }),
    refundFacts({ faulty: { isTrue: true }, amount: { number: '0.1' } }),
  ];

  it('gives the same outcome and the same bytes, also when the service was started again', async () => {
    const table = await givenTable(world);
    const ids: string[] = [];
    for (const facts of some) ids.push(await made(table, { facts }));
    const outcomes = ['ALLOW', 'NEEDS_APPROVAL', 'INSUFFICIENT_FACTS', 'DENY', 'ALLOW'];
    const query = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Decision { ${seen} } } }`;
    const variables = { ids: ids.map((id) => ({ __typename: 'Decision', id })) };
    const before = await ask(world, query, variables, everybody);
    expect(before).toMatchObject({
      _entities: outcomes.map((outcome) => ({ outcome, replay: { isIdentical: true, outcome } })),
    });
    const config = {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: 0,
      LOG_LEVEL: 'silent',
      DATABASE_POOL: 2,
      FEEDS: {},
      DATABASE_URL: world.database.appUrl,
      FEED_KEY: 'a-feed-key-for-specs',
      ACTOR_KEY: 'a-key-for-specs-that-is-long-enough-to-be-taken',
    } as const;
    const restarted = await startSubgraph(policy, config, { now: clock, log: pino({ level: 'silent' }) });
    try {
      const after = await restarted.execute({ query, variables, actor: everybody });
      expect(after).toEqual({ data: before });
    } finally {
      await restarted.close();
    }
  });

  it('tells the same facts apart from none: their hash does not depend on the order or the way they were given in', async () => {
    const table = await givenTable(world);
    const hashOf = async (facts: object[]) =>
      (await decide(world, { decisionTableId: table.decisionTableId, facts })).decision.factsHash;
    const hash = await hashOf(refundFacts({ amount: { number: '12.50' } }));
    expect(await hashOf(refundFacts({ amount: { number: '12.5' } }).reverse())).toBe(hash);
    expect(await hashOf(refundFacts({ amount: { number: '12.51' } }))).not.toBe(hash);
    expect(await hashOf(refundFacts({ amount: { text: '12.5' } }))).not.toBe(hash);
  });

  it('shows when the ledger was tampered with past this service', async () => {
    const id = await made(await givenTable(world));
    const { ownerUrl } = world.database;
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query(`UPDATE decisions SET run = replace(run, 'ALLOW', 'DENY'), outcome = 'DENY'`);
    await owner.end();
    const { decision } = await ask(world, `query ($id: ID!) { decision(id: $id) { ${seen} } }`, { id }, everybody);
    expect(decision).toMatchObject({ outcome: 'DENY', replay: { isIdentical: false, outcome: 'ALLOW' } });
  });
});
