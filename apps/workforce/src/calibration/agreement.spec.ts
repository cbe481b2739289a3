import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cohensKappa, fleissKappa, interval, krippendorffAlpha, nominal, ordinal } from './agreement.ts';

describe("Cohen's kappa", () => {
  it('of two readers of fifty grant proposals, 20 and 15 alike, 5 and 10 not, is 0.4 (Wikipedia, Cohen’s kappa, simple example)', () => {
    const counts = [
      [20, 5],
      [10, 15],
    ];
    expect(cohensKappa(counts)).toBeCloseTo(0.4, 12);
  });

  it('of Cohen’s two judges of 200 is 0.49, and weighted by his disagreements 0.35 (Cohen 1968; R, psych::cohen.kappa)', () => {
    const counts = [
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ];
    const weights = [
      [0, 1, 3],
      [1, 0, 6],
      [3, 6, 0],
    ];
    expect(cohensKappa(counts)).toBeCloseTo(0.49, 2);
    expect(cohensKappa(counts, (i, j) => weights[i]?.[j] ?? 0)).toBeCloseTo(0.35, 2);
  });
});

describe("Fleiss' kappa", () => {
  it('of fourteen people who sort ten things into five is 0.210 (Wikipedia, Fleiss’ kappa, worked example)', () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(fleissKappa(counts)).toBeCloseTo(0.21, 3);
  });
});

/** Four observers and twelve units, of which not everybody saw every one: Krippendorff (2011), section C. A 0 is a rating that is missing. */
const observers = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
  [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
];
const units = Array.from({ length: 12 }, (_, i) => observers.flatMap((ratings) => ratings[i] || []));

describe("Krippendorff's alpha", () => {
  it('of his four observers is 0.743 by name, 0.815 by order and 0.849 by distance', () => {
    expect(krippendorffAlpha(units, nominal)).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha(units, ordinal(units))).toBeCloseTo(0.815, 3);
    expect(krippendorffAlpha(units, interval)).toBeCloseTo(0.849, 3);
  });

  it('is 1 where all agree, none where all ratings are the same, and does not depend on the order of ratings', () => {
    expect(krippendorffAlpha([[1, 1], [2, 2, 2], [3]], nominal)).toBe(1);
    expect(krippendorffAlpha([[2, 2], [2]], interval)).toBeNull();
    expect(krippendorffAlpha([[1], []], nominal)).toBeNull();
    const unit = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 2, maxLength: 10 }), (given) => {
        const turned = given.map((each) => [...each].reverse()).reverse();
        for (const by of [nominal, interval, ordinal(given)]) {
          const alpha = krippendorffAlpha(given, by);
          if (alpha === null) return;
          expect(alpha).toBeLessThanOrEqual(1 + 1e-12);
          expect(krippendorffAlpha(turned, by)).toBeCloseTo(alpha, 9);
        }
      }),
    );
  });
});
