import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { criteriaFor } from '../scorecard/scorecard.resolvers.ts';
import { criteriaById, scorecardVersionsById } from '../scorecard/scorecard.store.ts';
import {
  acknowledgeReview,
  beginReview,
  disputeReview,
  publishReview,
  rateReview,
  resolveDispute,
} from './quality-review.commands.ts';
import type { NotYourReview, QualityReview } from './quality-review.ts';
import {
  disputesById,
  disputesOfReviews,
  publishedDuring,
  ratingSetsOfReviews,
  reviewsById,
  reviewsOfCases,
  reviewsOfInteractions,
  reviewsOfPeople,
} from './quality-review.store.ts';
import { meanOf, percentOf, scoreOf, shareOf, shownRatings, type ReviewScore } from './rating.ts';

const MAX_PERIOD_MS = 400 * 86_400_000;
const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);
const reviewOf = (id: string, context: Context) => present(context.load(reviewsById, id, undefined), id);

async function setOf(review: QualityReview, context: Context) {
  const sets = (await context.load(ratingSetsOfReviews, review.id, undefined)) ?? [];
  return sets.find(({ number }) => number === review.ratingsNumber) ?? null;
}

async function scored(review: QualityReview, context: Context): Promise<ReviewScore> {
  const criteria = await criteriaFor(review.scorecardVersionId, context);
  return scoreOf(criteria, (await setOf(review, context))?.ratings ?? []);
}

interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** The time within which reviews were published, as they are asked for. Throws {@link BadInput} when it is empty or longer than 400 days. */
export function reviewedPeriod({ from, to }: Period): { readonly from: string; readonly to: string } {
  const length = to.getTime() - from.getTime();
  if (length <= 0 || length > MAX_PERIOD_MS) throw new BadInput('"to" must lie after "from", at most 400 days');
  return { from: from.toISOString(), to: to.toISOString() };
}

async function qualityScore(personId: string, period: Period, context: Context) {
  const reviews = (await context.load(publishedDuring, personId, reviewedPeriod(period))) ?? [];
  const scores = await Promise.all(reviews.map((review) => scored(review, context)));
  const shares = scores.flatMap(({ share }) => share ?? []);
  const mean = meanOf(shares);
  const failedCritical = scores.filter((score) => score.failedCritical.length > 0).length;
  return { reviews: shares.length, mean: mean && percentOf(mean), failedCritical };
}

const whoDoes: Readonly<Record<NotYourReview['whose'], string>> = {
  REVIEWER: 'whoever reviews',
  REVIEWED: 'whoever was reviewed',
  ANOTHER: 'somebody who neither reviewed nor was reviewed',
};

/** How the SDL of reviews maps to functions. */
export const qualityReviewResolvers: Resolvers = {
  Query: { qualityReview: (_, { id }, context) => context.load(reviewsById, id, undefined) },
  Mutation: {
    beginReview: (_, { input }, context) => beginReview(context, input),
    rateReview: (_, { input }, context) => rateReview(context, input),
    publishReview: (_, { input }, context) => publishReview(context, input),
    acknowledgeReview: (_, { input }, context) => acknowledgeReview(context, input),
    disputeReview: (_, { input }, context) => disputeReview(context, input),
    resolveDispute: (_, { input }, context) => resolveDispute(context, input),
  },
  Person: {
    reviews: ({ id }, args, context) => present(context.load(reviewsOfPeople, id, args), id),
    qualityScore: ({ id }, period, context) => qualityScore(id, period, context),
  },
  Interaction: { reviews: ({ id }, args, context) => context.load(reviewsOfInteractions, id, args) },
  Case: { reviews: ({ id }, args, context) => context.load(reviewsOfCases, id, args) },
  QualityReview: {
    __resolveReference: ({ id }, context) => context.load(reviewsById, id, undefined),
    scorecardVersion: ({ scorecardVersionId: id }, _, context) =>
      present(context.load(scorecardVersionsById, id, undefined), id),
    interaction: ({ interactionId }) => (interactionId ? { id: interactionId } : null),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
    person: ({ personId }, _, context) => personOf(personId, context),
    reviewer: ({ reviewerId }, _, context) => personOf(reviewerId, context),
    score: async (review, _, context) => {
      const { share } = await scored(review, context);
      return share && percentOf(share);
    },
    failedCritical: async (review, _, context) => [...(await scored(review, context)).failedCritical],
    ratings: async (review, _, context) =>
      shownRatings(
        await criteriaFor(review.scorecardVersionId, context),
        (await setOf(review, context))?.ratings ?? [],
      ),
    history: async ({ id, scorecardVersionId }, _, context) => {
      const sets = (await context.load(ratingSetsOfReviews, id, undefined)) ?? [];
      const criteria = await criteriaFor(scorecardVersionId, context);
      return sets.map((set) => {
        const { share } = scoreOf(criteria, set.ratings);
        return { ...set, ratings: shownRatings(criteria, set.ratings), score: share && percentOf(share) };
      });
    },
    dispute: ({ id }, _, context) => context.load(disputesOfReviews, id, undefined),
  },
  RatingSet: { by: ({ byId }, _, context) => personOf(byId, context) },
  CriterionRating: {
    share: ({ criterion, points }) => (points === null ? null : percentOf(shareOf(criterion, points))),
    effectiveWeight: ({ criterion, points, weights }) =>
      points === null ? '0' : percentOf({ part: criterion.weight, whole: weights }),
    rootCauses: ({ criterion, rootCauses }) => criterion.rootCauses.filter(({ key }) => rootCauses.includes(key)),
  },
  ReviewDispute: {
    __resolveReference: ({ id }, context) => context.load(disputesById, id, undefined),
    review: ({ reviewId }, _, context) => reviewOf(reviewId, context),
    criteria: ({ criterionIds }, _, context) =>
      Promise.all(criterionIds.map((id) => present(context.load(criteriaById, id, undefined), id))),
    resolvedBy: ({ resolvedById }, _, context) => (resolvedById ? personOf(resolvedById, context) : null),
  },
  ReviewedAlready: { message: () => 'This was reviewed by this scorecard already.' },
  ReviewerIsReviewed: { message: () => 'Nobody reviews themselves; somebody else is to.' },
  ReviewIsElsewhere: { message: ({ review }) => `This review stands at ${review.status}.` },
  NotYourReview: { message: ({ whose }) => `This is for ${whoDoes[whose]} to do.` },
  RatingsMissing: {
    message: ({ missing }) => `Rate ${missing.map(({ name }) => name).join(', ')} first.`,
    missing: ({ missing }) => [...missing],
  },
};
