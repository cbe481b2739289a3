import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { decline, givenDesk, givenQueue, givenWaiting, next, resolve, take, type Agent } from '../../test/routing.ts';
import { asked } from '../../test/verbs.ts';

/** A Monday in London, which is at UTC then. */
const NOON = new Date('2026-03-02T12:00:00.000Z');
let now = NOON;
let world: GraphWorld;

beforeAll(async () => {
  world = await startGraph({ now: () => now });
});
beforeEach(() => {
  now = NOON;
});
afterAll(() => world?.close());

const agentsCalled = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name} ${i}`);

/** How many offers wait for each of these people's answers. */
async function openOffers(agents: readonly Agent[]): Promise<number[]> {
  const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { offers(first: 1) { totalCount } } } }`;
  const { nodes } = await asked<{ nodes: { offers: { totalCount: number } }[] }>(world, { role: 'admin' }, query, {
    ids: agents.map(({ personId }) => personId),
  });
  return nodes.map(({ offers }) => offers.totalCount);
}

/** Lets the seconds pass until so many offers wait for an answer. */
async function untilOffered(agents: readonly Agent[], count: number): Promise<number[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const open = await openOffers(agents);
    if (open.reduce((sum, each) => sum + each, 0) === count) return open;
    now = new Date(now.getTime() + 1000);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`There were never ${count} offers`);
}

const minutes = (...of: readonly number[]) =>
  of.map((each) => ({ openedAt: new Date(NOON.getTime() - 3_600_000 + each * 60_000) }));

describe('work that waits', () => {
  it('comes to 10 equal agents within one of each other: 1,000 equal cases', async () => {
    const { place, agents } = await givenDesk(world, 'Fair', { agents: agentsCalled('Fair', 10), now });
    for (const half of [500, 500])
      await givenWaiting(
        world,
        place,
        Array.from({ length: half }, () => ({})),
      );
    await world.quiet();
    await givenQueue(world, place, { delivery: 'PUSH', capacity: 1000, offerTimeout: 'PT1H' });
    const shares = await untilOffered(agents, 1000);
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
  });

  it('is 3 cases of weight 2 for a capacity of 6; when it frees, case 4 goes before case 5, and a call blocks all else', async () => {
    const { place, agents } = await givenDesk(world, 'Busy', { agents: ['Bea Busy', 'Cal Busy'], now });
    const [bea, cal] = agents as [Agent, Agent];
    const cases = await givenWaiting(world, place, minutes(1, 2, 3, 4, 5));
    await givenQueue(world, place, {
      weights: [
        { channel: 'EMAIL', weight: 2 },
        { channel: 'PHONE', weight: 6, isExclusive: true },
      ],
    });
    await world.quiet();
    const taken = [await take(world, bea), await take(world, bea), await take(world, bea), await take(world, bea)];
    expect(taken).toEqual([cases[0], cases[1], cases[2], 'NO_CAPACITY']);
    await resolve(world, cases[1] ?? '');
    expect(await take(world, bea)).toBe(cases[3]);
    const [call] = await givenWaiting(world, place, [{ channel: 'PHONE', priority: 'URGENT' }]);
    expect(await take(world, cal)).toBe(call);
    expect(await take(world, cal)).toBe('ON_EXCLUSIVE_WORK');
  });

  it('keeps its age when it is declined, and is not offered to the same person again at once', async () => {
    const { place, agents } = await givenDesk(world, 'Shy', { agents: ['Dot Shy', 'Eli Shy'], now });
    const [dot, eli] = agents as [Agent, Agent];
    const [oldest, newer] = await givenWaiting(world, place, minutes(1, 2));
    await givenQueue(world, place, {});
    await world.quiet();
    const offer = await next(world, dot);
    if (typeof offer === 'string') throw new Error(offer);
    expect(offer.case.id).toBe(oldest);
    expect(await decline(world, dot, offer)).toBe('DECLINED');
    expect(await take(world, dot)).toBe(newer);
    expect(await next(world, dot)).toBe('DECLINED_IT');
    expect(await take(world, eli)).toBe(oldest);
  });

  it('is offered once however many ask at the same time: 50 who ask, 50 cases', async () => {
    const { place, agents } = await givenDesk(world, 'Rush', { agents: agentsCalled('Rush', 50), now });
    await givenWaiting(
      world,
      place,
      Array.from({ length: 60 }, () => ({})),
    );
    await givenQueue(world, place, {});
    await world.quiet();
    const offers = await Promise.all(agents.map((each) => next(world, each)));
    const cases = offers.map((each) => (typeof each === 'string' ? each : each.case.id));
    expect(new Set(cases).size).toBe(50);
    expect(cases.filter((id) => !id.startsWith('case_'))).toEqual([]);
  });
});
