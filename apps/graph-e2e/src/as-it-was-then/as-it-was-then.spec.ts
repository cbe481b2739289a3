import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseDuration } from '@courtesy/kernel';
import { chanceOf } from '@courtesy/tools/demo/random.ts';
import { givenDesk, type Desk } from '../../test/busy-desk.ts';
import { deskVerbs } from '../../test/desk-verbs.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases } from '../../test/stories.ts';
import { relearn, replayHashes, restart, type Past } from '../../test/replay.ts';
import type { Seen, Watched } from '../../test/shadow-log.ts';

const chance = chanceOf('as-it-was-then');
const CASES = 10;
const VERBS = 200;
const QUESTIONS = 500;
/** How many questions are asked at once. */
const AT_ONCE = 4;
/** Of how many the answers make up the hashes. */
const HASHED = 120;

let world: GraphWorld;
let desk: Desk;
let shadow: readonly Seen[];
const done = new Map<string, number>();
beforeAll(async () => {
  world = await startGraph();
  desk = await givenDesk(world, CASES);
  for (let i = 0; i < VERBS; i += 1) {
    const { touches, happens } = chance.weighted(deskVerbs)(desk, chance);
    await desk.log.while(touches, async () => {
      const { __typename } = await happens();
      done.set(__typename, (done.get(__typename) ?? 0) + 1);
    });
  }
  shadow = desk.log.end();
  await world.quiet();
}, 200_000);
afterAll(() => world?.close());

interface Clock {
  readonly state: string;
  readonly elapsed: string;
}
/** What stands still, and what clocks that run have counted, which grows with the instant that is asked of. */
function apart(state: unknown): { still: unknown; counted: number[] } {
  const { it: told } = state as { it: { clocks?: Clock[] } | null };
  if (!told?.clocks) return { still: told, counted: [] };
  const runs = told.clocks.filter((clock) => clock.state === 'RUNNING');
  const clocks = told.clocks.map((clock) => (runs.includes(clock) ? { ...clock, elapsed: null } : clock));
  return { still: { ...told, clocks }, counted: runs.map(({ elapsed }) => parseDuration(elapsed)) };
}

function expectAsThen(now: unknown, at: number, { state, asked: [began, ended] }: Seen): void {
  const [then, told] = [apart(state), apart(now)];
  expect(told.still).toEqual(then.still);
  for (const [place, counted] of told.counted.entries()) {
    const before = then.counted[place] ?? Number.NaN;
    expect(counted).toBeGreaterThanOrEqual(before + at - ended);
    expect(counted).toBeLessThanOrEqual(before + at - began);
  }
}

/** A random instant of a random thing, at which the log knows how it was. */
function somePast(things: readonly Watched[]): Past & { readonly then: Seen } {
  for (;;) {
    const of = chance.one(things);
    const at = chance.whole(desk.log.begun, Date.now());
    const then = shadow.find((each) => each.of === of && each.from <= at && at <= each.until);
    if (then) return { of, at, then };
  }
}
const all = () => [...new Set(shadow.map(({ of }) => of))];

describe('the graph, after all that happened at a desk', () => {
  it('tells as of 500 random instants of random things of five services what it told then (row 55)', async () => {
    const pasts = Array.from({ length: QUESTIONS }, () => somePast(all()));
    expect([...new Set(pasts.map(({ of }) => of.service))].sort()).toEqual(Object.keys(world.services).sort());
    for (let i = 0; i < QUESTIONS; i += AT_ONCE)
      await Promise.all(
        pasts.slice(i, i + AT_ONCE).map(async ({ of, at, then }) => {
          expectAsThen(await desk.log.tell(of, at), at, then);
        }),
      );
  });

  it('has had much happen to it, of twenty kinds, and some things were not there at first', () => {
    const ofKinds = [...done.keys()].filter((name) => /(ed|en|un|ing)$/.test(name));
    expect(ofKinds.length).toBeGreaterThan(20);
    expect(done.get('RefundRequested')).toBeGreaterThan(3);
    expect(shadow.length).toBeGreaterThan(VERBS / 2);
    expect(shadow.some(({ state }) => apart(state).still === null)).toBe(true);
  });

  it('answers by the same hash after a restart, after reading all feeds again from the start, and after a second import (row 55)', async () => {
    const pasts = Array.from({ length: HASHED }, () => somePast(all()));
    const before = await replayHashes(world, desk.log, pasts);
    await restart(world);
    expect(await replayHashes(world, desk.log, pasts)).toEqual(before);
    expect(await relearn(world)).toBeGreaterThan(100);
    expect(await replayHashes(world, desk.log, pasts)).toEqual(before);
    await givenCases(world, desk.shop.place, CASES);
    await world.quiet();
    expect(await replayHashes(world, desk.log, pasts)).toEqual(before);
  });
});
