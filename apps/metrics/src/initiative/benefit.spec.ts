import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { studentAbove } from '../statistics/distribution.ts';
import { effectOf, type Week } from './benefit.ts';

const controlled = { isControlled: true, addsUp: false };
const weeks = (treated: readonly number[], control: readonly number[]): Week[] =>
  treated.map((value, i) => ({ treated: value, control: control[i] ?? null }));

describe('the quantile of Student', () => {
  it('is that of the tables', () => {
    const table = [
      [1, 12.7062],
      [2, 4.3027],
      [3, 3.1824],
      [4, 2.7764],
      [5, 2.5706],
      [8, 2.306],
      [10, 2.2281],
      [20, 2.086],
      [30, 2.0423],
      [120, 1.9799],
    ];
    for (const [freedom = 0, quantile = 0] of table)
      expect(Math.abs(studentAbove(0.025, freedom) / quantile - 1)).toBeLessThan(0.001);
  });
});

describe('the effect of an initiative', () => {
  it('is how much more the figure changed than where nothing was changed', () => {
    // By hand: before 10 less 8, after 5 less 7: minus 2 less plus 2.
    const effect = effectOf(weeks([9, 11], [7, 9]), weeks([4, 6], [6, 8]), controlled);
    expect(effect).toMatchObject({ weeks: 2, change: -4, low: -4, high: -4 });
  });

  it('has the interval of Welch over weeks', () => {
    // By hand: before 1, 3, 5 (mean 3, variance 4), after 10, 14 (mean 12, variance 8): 9, standard error 2.3094, 1.6 degrees of freedom.
    const effect = effectOf(weeks([1, 3, 5], []), weeks([10, 14], []), { isControlled: false, addsUp: true });
    expect(effect.change).toBe(9);
    expect((effect.high ?? 0) - 9).toBeCloseTo(9 - (effect.low ?? 0), 9);
    expect((effect.high ?? 0) - 9).toBeGreaterThan(2.3094 * 4);
  });

  it('is nought, whatever the season does to everybody, and whatever the sizes of numbers that add up', () => {
    const season = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(season, fc.integer({ min: 1, max: 9 }), fc.boolean(), (values, times, addsUp) => {
        const all = weeks(addsUp ? values.map((value) => value * times) : values.map((value) => value + times), values);
        const half = Math.floor(all.length / 2);
        const { change } = effectOf(all.slice(0, half), all.slice(half), { isControlled: true, addsUp });
        expect(change).toBeCloseTo(0, 6);
      }),
    );
  });

  it('is not known while a side was not measured, and has no interval of a single week', () => {
    expect(effectOf([], weeks([1], [1]), controlled)).toMatchObject({ change: null, weeks: 1 });
    expect(effectOf(weeks([1, 2], [1, 2]), weeks([1], [1]), controlled)).toMatchObject({ change: 0, low: null });
    expect(effectOf(weeks([1, 2], []), weeks([1, 1], []), controlled)).toMatchObject({ change: null, weeks: 0 });
  });
});
