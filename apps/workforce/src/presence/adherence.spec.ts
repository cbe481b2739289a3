import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PresenceState } from '@courtesy/graph-types/workforce';
import type { Shift, Span } from '../shift/shift.ts';
import { adherenceOf, segmentsOf } from './adherence.ts';
import type { PersonPresence } from './presence.ts';

const MINUTE = 60_000;
const NINE = Date.parse('2026-03-03T09:00:00.000Z');
const at = (minutes: number) => new Date(NINE + minutes * MINUTE);
const span = (from: number, to: number): Span => ({ startsAt: at(from), endsAt: at(to) });

/** Eight hours from nine, with half an hour's rest at one. */
const shift: Shift = {
  ...{ id: 'shft_1', personId: 'pers_1', siteId: 'site_1', ...span(0, 480), status: 'SCHEDULED' },
  ...{ breaks: [{ ...span(240, 270), isPaid: false }], templateId: null, rosterId: null, reason: null, version: 1 },
};

const did = (...changes: readonly (readonly [minute: number, state: PresenceState])[]): PersonPresence[] =>
  changes.map(([minute, state], i) => ({
    ...{ id: `pres_${i}`, personId: 'pers_1', sequence: i + 1, state, since: at(minute) },
    ...{ shiftId: 'shft_1', act: 'CHANGED' },
  }));
const day = (presences: PersonPresence[], now = 480, leaves: Span[] = []) => ({ presences, now: at(now), leaves });

describe('adherence', () => {
  it('is 92.5 % of who came 10 minutes late, rested 16 too long and left 10 early: 36 of 480 minutes', () => {
    const kept = adherenceOf(shift, day(did([10, 'AVAILABLE'], [240, 'BREAK'], [286, 'ON_CONTACT'], [470, 'OFFLINE'])));
    expect(kept).toMatchObject({ adherence: 0.925, attendance: 'LATE', lateMs: 10 * MINUTE });
    expect(kept.conformance).toBe((230 + 184) / 450);
    expect(kept.segments.map(({ scheduled, actual, isKept }) => [scheduled, actual, isKept])).toEqual([
      ['WORK', 'OFFLINE', false],
      ['WORK', 'AVAILABLE', true],
      ['BREAK', 'BREAK', true],
      ['WORK', 'BREAK', false],
      ['WORK', 'ON_CONTACT', true],
      ['WORK', 'OFFLINE', false],
    ]);
  });

  it('counts a break that is taken at another time twice against them, and leaves conformance whole', () => {
    const kept = adherenceOf(shift, day(did([0, 'AVAILABLE'], [300, 'BREAK'], [330, 'AVAILABLE'])));
    expect(kept).toMatchObject({ adherence: 420 / 480, conformance: 1, attendance: 'PRESENT' });
  });

  it('counts neither leave nor what is still to come', () => {
    const kept = adherenceOf(shift, day(did([60, 'AVAILABLE'], [90, 'MEETING']), 120, [span(-60, 60)]));
    expect(kept).toMatchObject({ adherence: 0.5, conformance: 1, attendance: 'PRESENT', lateMs: 0 });
    expect(kept.segments.at(-1)).toMatchObject({ startsAt: at(270), actual: null, isKept: false });
    const away = adherenceOf(shift, day([], 480, [span(-60, 500)]));
    expect(away).toMatchObject({ adherence: null, conformance: null, attendance: 'ON_LEAVE', lateMs: 0 });
  });

  it('counts training as kept by who learns, and as work done in conformance', () => {
    const trainings = [span(60, 180)];
    const learnt = did([0, 'AVAILABLE'], [60, 'TRAINING'], [180, 'AVAILABLE'], [240, 'BREAK'], [270, 'AVAILABLE']);
    const kept = adherenceOf(shift, { ...day(learnt), trainings });
    expect(kept).toMatchObject({ adherence: 1, conformance: 1 });
    expect(kept.segments.map(({ scheduled }) => scheduled)).toEqual(['WORK', 'TRAINING', 'WORK', 'BREAK', 'WORK']);
    const stayed = did([0, 'AVAILABLE'], [240, 'BREAK'], [270, 'AVAILABLE']);
    expect(adherenceOf(shift, { ...day(stayed), trainings }).adherence).toBe(360 / 480);
  });

  it('tells who is not there: expected before the start, late from then on, and no show after an hour or the whole shift', () => {
    const seen = [-1, 0, 1, 59, 60, 480].map((now) => adherenceOf(shift, day([], now)));
    expect(seen.map(({ attendance }) => attendance)).toEqual([
      ...['EXPECTED', 'LATE', 'LATE', 'LATE', 'NO_SHOW', 'NO_SHOW'],
    ]);
    expect(seen[2]?.lateMs).toBe(MINUTE);
    const short = { ...shift, ...span(0, 30), breaks: [] };
    expect(adherenceOf(short, day([], 30)).attendance).toBe('NO_SHOW');
  });
});

describe('the segments of a shift', () => {
  const states: readonly PresenceState[] = ['AVAILABLE', 'ON_CONTACT', 'BREAK', 'TRAINING', 'AWAY', 'OFFLINE'];
  const anySpan = fc
    .tuple(fc.integer({ min: -100, max: 580 }), fc.integer({ min: 1, max: 200 }))
    .map(([from, length]) => span(from, from + length));
  const anyChanges = fc
    .array(fc.tuple(fc.integer({ min: -100, max: 580 }), fc.constantFrom(...states)), { maxLength: 20 })
    .map((changes) => did(...changes.sort(([a], [b]) => a - b)));
  const anyDay = fc.record({
    ...{ presences: anyChanges, leaves: fc.array(anySpan, { maxLength: 3 }) },
    trainings: fc.array(anySpan, { maxLength: 2 }),
    now: fc.integer({ min: -100, max: 580 }).map(at),
  });

  it('tile it exactly: no gap, no overlap, none empty, and no two alike beside each other', () => {
    fc.assert(
      fc.property(anyDay, (given) => {
        const segments = segmentsOf(shift, given);
        expect([segments[0]?.startsAt, segments.at(-1)?.endsAt]).toEqual([shift.startsAt, shift.endsAt]);
        for (const [i, each] of segments.entries()) {
          expect(each.endsAt > each.startsAt).toBe(true);
          const next = segments[i + 1];
          if (!next) continue;
          expect(next.startsAt).toEqual(each.endsAt);
          expect({ ...next, startsAt: 0, endsAt: 0 }).not.toEqual({ ...each, startsAt: 0, endsAt: 0 });
        }
      }),
    );
  });

  it('say of every minute what was planned and done in it', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 479 }), (given, minute) => {
        const [instant, covers] = [
          at(minute),
          ({ startsAt, endsAt }: Span) => startsAt <= at(minute) && at(minute) < endsAt,
        ];
        const work = given.trainings.some(covers) ? 'TRAINING' : 'WORK';
        const rest = minute >= 240 && minute < 270 ? 'BREAK' : work;
        const done = given.presences.filter(({ since }) => since <= instant).at(-1)?.state ?? 'OFFLINE';
        expect(segmentsOf(shift, given).filter(covers)).toMatchObject([
          {
            scheduled: given.leaves.some(covers) ? 'LEAVE' : rest,
            actual: given.now > instant ? done : null,
          },
        ]);
      }),
    );
  });
});
