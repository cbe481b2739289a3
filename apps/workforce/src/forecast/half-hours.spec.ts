import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '@courtesy/kernel';
import { intervalsOf, type HalfHour } from '../arrival/arrival.ts';
import { handleTimesOf, seriesOf, SLOTS, slotsOfDays } from './half-hours.ts';

const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Havana', 'UTC'];
const HALF_HOUR = 1_800_000;
const anyDays = fc.record({
  zone: fc.constantFrom(...zones),
  fromDay: fc.integer({ min: 0, max: 1_000 }).map((day) => addDays('2024-01-01', day)),
  count: fc.integer({ min: 1, max: 20 }),
});
const daysOf = ({ fromDay, count }: { fromDay: string; count: number }) => ({
  fromDay,
  untilDay: addDays(fromDay, count),
});
const cameAt = (at: number, volume: number): HalfHour => ({
  ...{ startsAt: new Date(at), volume, handled: volume, measured: volume, handleMs: volume * 60_000 },
});

describe('half hours of a clock', () => {
  it('follow one another without a gap, in any zone, and each day has each of them at most twice', () => {
    fc.assert(
      fc.property(anyDays, fc.constantFrom('HALF_HOUR', 'HOUR', 'DAY'), (any, grain) => {
        const days = slotsOfDays(daysOf(any), any.zone);
        expect(days).toHaveLength(any.count);
        const starts = days.flat().map(({ startsAt }) => startsAt);
        starts.forEach((at, i) => expect(at).toBe((starts[0] ?? 0) + i * HALF_HOUR));
        for (const day of days) {
          const counts = Map.groupBy(day, ({ slot }) => slot);
          expect(Math.max(...[...counts.values()].map((each) => each.length))).toBeLessThanOrEqual(2);
          expect(day.every(({ slot }) => slot >= 0 && slot < SLOTS)).toBe(true);
        }
        const intervals = intervalsOf(daysOf(any), any.zone, grain);
        expect(intervals[0]?.startsAt).toBe(starts[0]);
        expect(intervals.at(-1)?.endsAt).toBe((starts.at(-1) ?? 0) + HALF_HOUR);
        intervals.slice(1).forEach(({ startsAt }, i) => expect(startsAt).toBe(intervals[i]?.endsAt));
      }),
      { numRuns: 40 },
    );
  });

  it('lose nothing of what came but what comes twice in an hour that happens twice, of which they keep the mean', () => {
    fc.assert(
      fc.property(anyDays, (any) => {
        const days = slotsOfDays(daysOf(any), any.zone);
        const came = days.flat().map(({ startsAt }) => cameAt(startsAt, 2));
        const series = seriesOf(came, daysOf(any), any.zone);
        expect(series?.from).toBe(any.fromDay);
        series?.days.forEach((day, i) => {
          const shown = new Set(days[i]?.map(({ slot }) => slot));
          expect(day).toEqual(Array.from({ length: SLOTS }, (_, slot) => (shown.has(slot) ? 2 : null)));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('begin with the first day on which anything came', () => {
    const days = { fromDay: '2026-03-01', untilDay: '2026-03-05' };
    expect(seriesOf([], days, 'UTC')).toBeNull();
    expect(seriesOf([cameAt(Date.parse('2026-03-03T09:00Z'), 1)], days, 'UTC')).toMatchObject({ from: '2026-03-03' });
  });
});

describe('handle times of the half hours of a day', () => {
  it('are their own where many were measured, and near that of the day where few were', () => {
    const days = { fromDay: '2026-03-02', untilDay: '2026-03-03' };
    const at = (time: string, measured: number, minutes: number): HalfHour => ({
      ...cameAt(Date.parse(`2026-03-02T${time}Z`), measured),
      handleMs: measured * minutes * 60_000,
    });
    const times = handleTimesOf([at('09:00', 980, 3), at('10:00', 20, 10)], days, 'UTC');
    const overall = (980 * 3 + 20 * 10) / 1_000;
    expect(times[18]).toBeCloseTo(((980 * 3 + 20 * overall) / 1_000) * 60_000, -1);
    expect(times[20]).toBeCloseTo(((20 * 10 + 20 * overall) / 40) * 60_000, -1);
    expect(times[0]).toBe(Math.round(overall * 60_000));
    expect(handleTimesOf([], days, 'UTC')).toEqual(Array(SLOTS).fill(null));
  });
});
