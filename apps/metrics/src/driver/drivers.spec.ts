import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearest, plus, sumOf, ZERO } from '../statistics/fraction.ts';
import { drivenBy, inSum, ofMean, ofParts } from './drivers.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const parts = fc.uniqueArray(
  fc.tuple(key, fc.nat({ max: 2_000_000_000 }), fc.double({ min: 0, max: 1, noNaN: true })),
  { selector: ([of]) => of, minLength: 1, maxLength: 5 },
);
const shares = parts.map((each) =>
  each.map(([of, below, part]) => ofParts(of, of, { above: Math.floor(below * part), below })),
);
const means = parts.map((each) => each.map(([of, count, mean]) => ofMean(of, of, { mean: mean * 1e4, count })));
const counts = parts.map((each) => each.map(([of, count]) => inSum(of, of, count)));

describe('the drivers of a change', () => {
  it('add up to it exactly: sums, shares and means, with members that come and go', () => {
    for (const [composition, figures] of [
      ['SUM', counts],
      ['RATIO', shares],
      ['RATIO', means],
    ] as const) {
      fc.assert(
        fc.property(figures, figures, (before, now) => {
          const driven = drivenBy(composition, before, now);
          if (!driven) return;
          expect(driven.remainder).toEqual(ZERO);
          expect(sumOf(driven.drivers.map(({ contribution }) => contribution))).toEqual(driven.change);
          for (const { contribution, mixEffect, rateEffect } of driven.drivers)
            expect(plus(mixEffect, rateEffect)).toEqual(contribution);
          expect(nearest(driven.change)).toBeCloseTo(driven.now - driven.before, 6);
        }),
        { numRuns: 200 },
      );
    }
  });

  it('tell apart a mix that moved from rates that did', () => {
    const before = [
      ofParts('good', 'Good', { above: 90, below: 100 }),
      ofParts('bad', 'Bad', { above: 50, below: 100 }),
    ];
    const mixed = drivenBy('RATIO', before, [
      ofParts('good', 'Good', { above: 45, below: 50 }),
      ofParts('bad', 'Bad', { above: 75, below: 150 }),
    ]);
    expect(mixed?.drivers.map(({ rateEffect }) => nearest(rateEffect))).toEqual([0, 0]);
    expect(nearest(mixed!.change)).toBeCloseTo(-0.1, 12);
    const worse = drivenBy('RATIO', before, [before[0]!, ofParts('bad', 'Bad', { above: 30, below: 100 })]);
    expect(
      worse?.drivers.map(({ key: of, mixEffect, rateEffect }) => [of, nearest(mixEffect), nearest(rateEffect)]),
    ).toEqual([
      ['bad', 0, -0.1],
      ['good', 0, 0],
    ]);
  });

  it('are those that moved most first, and none where there was nothing below the line', () => {
    const driven = drivenBy('SUM', [inSum('a', 'A', 5)], [inSum('a', 'A', 4), inSum('b', 'B', 7)]);
    expect(driven?.drivers.map(({ key: of, before, now }) => [of, before, now])).toEqual([
      ['b', null, 7],
      ['a', 5, 4],
    ]);
    expect(drivenBy('RATIO', [ofParts('a', 'A', { above: 0, below: 0 })], [])).toBeNull();
  });
});
