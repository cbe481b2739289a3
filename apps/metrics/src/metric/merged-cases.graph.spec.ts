import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  announced,
  caseOpened,
  caseResolved,
  digest,
  figures,
  read,
  startWorld,
  type Announced,
  type World,
} from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const merge = { mergeId: 'cmrg_1', at: '2026-01-10T00:00:00.000Z', reason: 'One matter' };
const merged = (id: string, survivorId: string, from = 'NEW') =>
  announced('courtesy.case.merged.v1', id, { ...merge, survivorId, from, to: 'MERGED' });
const unmerged = (id: string, survivorId: string, to = 'NEW') =>
  announced('courtesy.case.unmerged.v1', id, { ...merge, survivorId, from: 'MERGED', to });
const split = (id: string, originId: string) =>
  announced('courtesy.case.split.v1', id, {
    ...{ splitId: 'cspl_1', originId, customerId: 'cust_1', contactIds: ['intr_1'] },
    ...{ at: '2026-01-10T00:00:00.000Z', reason: 'Two matters' },
  });
const openings = [1, 2, 3].map((day) => caseOpened(`case_${day}`, { openedAt: `2026-01-0${day}T00:00:00.000Z` }));
const KEYS = [
  ...['cases.opened', 'cases.resolved', 'cases.backlog', 'cases.timely_share', 'cases.relief_share'],
  ...['cases.disputed_share', 'cases.resolution_time.median', 'cases.resolution_time.p90'],
];
const period = { from: '2026-01-01', to: '2026-02-01' };
/** Every figure of every day, as one reads them. */
const everyFigure = () => Promise.all(KEYS.map((key) => figures(world, { key, period, grain: 'DAY' })));
const total = async (key: string) => (await figures(world, { key, period })).total;

describe('merging and splitting', () => {
  it('changes no figure of any day: not when cases are merged, and not when that is undone', async () => {
    await read(world, 'cases', [...openings, caseResolved('case_1', '2026-01-05T00:00:00.000Z')]);
    const [before, digestBefore] = [await everyFigure(), await digest(world)];
    await read(world, 'cases', [merged('case_1', 'case_2', 'RESOLVED'), merged('case_2', 'case_3')]);
    expect(await everyFigure()).toEqual(before);
    await read(world, 'cases', [unmerged('case_2', 'case_3'), unmerged('case_1', 'case_2', 'RESOLVED')]);
    expect(await everyFigure()).toEqual(before);
    expect(await digest(world)).toBe(digestBefore);
  });

  it('counts each opening once and the one answer once, and with it all the matters leave the backlog', async () => {
    await read(world, 'cases', [...openings, merged('case_1', 'case_2'), merged('case_2', 'case_3')]);
    expect(await Promise.all(['cases.opened', 'cases.backlog', 'cases.resolved'].map(total))).toEqual([3, 3, 0]);
    await read(world, 'cases', [caseResolved('case_3', '2026-01-20T00:00:00.000Z')]);
    expect(await Promise.all(['cases.opened', 'cases.backlog', 'cases.resolved'].map(total))).toEqual([3, 0, 1]);
  });

  it('changes no figure when a case is split, and when that is undone by merging it back', async () => {
    await read(world, 'cases', openings);
    const before = await everyFigure();
    await read(world, 'cases', [
      caseOpened('case_4', { openedAt: '2026-01-02T00:00:00.000Z' }),
      split('case_4', 'case_1'),
    ]);
    expect(await everyFigure()).toEqual(before);
    await read(world, 'cases', [merged('case_4', 'case_1')]);
    expect(await everyFigure()).toEqual(before);
  });

  it('keeps a matter open until all that was split from it has ended', async () => {
    const opened = caseOpened('case_4', { openedAt: '2026-01-02T00:00:00.000Z' });
    await read(world, 'cases', [...openings, opened, split('case_4', 'case_1')]);
    await read(world, 'cases', [caseResolved('case_1', '2026-01-20T00:00:00.000Z')]);
    expect(await total('cases.backlog')).toBe(3);
    await read(world, 'cases', [caseResolved('case_4', '2026-01-21T00:00:00.000Z')]);
    expect(await total('cases.backlog')).toBe(2);
  });

  it('comes to the same when the feed is read again from the start', async () => {
    const feed: Announced[] = [...openings, merged('case_1', 'case_2'), split('case_3', 'case_2')];
    await read(world, 'cases', feed);
    const before = [await everyFigure(), await digest(world)] as const;
    await world.reset();
    for (const event of feed) await read(world, 'cases', [event]);
    expect(await digest(world)).toBe(before[1]);
  });
});
