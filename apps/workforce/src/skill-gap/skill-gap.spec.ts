import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { difference, wilson } from './interval.ts';
import { isGap, signalsOf, type GapSubject, type Observation, type SkillGap } from './skill-gap.ts';

describe("Wilson's interval", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is %d to %d (Newcombe 1998, Table I, method 3)', (failed, of, low, high) => {
    const found = wilson(failed, of)!;
    expect([found.low, found.high].map((each) => each.toFixed(4))).toEqual([low, high].map((each) => each.toFixed(4)));
  });

  it('of two shares that differ, 56 of 70 and 48 of 80, leaves 0.0524 to 0.3339 between them (Newcombe 1998, Table II, method 10)', () => {
    const found = difference(wilson(48, 80)!, wilson(56, 70)!);
    expect([found.share, found.low, found.high].map((each) => each.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339']);
  });

  it('holds the share, stays between 0 and 1, and is narrower the more is seen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (of, seed) => {
        const failed = seed % (of + 1);
        const [few, many] = [wilson(failed, of)!, wilson(failed * 4, of * 4)!];
        expect(few.low).toBeGreaterThanOrEqual(0);
        expect(few.high).toBeLessThanOrEqual(1);
        expect(few.low).toBeLessThanOrEqual(few.share + 1e-12);
        expect(few.high).toBeGreaterThanOrEqual(few.share - 1e-12);
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
    expect(wilson(0, 0)).toBeNull();
  });
});

describe('A gap', () => {
  it('is four failures of six, and neither one of one nor two of two nor three of twenty', () => {
    const gaps = [
      [4, 6],
      [1, 1],
      [2, 2],
      [3, 20],
      [3, 3],
    ].map(([failed = 0, of = 0]) => isGap('REVIEWS', failed, of));
    expect(gaps).toEqual([true, false, false, false, true]);
    expect(isGap('REOPENED_CASES', 6, 20)).toBe(true);
  });

  it('once found does not go away by one more failure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (of, seed) => {
        const failed = seed % (of + 1);
        if (isGap('REVIEWS', failed, of)) expect(isGap('REVIEWS', failed + 1, of + 1)).toBe(true);
      }),
    );
  });

  it('that was mended rests on nothing that was before', () => {
    const subject = { source: 'REVIEWS', scorecardId: 'scor_1', criterionKey: 'tone' } as GapSubject;
    const seen = [1, 2, 3].map((day): Observation => {
      return { subject, kind: 'REVIEW', id: `qrev_${day}`, at: new Date(Date.UTC(2026, 2, day)), isFailed: day !== 2 };
    });
    const mended = { ...subject, mendedAt: new Date(Date.UTC(2026, 2, 1, 12)) } as SkillGap;
    expect(signalsOf(seen, []).get('scor_1/tone')).toMatchObject({
      of: 3,
      failed: [{ id: 'qrev_1' }, { id: 'qrev_3' }],
    });
    expect(signalsOf(seen, [mended]).get('scor_1/tone')).toMatchObject({ of: 2, failed: [{ id: 'qrev_3' }] });
  });
});
