import { describe, expect, it } from '@jest/globals';
import { differenceOf, raisedForMany, type Stratum } from './stratified-test.ts';

const stratum = (ours: number, oursAbove: number, others: number, othersAbove: number): Stratum => ({
  ...{ ours, oursAbove, others, othersAbove },
});

describe('a test of two groups by strata', () => {
  it('is that of Fisher where there is one stratum', () => {
    // The lady who tasted tea: three of four cups told right each way, two-sided 34/70.
    expect(differenceOf([stratum(4, 3, 4, 1)])?.chance).toBeCloseTo(34 / 70, 10);
    expect(differenceOf([stratum(4, 4, 4, 0)])?.chance).toBeCloseTo(2 / 70, 10);
  });

  it('does not take a mix of strata for a difference', () => {
    const [easy, hard] = [stratum(80, 72, 20, 18), stratum(20, 4, 80, 16)];
    expect(differenceOf([easy, hard])).toEqual({ difference: expect.closeTo(0, 12), chance: expect.closeTo(1, 1) });
    expect(differenceOf([stratum(100, 76, 100, 34)])?.chance).toBeLessThan(1e-6);
  });

  it('comes to much the same counted out and by the normal curve', () => {
    const small = differenceOf([stratum(700, 380, 700, 350)])!;
    const large = differenceOf([stratum(70_000, 35_400, 70_000, 35_000)])!;
    expect(small.chance).toBeCloseTo(0.121, 2);
    expect(large.chance).toBeCloseTo(0.0327, 3);
  });

  it('has nothing to say where no stratum has both groups', () => {
    expect(differenceOf([stratum(10, 5, 0, 0), stratum(0, 0, 10, 2)])).toBeNull();
  });

  it('asks for more where more is tested', () => {
    expect(raisedForMany([0.04, 0.01, 0.5])).toEqual([0.08, 0.03, 0.5]);
  });
});
