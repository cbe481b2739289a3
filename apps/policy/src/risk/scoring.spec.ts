import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAbove, levelOf, problemsOfRating, problemsOfResidual, rankOf, scoreOf } from './scoring.ts';

const step = fc.integer({ min: 1, max: 5 });
const ratings = fc.record({ likelihood: step, impact: step });

describe('the level of a rating', () => {
  it('is the one of the matrix, likelihood down and impact across', () => {
    const letters = [1, 2, 3, 4, 5].map((likelihood) =>
      [1, 2, 3, 4, 5].map((impact) => levelOf({ likelihood, impact })[0]).join(' '),
    );
    expect(letters).toEqual(['L L L L M', 'L L M M H', 'L M M H E', 'L M H E E', 'M H E E E']);
  });

  it('never falls when something becomes likelier or graver, and is the same either way round', () => {
    fc.assert(
      fc.property(ratings, ratings, (one, other) => {
        const more = {
          likelihood: Math.max(one.likelihood, other.likelihood),
          impact: Math.max(one.impact, other.impact),
        };
        expect(isAbove(levelOf(one), levelOf(more))).toBe(false);
        expect(scoreOf(more)).toBeGreaterThanOrEqual(scoreOf(one));
        expect(levelOf({ likelihood: one.impact, impact: one.likelihood })).toBe(levelOf(one));
        if (isAbove(levelOf(one), levelOf(other))) expect(scoreOf(one)).toBeGreaterThan(scoreOf(other));
      }),
    );
    expect((['LOW', 'MODERATE', 'HIGH', 'EXTREME'] as const).map(rankOf)).toEqual([0, 1, 2, 3]);
  });
});

describe('a rating', () => {
  it('is from 1 to 5 in both ways, and with controls in neither way above what it is without', () => {
    const paths = (problems: readonly { readonly path: string }[]) => problems.map(({ path }) => path);
    expect(paths(problemsOfRating('inherent', { likelihood: 0, impact: 6 }))).toEqual([
      'inherent.likelihood',
      'inherent.impact',
    ]);
    fc.assert(
      fc.property(ratings, ratings, (inherent, residual) => {
        const wrong = (['likelihood', 'impact'] as const).filter((scale) => residual[scale] > inherent[scale]);
        expect(paths(problemsOfResidual(inherent, residual))).toEqual(wrong.map((scale) => `residual.${scale}`));
      }),
    );
  });
});
