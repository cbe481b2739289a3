import type { Criterion } from '../scorecard/scorecard.ts';
import { isFailed } from './rating.ts';

/** How often one criterion was rated with so many points. */
export interface PointsGiven extends Pick<Criterion, 'scale'> {
  readonly criterionId: string;
  readonly points: number;
  readonly reviews: number;
}

/** How often something was rated, and how often it failed. */
interface Failures {
  readonly rated: number;
  readonly failed: number;
}

/** A criterion that reviews failed. */
export interface FailedCriterion extends Failures {
  readonly criterionId: string;
}

/** What reviews found of the criteria that look at one clause. */
export interface FailedCriteria extends Failures {
  /** Those that failed, most often first. */
  readonly criteria: readonly FailedCriterion[];
}

const sumOf = (counts: readonly Failures[]): Failures => ({
  rated: counts.reduce((sum, { rated }) => sum + rated, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
});

/** What ratings of criteria come to together. */
export function failedCriteriaOf(given: readonly PointsGiven[]): FailedCriteria {
  const byCriterion = Map.groupBy(given, ({ criterionId }) => criterionId);
  const each = [...byCriterion].map(([criterionId, ratings]) => ({
    criterionId,
    ...sumOf(
      ratings.map((rating) => ({
        rated: rating.reviews,
        failed: isFailed(rating, rating.points) ? rating.reviews : 0,
      })),
    ),
  }));
  const criteria = each
    .filter(({ failed }) => failed > 0)
    .sort((a, b) => b.failed - a.failed || (a.criterionId < b.criterionId ? -1 : 1));
  return { ...sumOf(each), criteria };
}
