import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST_COUNTED, ROUNDED_TO, statedRates } from './site-cost.ts';

const cost = (people: number, minor: number) => ({ from: '2026-01-01', currency: 'GBP', people, minor });

describe('what an hour costs at a site', () => {
  it('is told of five people or more, rounded to whole fifties, and of fewer not at all', () => {
    expect(statedRates([cost(5, 7_240)])).toEqual([{ from: '2026-01-01', currency: 'GBP', hourMinor: 1_450 }]);
    expect(statedRates([cost(4, 5_000)])).toEqual([]);
    expect(statedRates([cost(5, 7_240), cost(4, 5_000)]).at(1)).toMatchObject({ hourMinor: null });
  });

  it('is never further from the average than half of what it is rounded to', () => {
    fc.assert(
      fc.property(fc.integer({ min: FEWEST_COUNTED, max: 500 }), fc.nat({ max: 10_000_000 }), (people, minor) => {
        const [rate] = statedRates([cost(people, minor)]);
        expect((rate?.hourMinor ?? 1) % ROUNDED_TO).toBe(0);
        expect(Math.abs((rate?.hourMinor ?? 0) - minor / people)).toBeLessThanOrEqual(ROUNDED_TO / 2);
      }),
    );
  });
});
