import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, caseOpened, caseResolved, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const DRIVERS = `query ($key: String!, $by: MetricDimension!) {
  drivers(key: $key, by: $by, comparedWith: { from: "2026-01-01", to: "2026-02-01" }, period: { from: "2026-02-01", to: "2026-03-01" }) {
    change remainder notDrivenBecause metric { total } comparedWith { total }
    drivers { key before now shareBefore shareNow contribution mixEffect rateEffect } } }`;
interface Driven {
  readonly change: number | null;
  readonly remainder: number | null;
  readonly notDrivenBecause: string | null;
  readonly metric: { readonly total: number };
  readonly comparedWith: { readonly total: number };
  readonly drivers: readonly { readonly key: string; readonly contribution: number; readonly rateEffect: number }[];
}
const driven = async (key: string, by = 'CHANNEL') =>
  (await ask<{ drivers: Driven }>(world, DRIVERS, { key, by })).drivers;

const opened = (id: string, channel: string, more: object) =>
  caseOpened(id, { channel: channel as 'PHONE', openedAt: '2026-01-05T09:00:00.000Z', respondedInTime: true, ...more });
const february = { openedAt: '2026-02-05T09:00:00.000Z' };

describe('the drivers of a figure', () => {
  beforeEach(() =>
    read(world, 'cases', [
      opened('a', 'PHONE', {}),
      opened('b', 'EMAIL', {}),
      opened('c', 'PHONE', february),
      opened('d', 'PHONE', { ...february, respondedInTime: false }),
      opened('e', 'EMAIL', february),
      opened('f', 'CHAT', february),
      caseResolved('a', '2026-01-06T09:00:00.000Z'),
      caseResolved('c', '2026-02-08T09:00:00.000Z'),
    ]),
  );

  it('add up to the change of what the figures say, a sum as well as a share', async () => {
    for (const key of ['cases.opened', 'cases.timely_share', 'cases.backlog']) {
      const { change, remainder, metric, comparedWith, drivers } = await driven(key);
      expect(change).toBeCloseTo(metric.total - comparedWith.total, 12);
      expect(remainder).toBe(0);
      expect(drivers.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(change!, 12);
    }
    expect((await driven('cases.timely_share')).drivers[0]).toMatchObject({ key: 'PHONE', rateEffect: -0.25 });
  });

  it('are none of a percentile, nor of a period in which nothing was measured', async () => {
    expect(await driven('cases.resolution_time.median')).toMatchObject({
      ...{ notDrivenBecause: 'VALUES_DO_NOT_ADD', change: null, drivers: [] },
    });
    expect(await driven('cases.relief_share')).toMatchObject({ notDrivenBecause: null });
    expect(await driven('cases.disputed_share')).toMatchObject({ notDrivenBecause: 'NOTHING_MEASURED' });
  });
});
