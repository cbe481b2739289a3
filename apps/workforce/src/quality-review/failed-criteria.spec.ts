import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { failedCriteriaOf } from './failed-criteria.ts';

const points = fc.record({
  criterionId: fc.constantFrom('crit_1', 'crit_2', 'crit_3'),
  scale: fc.constant('FIVE_POINT' as const),
  points: fc.integer({ min: 1, max: 5 }),
  reviews: fc.integer({ min: 1, max: 9 }),
});

describe('the criteria of a clause that reviews failed', () => {
  it('are counted rating by rating, below half is a failure, and the most often failed comes first', () => {
    fc.assert(
      fc.property(fc.array(points, { maxLength: 20 }), (given) => {
        const one = given.flatMap((each) => Array.from({ length: each.reviews }, () => each));
        const { rated, failed, criteria } = failedCriteriaOf(given);
        expect({ rated, failed }).toEqual({ rated: one.length, failed: one.filter((each) => each.points < 3).length });
        for (const each of criteria) {
          const own = one.filter(({ criterionId }) => criterionId === each.criterionId);
          expect(each).toMatchObject({ rated: own.length, failed: own.filter((r) => r.points < 3).length });
        }
        expect(criteria.reduce((sum, each) => sum + each.failed, 0)).toBe(failed);
        const counts = criteria.map((each) => each.failed);
        expect(counts).toEqual(counts.toSorted((a, b) => b - a));
        expect(counts).not.toContain(0);
      }),
    );
  });
});
