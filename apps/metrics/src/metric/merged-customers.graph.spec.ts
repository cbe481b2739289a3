import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  announced,
  byKey,
  caseOpened,
  caseResolved,
  digest,
  figures,
  read,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const [OLD, NOW, OTHER] = ['cust_old', 'cust_now', 'cust_other'] as const;
const livesIn = (customerId: string, territory: string) =>
  announced('courtesy.customer.registered.v1', customerId, {
    ...{ kind: 'PERSON', territory, country: 'GB', circumstances: [], registeredAt: '2026-01-01T00:00:00.000Z' },
  });
const family = (type: 'merged' | 'unmerged', customerId: string, survivorId: string) =>
  announced(`courtesy.customer.${type}.v1`, survivorId, {
    ...{ mergeId: 'cumg_1', survivorId, mergedIds: [customerId], at: '2026-02-10T00:00:00.000Z' },
    roots: [{ customerId, survivorId }],
  });
const merged = family('merged', OLD, NOW);
const undone = family('unmerged', OLD, OLD);
const opened = (id: string, customerId: string, day: string) =>
  caseOpened(id, { customerId, openedAt: `2026-${day}T08:00:00.000Z` });
const KEYS = [
  ...['cases.opened', 'cases.resolved', 'cases.backlog', 'cases.timely_share', 'cases.relief_share'],
  ...['cases.disputed_share', 'cases.resolution_time.median', 'cases.resolution_time.p90'],
];
const period = { from: '2026-01-01', to: '2026-03-01' };
/** Every figure of every month, as one reads them. */
const everyMonth = () => Promise.all(KEYS.map((key) => figures(world, { key, period, grain: 'MONTH' })));
const byTerritory = async (key = 'cases.opened', where?: object) =>
  byKey(await figures(world, { key, period, by: 'TERRITORY', ...(where ? { where } : {}) }));

const givenTheYear = async () => {
  await read(world, 'customers', [livesIn(OLD, 'Gwent'), livesIn(NOW, 'Kent'), livesIn(OTHER, 'Kent')]);
  await read(world, 'cases', [
    ...[opened('case_1', OLD, '01-05'), opened('case_2', OLD, '02-05'), opened('case_3', NOW, '01-06')],
    ...[opened('case_4', OTHER, '02-07'), caseResolved('case_1', '2026-02-01T00:00:00.000Z')],
  ]);
};

describe('figures of customers who were merged', () => {
  it('no total of any month changes: not when they are merged, and not when that is undone', async () => {
    await givenTheYear();
    const [before, facts] = [await everyMonth(), await digest(world)];
    expect(before[0]?.rows.map(({ value }) => value)).toEqual([2, 2]);
    await read(world, 'customers', [merged]);
    expect(await everyMonth()).toEqual(before);
    await read(world, 'customers', [undone]);
    expect([await everyMonth(), await digest(world)]).toEqual([before, facts]);
  });

  it('are broken down and filtered by where the one who stands for them lives, until it is undone', async () => {
    await givenTheYear();
    expect(await byTerritory()).toEqual({ Gwent: 2, Kent: 2 });
    await read(world, 'customers', [merged]);
    expect(await byTerritory()).toEqual({ Kent: 4 });
    expect(await byTerritory('cases.backlog')).toEqual({ Kent: 3 });
    expect(await byTerritory('cases.opened', { territory: { eq: 'Gwent' } })).toEqual({});
    await read(world, 'customers', [undone]);
    expect(await byTerritory()).toEqual({ Gwent: 2, Kent: 2 });
  });

  it('are the same in whatever order and however often the feeds tell of cases and merges', async () => {
    await givenTheYear();
    await read(world, 'customers', [merged]);
    const expected = [await everyMonth(), await byTerritory()];
    await world.reset();
    await read(world, 'customers', [merged, merged]);
    await givenTheYear();
    expect([await everyMonth(), await byTerritory()]).toEqual(expected);
  });

  it('are one customer’s own, whichever id their token names', async () => {
    await givenTheYear();
    await read(world, 'customers', [merged]);
    const sees = async (customerId: string) => {
      const actor = { ...caller('ANALYST'), reach: 'OWN' as const, customerId };
      return (await figures(world, { key: 'cases.opened', period }, actor)).total;
    };
    expect([await sees(OLD), await sees(NOW), await sees(OTHER)]).toEqual([3, 3, 1]);
  });
});
