import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankDay, type OpenThing } from './day-item.ts';
import { byRank, extentPoints, KINDS, reasonsOf, scoreOf, urgencyPoints } from './ranking.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(now.getTime() + hours * HOUR);

const things = fc.record({
  kind: fc.constantFrom(...KINDS),
  subject: fc.record({
    id: fc.constantFrom('case_1', 'case_2', 'pers_1', 'site_1'),
    type: fc.constant('Case' as const),
  }),
  deadline: fc.integer({ min: -400, max: 900 }).map(at),
  harm: fc.record({ what: fc.constant('harm'), points: fc.integer({ min: 1, max: 60 }) }),
  extent: fc.integer({ min: 1, max: 100 }),
  count: fc.integer({ min: 1, max: 5 }),
  isForCallerAlone: fc.boolean(),
  why: fc.string({ maxLength: 8 }),
  clearedBy: fc.constant([]),
});
const score = (thing: OpenThing) => scoreOf(reasonsOf(thing, now));
const scored = (thing: OpenThing) => ({ ...thing, score: score(thing) });
const names = (day: readonly { id: string }[]) => day.map(({ id }) => id);

describe('the order of the day', () => {
  it('is that of urgency: 40 points a week after a deadline, 30 at it, 24 four hours before, none a month before', () => {
    const points = [-1000, -168, -84, 0, 2, 4, 24, 168, 720, 721].map((hours) => urgencyPoints(at(hours), now));
    expect(points).toEqual([40, 40, 35, 30, 27, 24, 16, 6, 0, 0]);
  });

  it('weighs that something is about many: 4 points for each doubling, at most 12', () => {
    expect([1, 2, 3, 4, 8, 500].map(extentPoints)).toEqual([0, 4, 6, 8, 12, 12]);
  });

  it('tells many of one kind and subject as one: the worst harm, the earliest deadline, and alone only when all of them are', () => {
    const thing: OpenThing = {
      ...{ kind: 'CLOCK', subject: { id: 'case_1', type: 'Case' }, deadline: at(2), count: 1, extent: 1, why: 'Late.' },
      ...{ harm: { what: 'harm', points: 20 }, isForCallerAlone: true, clearedBy: [] },
    };
    const worse = { ...thing, deadline: at(3), harm: { what: 'worse', points: 30 } };
    const [alone] = rankDay([worse, thing], now);
    expect(alone).toMatchObject({ count: 2, deadline: at(2), why: 'Late. And 1 more.', score: 30 + 27 + 4 + 5 });
    const [shared] = rankDay([thing, { ...worse, isForCallerAlone: false }], now);
    expect(shared).toMatchObject({ isForCallerAlone: false, score: 30 + 27 + 4 });
  });

  it('never puts what is due earlier below the same thing due later, nor what does more harm below what does less', () => {
    fc.assert(
      fc.property(things, fc.nat(500), fc.nat(20), fc.nat(50), (thing, hours, points, more) => {
        const sooner = { ...thing, deadline: new Date(thing.deadline.getTime() - hours * HOUR) };
        const worse = { ...thing, harm: { ...thing.harm, points: thing.harm.points + points } };
        const larger = { ...thing, extent: thing.extent + more };
        for (const other of [sooner, worse, larger]) {
          expect(score(other)).toBeGreaterThanOrEqual(score(thing));
          expect(byRank(scored(other), scored(thing))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('is total: of two that differ in kind or subject one goes first, and never in a circle', () => {
    fc.assert(
      fc.property(things, things, things, (...given) => {
        const [a, b, c] = given.map(scored) as [ReturnType<typeof scored>, ...ReturnType<typeof scored>[]];
        expect(Math.sign(byRank(a, b!))).toBe(-Math.sign(byRank(b!, a)) + 0);
        if (a.kind !== b!.kind || a.subject.id !== b!.subject.id) expect(byRank(a, b!)).not.toBe(0);
        if (byRank(a, b!) <= 0 && byRank(b!, c!) <= 0) expect(byRank(a, c!)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is the same for the same facts, however they come: each once by kind and subject, its score the sum of its reasons', () => {
    fc.assert(
      fc.property(fc.array(things, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (given, random) => {
        const day = rankDay(given, now);
        const shuffled = given
          .map((thing) => ({ thing, place: random.next().value as number }))
          .sort((one, other) => one.place - other.place)
          .map(({ thing }) => thing);
        expect(names(rankDay(shuffled, now))).toEqual(names(day));
        expect(new Set(names(day)).size).toBe(day.length);
        for (const item of day) expect(item.score).toBe(item.reasons.reduce((sum, { points }) => sum + points, 0));
        expect(day.map(({ rank }) => rank)).toEqual(day.map((_, place) => place + 1));
        const count = (items: readonly { count: number }[]) => items.reduce((sum, each) => sum + each.count, 0);
        expect(count(day)).toBe(count(given));
        for (const item of day) {
          const same = given.filter(({ kind, subject }) => `${kind}:${subject.id}` === item.id);
          expect(item.deadline.getTime()).toBe(Math.min(...same.map(({ deadline }) => deadline.getTime())));
        }
      }),
    );
  });
});
