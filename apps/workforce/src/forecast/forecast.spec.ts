import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '@courtesy/kernel';
import { poisson } from '../../test/poisson.ts';
import { seededRandom } from '../../test/queue-simulation.ts';
import { backtest, errorOf } from './backtest.ts';
import { forecast } from './forecast.ts';
import { methodNames, methods } from './methods.ts';
import { before, weekdayAt, withoutSilence, type Series } from './series.ts';

const seriesOf = (days: Series['days'], holidays: readonly string[] = []): Series => ({
  ...{ from: '2026-01-05', slots: days[0]?.length ?? 1, days, holidays: new Set(holidays) },
});

/** Contacts that come at random about a level that wanders, by weekday and by hour. */
function played(seed: number, { days, level, wander }: { days: number; level: number; wander: number }): Series {
  const random = seededRandom(seed);
  const shape = Array.from({ length: 8 }, (_, slot) => 1 + Math.sin((slot / 7) * Math.PI) * 2);
  const weekday = [1.25, 1.1, 1, 0.95, 0.9, 0.5, 0.3];
  let at = level;
  const rows = Array.from({ length: days }, (_, day) => {
    at *= Math.exp((random() - 0.5) * wander);
    return shape.map((share) => poisson(at * share * (weekday[day % 7] ?? 1), random));
  });
  return seriesOf(rows);
}

const anyHistory = fc
  .array(fc.array(fc.option(fc.nat(200), { freq: 30 }), { minLength: 4, maxLength: 4 }), {
    minLength: 22,
    maxLength: 45,
  })
  .map((days) => seriesOf(days));

describe('a forecast', () => {
  it.each([
    ['steady', { days: 84, level: 12, wander: 0 }],
    ['wandering', { days: 98, level: 20, wander: 0.15 }],
  ])(
    'of a %s series beats the seasonal naive bar from a rolling origin, and four of five lie within its intervals',
    (_, plan) => {
      const series = played(58, plan);
      const origins = { first: 42, horizon: 7, step: 7 };
      const bar = errorOf(backtest(series, 'SEASONAL_NAIVE', origins)).wape ?? 0;
      const said: { expected: number; actual: number; isHeld: boolean }[] = [];
      for (let origin = origins.first; origin + 7 <= series.days.length; origin += origins.step)
        forecast(before(series, origin), 7)?.points.forEach((slots, ahead) =>
          slots.forEach(({ expected, low, high }, slot) => {
            const actual = series.days[origin + ahead]?.[slot] ?? 0;
            said.push({ expected, actual, isHeld: low <= actual && actual <= high });
          }),
        );
      expect(errorOf(said).wape).toBeLessThan(bar);
      const held = said.filter(({ isHeld }) => isHeld).length / said.length;
      expect(held).toBeGreaterThan(0.75);
      expect(held).toBeLessThan(0.85);
    },
  );

  it('is never less than nothing, lies within its interval, and is the same when asked again', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 1, max: 9 }), (history, horizon) => {
        const made = forecast(history, horizon);
        if (!made) return;
        expect(made.points).toHaveLength(horizon);
        for (const { expected, low, high } of made.points.flat()) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(expected).toBeGreaterThanOrEqual(low);
          expect(high).toBeGreaterThanOrEqual(expected);
        }
        expect(forecast(history, horizon)).toEqual(made);
      }),
      { numRuns: 10 },
    );
  });

  it('knows nothing of what comes after it: other days to come change no forecast made before them', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, (history, other) => {
        const origin = 20;
        const elsewhere = { ...history, days: [...history.days.slice(0, origin), ...other.days] };
        for (const method of methodNames)
          expect(methods[method](before(history, origin), 3)).toEqual(methods[method](before(elsewhere, origin), 3));
      }),
      { numRuns: 25 },
    );
  });

  it('of ten times as much is ten times as much', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const tenfold = { ...history, days: history.days.map((day) => day.map((value) => value && value * 10)) };
        for (const method of methodNames) {
          const [one, ten] = [methods[method](history, 2), methods[method](tenfold, 2)];
          expect(ten === null).toBe(one === null);
          one?.flat().forEach((value, i) => expect(ten?.flat()[i]).toBeCloseTo(value * 10, 4));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is not made of a history that is too short, and is made of one with days that nobody counted', () => {
    const series = played(7, { days: 40, level: 10, wander: 0 });
    expect(forecast(before(series, 13), 7)).toBeNull();
    const gaps = { ...series, days: series.days.map((day, i) => (i === 20 || i === 21 ? day.map(() => null) : day)) };
    expect(forecast(gaps, 7)?.points).toHaveLength(7);
  });

  it('expects nothing of a weekday on which the desk is closed, by every method, and of the others as well as ever', () => {
    const series = played(11, { days: 84, level: 12, wander: 0.1 });
    const closed = series.days.map((day, i) => (i % 7 === 6 ? day.map(() => 0) : day));
    const made = forecast({ ...series, days: closed }, 7);
    expect(made?.tried.map(({ method }) => method)).toEqual(methodNames);
    expect(made?.points[6]?.map(({ high }) => high)).toEqual(Array(8).fill(0));
    expect(made?.method).not.toBe('SEASONAL_NAIVE');
  });

  it('expects of a holiday what holidays were before, and learns nothing of other days from it', () => {
    const series = played(9, { days: 112, level: 30, wander: 0 });
    const place = (day: number) => addDays(series.from, day);
    const quiet = [23, 44, 72, 93];
    const days = series.days.map((day, i) =>
      quiet.includes(i) ? day.map((value) => Math.round((value ?? 0) / 4)) : day,
    );
    const holidays = [...quiet, 114].map(place);
    const made = forecast({ ...series, days, holidays: new Set(holidays) }, 7);
    const total = (ahead: number) => (made?.points[ahead] ?? []).reduce((sum, { expected }) => sum + expected, 0);
    // 114 is two days ahead; the day after it is of the next weekday, with nearly as much.
    expect(total(2) / total(3)).toBeLessThan(0.6);
  });
});

describe('a day on which nothing came', () => {
  const silent = (days: readonly number[], series: Series) => ({
    ...series,
    days: series.days.map((day, i) => (days.includes(i) ? day.map(() => 0) : day)),
  });
  const many = played(3, { days: 42, level: 10, wander: 0 });

  it('is one on which nobody counted where something came on all its like', () => {
    expect(withoutSilence(silent([9, 24], many)).days.map(([first]) => first === null)).toEqual(
      many.days.map((_, i) => i === 9 || i === 24),
    );
  });

  it('counts where nothing comes on its like, where little does, and where it is a holiday', () => {
    const closed = silent([6, 13, 20, 27, 34, 41], many);
    expect(withoutSilence(closed)).toEqual(closed);
    const few = silent([9], played(4, { days: 42, level: 0.2, wander: 0 }));
    expect(withoutSilence(few)).toEqual(few);
    const holiday = { ...silent([9], many), holidays: new Set([addDays(many.from, 9)]) };
    expect(withoutSilence(holiday)).toEqual(holiday);
  });
});

describe('a day of the week', () => {
  it('follows from the date', () => {
    const monday = { from: '2026-01-05' };
    expect([0, 1, 7, -1].map((place) => weekdayAt(monday, place))).toEqual([4, 5, 4, 3]);
  });
});
