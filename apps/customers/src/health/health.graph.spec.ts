import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CloudEvent, EventData, EventType } from '@courtesy/events';
import { applyPage, schemaDrift } from '@courtesy/persistence';
import { saveRoots } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  agent,
  ask,
  change,
  clock,
  givenContactPoint,
  givenCustomer,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { givenPurchase } from '../../test/purchases.ts';
import { customers } from '../customers.ts';
import { countHealth } from './health.commands.ts';

let world: World;
let place = 0;
const places = new Map<string, string>();
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.service.database.manager.query(`UPDATE customer_health SET band = NULL, score = NULL, purchases = 0`);
});
afterAll(() => world?.close());

const manager = caller('MANAGER', { reach: 'ALL' });
const someTime = '2026-02-01T10:00:00.000Z';

const event = <T extends EventType>(type: T, subject: string, data: EventData<T>): Omit<CloudEvent, 'id'> => ({
  ...{ specversion: '1.0', source: '/courtesy/elsewhere', type, subject, time: clock().toISOString(), sequence: 1 },
  ...{ datacontenttype: 'application/json', data },
});
/** Another service tells of something. */
async function told(feed: string, ...events: Omit<CloudEvent, 'id'>[]): Promise<void> {
  const reaction = customers.reactions?.find((each) => each.feed === feed);
  if (!reaction) throw new Error(`Nobody reads ${feed}`);
  const { database } = world.service;
  const from = places.get(feed) ?? '0.0';
  const page = events.map((each) => ({ ...each, id: `1.${(place += 1)}` }));
  const next = `1.${place}`;
  expect(await applyPage(database, reaction, { from, next, events: page, now: clock() })).toBe(true);
  places.set(feed, next);
}
const opened = (id: string, customerId: string, type = 'COMPLAINT') =>
  event('courtesy.case.opened.v1', id, {
    ...{ number: 1, type, priority: 'NORMAL', channel: 'PHONE', customerId, siteId: null, teamId: null },
    ...{ assigneeId: null, openedAt: someTime, respondedInTime: null },
    category: { product: null, subProduct: null, issue: null, subIssue: null },
  });
const reopened = (id: string) => event('courtesy.case.reopened.v1', id, { reopenedAt: someTime, reason: 'Again' });
const feedback = (customerId: string, score: number) =>
  event('courtesy.feedback.given.v1', someId('fdbk'), {
    ...{ customerId, caseId: someId('case'), score, givenAt: someTime },
    ...{ siteId: null, teamId: null, personId: null },
  });

const HEALTH = `score band coverage model { number } inputs { kind value points weight costs } reasons { kind costs }`;
interface SeenHealth {
  readonly score: number | null;
  readonly band: string | null;
  readonly coverage: number;
  readonly model: { readonly number: number };
  readonly inputs: readonly { kind: string; value: number | null; points: number | null }[];
  readonly reasons: readonly { kind: string; costs: number }[];
}
const healthOf = async (id: string) =>
  (
    await ask<{ customer: { health: SeenHealth } }>(
      world,
      `query ($id: ID!) { customer(id: $id) { health { ${HEALTH} } } }`,
      { id },
    )
  ).customer.health;
const valueOf = (health: SeenHealth, kind: string) => health.inputs.find((each) => each.kind === kind)?.value;
const listed = async (list: string) =>
  (
    await ask<Record<string, { nodes: { id: string }[]; totalCount: number }>>(
      world,
      `{ ${list} { nodes { id } totalCount } }`,
    )
  )[list]?.nodes.map(({ id }) => id);
const count = async () => {
  const parts = { database: world.service.database, newId: someId };
  // What happened settles for a minute before it is counted.
  while ((await countHealth({ ...parts, now: () => new Date(clock().getTime() + 120_000) })) > 0);
};
const bought = (customerId: string, day: string) => givenPurchase(world, customerId, { boughtAt: `${day}T10:00:00Z` });

describe('the health of a customer', () => {
  it('is made of what is on record, every input shown', async () => {
    const { id } = await givenCustomer(world, { registeredAt: '2023-01-01T00:00:00Z' });
    await givenContactPoint(world, id, { kind: 'EMAIL', value: 'gwen@example.com' });
    await bought(id, '2026-01-10');
    const [one, other] = [someId('case'), someId('case')];
    await told('cases', opened(one, id), opened(other, id, 'ENQUIRY'), reopened(other));
    await told('metrics', feedback(id, 2), feedback(id, 3));
    const health = await healthOf(id);
    expect(Object.fromEntries(health.inputs.map(({ kind, value, points }) => [kind, [value, points]]))).toEqual({
      ...{ OPEN_COMPLAINTS: [1, 60], BROKEN_PROMISES: [0, 100], REOPENED_CASES: [1, 75], FEEDBACK: [2.5, 37.5] },
      ...{ LAST_PURCHASE: [51, 100], PURCHASES: [1, 25], TENURE: [3, 60], REACHABLE: [1, 100] },
    });
    // 25 x 60 + 20 x 100 + 10 x 75 + 20 x 37.5 + 10 x 100 + 5 x 25 + 5 x 60 + 5 x 100 = 6,925 of 10,000.
    expect(health).toMatchObject({ score: 69, band: 'WATCH', coverage: 1, model: { number: 1 } });
    expect(health.reasons[0]).toEqual({ kind: 'FEEDBACK', costs: 12.5 });
    await told(
      'cases',
      event('courtesy.case.resolved.v1', one, { resolvedAt: someTime, outcome: 'RELIEF', respondedInTime: null }),
    );
    expect(valueOf(await healthOf(id), 'OPEN_COMPLAINTS')).toBe(0);
  });

  it('is that of everybody who was merged into them', async () => {
    const [{ id }, { id: other }] = [await givenCustomer(world), await givenCustomer(world)];
    await told('cases', opened(someId('case'), id), opened(someId('case'), other));
    const { manager: db } = world.service.database;
    await saveRoots(db, [{ customerId: other, survivorId: id }]);
    expect(valueOf(await healthOf(id), 'OPEN_COMPLAINTS')).toBe(2);
    await saveRoots(db, [{ customerId: other, survivorId: other }]);
    expect(valueOf(await healthOf(id), 'OPEN_COMPLAINTS')).toBe(1);
  });

  it('costs three statements, however many customers are asked for', async () => {
    const ids = [await givenCustomer(world), await givenCustomer(world), await givenCustomer(world)].map(
      ({ id }) => id,
    );
    world.statements();
    await ask(world, `query ($in: [ID!]) { customers(where: { id: { in: $in } }) { nodes { health { score } } } }`, {
      in: ids,
    });
    expect(world.statements().filter((sql) => !/BEGIN|COMMIT/.test(sql))).toHaveLength(3);
  });

  it('is for staff to see, on no road for the customer', async () => {
    const { id } = await givenCustomer(world);
    const self = caller('CUSTOMER', { customerId: id });
    const query = `query ($id: ID!) { customer(id: $id) { health { score } } }`;
    expect(await tryToAsk(world, query, { id }, self)).toEqual({
      data: { customer: { health: null } },
      codes: ['FORBIDDEN'],
    });
    const filtered = `{ customers(where: { health: { band: { eq: AT_RISK } } }) { nodes { id } } }`;
    expect((await tryToAsk(world, filtered, {}, self)).codes).toEqual(['FORBIDDEN']);
  });
});

