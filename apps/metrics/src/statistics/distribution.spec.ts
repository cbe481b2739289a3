import { describe, expect, it } from '@jest/globals';
import { lnGamma, normalBelow, studentAbove, studentBelow } from './distribution.ts';

describe('distributions', () => {
  it('are those of the tables', () => {
    expect(Math.exp(lnGamma(11))).toBeCloseTo(3_628_800, 4);
    expect(Math.exp(lnGamma(0.5)) ** 2).toBeCloseTo(Math.PI, 12);
    expect(normalBelow(1.959963984540054)).toBeCloseTo(0.975, 7);
    expect(normalBelow(-3)).toBeCloseTo(0.001349898, 7);
    expect(studentBelow(2.228138852, 10)).toBeCloseTo(0.975, 8);
    // Student's t at 0.975 with 4, 9 and 29 degrees of freedom, as printed in every table.
    expect([4, 9, 29].map((freedom) => studentAbove(0.025, freedom).toFixed(3))).toEqual(['2.776', '2.262', '2.045']);
  });
});
