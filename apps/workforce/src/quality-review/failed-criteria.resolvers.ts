import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { criteriaById } from '../scorecard/scorecard.store.ts';
import { failedCriteriaOf } from './failed-criteria.ts';
import { pointsByClause } from './failed-criteria.store.ts';
import { reviewedPeriod } from './quality-review.resolvers.ts';
import { percentOf } from './rating.ts';

const shareOfFailed = ({ rated, failed }: { readonly rated: number; readonly failed: number }) =>
  rated === 0 ? null : percentOf({ part: failed, whole: rated });

/** How the SDL of what reviews found of a clause maps to functions. */
export const failedCriteriaResolvers: Resolvers = {
  Clause: {
    failedCriteria: async ({ id }, period, context) =>
      failedCriteriaOf((await context.load(pointsByClause, id, reviewedPeriod(period))) ?? []),
  },
  FailedCriteria: { share: shareOfFailed, criteria: ({ criteria }) => [...criteria] },
  FailedCriterion: {
    criterion: ({ criterionId }, _, context) =>
      present(context.load(criteriaById, criterionId, undefined), criterionId),
    share: (found) => percentOf({ part: found.failed, whole: found.rated }),
  },
};