describe('the lists of customers by their health', () => {
  it('hold those at risk, the lowest score first, and can be filtered by', async () => {
    const [bad, worse, fine] = [await givenCustomer(world), await givenCustomer(world), await givenCustomer(world)];
    const many = (id: string, n: number) => Array.from({ length: n }, () => opened(someId('case'), id));
    await told('cases', ...many(bad.id, 2), ...many(worse.id, 3), ...many(fine.id, 1), reopened(someId('case')));
    await told('metrics', feedback(bad.id, 1), feedback(worse.id, 1), feedback(fine.id, 5));
    expect(await listed('customersAtRisk')).toEqual([]);
    await count();
    expect(await listed('customersAtRisk')).toEqual([worse.id, bad.id]);
    const { customers: found } = await ask<{ customers: { nodes: { id: string }[] } }>(
      world,
      `{ customers(where: { health: { band: { in: [AT_RISK] }, score: { lt: 100 } } }, orderBy: OLDEST_FIRST) { nodes { id } } }`,
    );
    expect(found.nodes.map(({ id }) => id).toSorted()).toEqual([bad.id, worse.id].toSorted());
  });

  it('hold those to win back: they bought twice, not lately, and have no open complaint', async () => {
    const [gone, loyal, once, cross] = await Promise.all(Array.from({ length: 4 }, () => givenCustomer(world)));
    if (!gone || !loyal || !once || !cross) throw new Error('Nobody is there');
    for (const each of [gone, loyal, cross]) {
      await bought(each.id, '2025-01-10');
      await bought(each.id, '2025-02-10');
    }
    await bought(once.id, '2025-02-10');
    await bought(loyal.id, '2026-02-10');
    await told('cases', opened(someId('case'), cross.id));
    await count();
    expect(await listed('customersToWinBack')).toEqual([gone.id]);
  });
});

describe('the model of health', () => {
  const PUBLISHED =
    '... on HealthModelPublished { model { number weights { kind weight } } } ... on InvalidInput { problems { path } }';
  const publish = (input: object, actor = manager) =>
    change(
      world,
      'publishHealthModel',
      {
        ...{ weights: [{ kind: 'TENURE', weight: 10 }], watchBelow: 60, riskBelow: 40, lapsedAfter: 'P90D' },
        ...{ note: 'Loyalty counts', ...input },
      },
      { actor, fragments: PUBLISHED },
    );

  it('is replaced by a new version, by which every list is counted anew; the old one stays', async () => {
    const { id } = await givenCustomer(world, { registeredAt: '2026-02-01T00:00:00Z' });
    await told('cases', opened(someId('case'), id));
    await count();
    expect(await listed('customersAtRisk')).not.toContain(id);
    expect(await publish({})).toMatchObject({ model: { number: 2 } });
    expect(await healthOf(id)).toMatchObject({ score: 0, band: 'AT_RISK', model: { number: 2 } });
    await count();
    expect(await listed('customersAtRisk')).toContain(id);
    const { manager: db } = world.service.database;
    expect(await db.query('SELECT number FROM health_models ORDER BY number')).toEqual([{ number: 1 }, { number: 2 }]);
    await expect(db.query('UPDATE health_models SET number = 9')).rejects.toThrow(/permission denied/);
  });

  it('is refused when it is not sound, and to whoever does not make the rules', async () => {
    expect(
      await publish({
        weights: [
          { kind: 'TENURE', weight: 0 },
          { kind: 'TENURE', weight: 0 },
        ],
        riskBelow: 70,
      }),
    ).toMatchObject({ problems: [{ path: 'weights' }, { path: 'watchBelow' }, { path: 'weights' }] });
    const mutation = `mutation { publishHealthModel(input: { weights: [], watchBelow: 60, riskBelow: 40, lapsedAfter: "P90D", note: "x" }) { __typename } }`;
    expect((await tryToAsk(world, mutation, {}, agent)).codes).toEqual(['FORBIDDEN']);
  });

  it('and all else of it is as the mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});
