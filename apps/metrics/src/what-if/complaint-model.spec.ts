import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  complaintModelOf,
  complaintsExpected,
  FEWEST_WEEKS,
  isBeyond,
  type ComplaintModel,
} from './complaint-model.ts';

const weeks = (
  count: number,
  complaintsOf: (late: number, i: number) => number,
  lateOf = (i: number) => (i % 5) / 10,
) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ contacts: 1_000, serviceLevel: 1 - lateOf(i), complaints: complaintsOf(lateOf(i), i) },
  }));
const fitted = (...args: Parameters<typeof weeks>): ComplaintModel => {
  const model = complaintModelOf(weeks(...args));
  if (!model) throw new Error('There is no model');
  return model;
};

describe('how complaints followed contacts', () => {
  it('is found again where they follow them and service exactly', () => {
    const share = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const model = fitted(30, (late) => a + b * 10 * late);
        expect(model.slope).toBeCloseTo(b / 100, 9);
        expect(model.intercept).toBeCloseTo(a / 1_000, 9);
        const expected = complaintsExpected(model, { volume: 120, serviceLevel: 0.8 });
        expect(expected).toBeCloseTo(120 * (a / 1_000 + (b / 100) * 0.2), 6);
      }),
    );
  });

  it('is what a textbook works out of weeks that count by their contacts', () => {
    const some = [
      ...weeks(26, (late, i) => 20 + 100 * late + (i % 2 === 0 ? 3 : -3)),
      { contacts: 10, serviceLevel: 0.2, complaints: 9 },
    ];
    // Weighted least squares by the normal equations.
    const s = { w: 0, x: 0, y: 0, xx: 0, xy: 0 };
    for (const { contacts: w, serviceLevel, complaints } of some) {
      const [x, y] = [1 - serviceLevel, complaints / w];
      Object.assign(s, { w: s.w + w, x: s.x + w * x, y: s.y + w * y, xx: s.xx + w * x * x, xy: s.xy + w * x * y });
    }
    const slope = (s.w * s.xy - s.x * s.y) / (s.w * s.xx - s.x ** 2);
    const model = complaintModelOf(some);
    expect(model?.slope).toBeCloseTo(slope, 12);
    expect(model?.intercept).toBeCloseTo((s.y - slope * s.x) / s.w, 12);
  });

  it('is nothing of fewer weeks with contacts than half a year', () => {
    expect(complaintModelOf(weeks(FEWEST_WEEKS - 1, () => 10))).toBeNull();
    const empty = { contacts: 0, serviceLevel: 1, complaints: 3 };
    expect(complaintModelOf([...weeks(FEWEST_WEEKS - 1, () => 10), empty])).toBeNull();
    expect(complaintModelOf(weeks(FEWEST_WEEKS, () => 10))).not.toBeNull();
  });

  it('is contacts alone where service hardly differed, or complaints did not go with it', () => {
    const steady = fitted(
      30,
      (_, i) => i,
      (i) => (i % 2) / 100,
    );
    expect(steady).toMatchObject({ slope: null, slopeError: null, intercept: steady.rate });
    const noise = fitted(40, (_, i) => (i % 10 < 5 ? 10 : 30));
    expect(noise).toMatchObject({ slope: null, rate: 0.02 });
    expect(complaintsExpected(noise, { volume: 50, serviceLevel: null })).toBe(1);
  });

  it('never expects less than none, and says where service lies beyond what there was', () => {
    const better = fitted(30, (late) => 100 - 200 * late);
    expect(complaintsExpected(better, { volume: 100, serviceLevel: 0.1 })).toBe(0);
    expect([0.95, 0.6, 0.5].map((level) => isBeyond(better, level))).toEqual([false, false, true]);
    expect(complaintsExpected(better, { volume: 100, serviceLevel: null })).toBeNull();
  });
});
