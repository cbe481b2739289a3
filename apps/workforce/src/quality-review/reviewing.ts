import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type {
  BeginReviewInput,
  CriterionRatingInput,
  DisputeReviewInput,
  ResolveDisputeInput,
} from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import type { Criterion, ScorecardVersion } from '../scorecard/scorecard.ts';
import type {
  DisputeResolved,
  NotYourReview,
  QualityReview,
  KeptRatingSet,
  RatingsMissing,
  ReviewAcknowledged,
  ReviewDispute,
  ReviewDisputed,
  ReviewIsElsewhere,
  ReviewPublished,
  ReviewRated,
} from './quality-review.ts';
import { MAX_COMMENT, missingOf, ratingsFrom } from './rating.ts';

/** Who does something, and when. */
export interface ReviewingHand {
  /** Null for a caller who is no person of the organisation. */
  readonly personId: string | null;
  readonly at: Date;
}

/** A review as it begins, by the version that its scorecard has now. */
export const newReview = (
  id: string,
  { interactionId, caseId, personId }: BeginReviewInput,
  version: ScorecardVersion,
  by: ReviewingHand & { readonly personId: string },
): QualityReview => ({
  ...{ id, scorecardId: version.scorecardId, scorecardVersionId: version.id },
  ...{ interactionId: interactionId ?? null, caseId: caseId ?? null, personId, reviewerId: by.personId },
  ...{ status: 'DRAFT', ratingsNumber: 0, begunAt: by.at, publishedAt: null, acknowledgedAt: null, version: 1 },
});

const elsewhere = (review: QualityReview): ReviewIsElsewhere => ({ type: 'ReviewIsElsewhere', review });
const notYours = (review: QualityReview, whose: NotYourReview['whose']): NotYourReview => ({
  ...{ type: 'NotYourReview', review, whose },
});
const further = (current: QualityReview, changes: Partial<QualityReview>): QualityReview => ({
  ...current,
  ...changes,
  version: current.version + 1,
});

/** A review with the ratings that it has now. */
export interface Rated {
  readonly review: QualityReview;
  readonly set: KeptRatingSet;
}

interface Said {
  readonly id: string;
  readonly criteria: readonly Criterion[];
  readonly ratings: readonly CriterionRatingInput[];
  readonly comment: string;
}

/** The review with its next set of ratings; earlier ones stay on record. */
function withRatings(
  current: QualityReview,
  { id, criteria, ratings, comment }: Said,
  by: ReviewingHand,
): (Rated & { readonly type: 'Rated' }) | InvalidInput {
  const read = ratingsFrom(criteria, ratings);
  if (read.type === 'InvalidInput') return read;
  const problems = problemsOfText('comment', comment, MAX_COMMENT);
  if (problems.length > 0) return invalidInput(problems);
  const number = current.ratingsNumber + 1;
  const given = { reviewId: current.id, number, ratings: read.ratings, comment, byId: by.personId ?? '' };
  return {
    type: 'Rated',
    review: further(current, { ratingsNumber: number }),
    set: { id, ...given, givenAt: by.at },
  };
}

/** Rates a draft, again as often as is wanted. */
export function rate(
  current: QualityReview,
  said: Said,
  by: ReviewingHand,
): (ReviewRated & Rated) | NotYourReview | ReviewIsElsewhere | InvalidInput {
  if (by.personId !== current.reviewerId) return notYours(current, 'REVIEWER');
  if (current.status !== 'DRAFT') return elsewhere(current);
  const rated = withRatings(current, said, by);
  return rated.type === 'InvalidInput' ? rated : { ...rated, type: 'ReviewRated' };
}

/** Publishes a draft that is whole. */
export function publish(
  current: QualityReview,
  { criteria, set }: { readonly criteria: readonly Criterion[]; readonly set: KeptRatingSet | null },
  by: ReviewingHand,
): ReviewPublished | RatingsMissing | NotYourReview | ReviewIsElsewhere {
  if (by.personId !== current.reviewerId) return notYours(current, 'REVIEWER');
  if (current.status !== 'DRAFT') return elsewhere(current);
  const missing = missingOf(criteria, set?.ratings ?? []);
  if (missing.length > 0) return { type: 'RatingsMissing', review: current, missing };
  return { type: 'ReviewPublished', review: further(current, { status: 'PUBLISHED', publishedAt: by.at }) };
}

/** Takes note of a review of oneself. */
export function acknowledge(
  current: QualityReview,
  by: ReviewingHand,
): ReviewAcknowledged | NotYourReview | ReviewIsElsewhere {
  if (by.personId !== current.personId) return notYours(current, 'REVIEWED');
  if (current.status !== 'PUBLISHED') return elsewhere(current);
  const changes = { status: 'ACKNOWLEDGED', acknowledgedAt: by.at } as const;
  return { type: 'ReviewAcknowledged', review: further(current, changes) };
}

/** Disputes a review of oneself, once. */
export function dispute(
  current: QualityReview,
  {
    id,
    given,
    criteria,
  }: { readonly id: string; readonly given: DisputeReviewInput; readonly criteria: readonly Criterion[] },
  by: ReviewingHand,
): (ReviewDisputed & { readonly dispute: ReviewDispute }) | NotYourReview | ReviewIsElsewhere | InvalidInput {
  if (by.personId !== current.personId) return notYours(current, 'REVIEWED');
  if (current.status !== 'PUBLISHED' && current.status !== 'ACKNOWLEDGED') return elsewhere(current);
  const keys = given.criterionKeys ?? [];
  const named = keys.map((key) => criteria.find((each) => each.key === key));
  const problems = [
    ...problemsOfText('reason', given.reason, MAX_COMMENT),
    ...named.flatMap((each, i) =>
      each ? [] : [{ path: `criterionKeys[${i}]`, message: `"${keys[i]}" is no criterion of this version` }],
    ),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const criterionIds = [...new Set(named.flatMap((each) => each?.id ?? []))];
  const raised: ReviewDispute = {
    ...{ id, reviewId: current.id, reason: given.reason, criterionIds, raisedAt: by.at },
    ...{ outcome: null, outcomeReason: null, resolvedById: null, resolvedAt: null },
  };
  return { type: 'ReviewDisputed', review: further(current, { status: 'DISPUTED' }), dispute: raised };
}

/** Decides on a dispute: the review stands, or has other ratings. Neither who was reviewed nor who reviewed decides. */
export function resolve(
  current: QualityReview,
  {
    id,
    given,
    criteria,
  }: { readonly id: string; readonly given: ResolveDisputeInput; readonly criteria: readonly Criterion[] },
  by: ReviewingHand,
):
  | (DisputeResolved & { readonly set: KeptRatingSet | null })
  | RatingsMissing
  | NotYourReview
  | ReviewIsElsewhere
  | InvalidInput {
  const isParty = by.personId === null || by.personId === current.personId || by.personId === current.reviewerId;
  if (isParty) return notYours(current, 'ANOTHER');
  if (current.status !== 'DISPUTED') return elsewhere(current);
  const problems = problemsOfText('reason', given.reason, MAX_COMMENT);
  if (given.outcome === 'UPHELD' && given.ratings)
    problems.push({ path: 'ratings', message: 'are given, but the review stands' });
  if (problems.length > 0) return invalidInput(problems);
  if (given.outcome === 'UPHELD')
    return { type: 'DisputeResolved', review: further(current, { status: 'UPHELD' }), set: null };
  const said = { id, criteria, ratings: given.ratings ?? [], comment: given.reason };
  const rated = withRatings(current, said, by);
  if (rated.type === 'InvalidInput') return rated;
  const missing = missingOf(criteria, rated.set.ratings);
  if (missing.length > 0) return { type: 'RatingsMissing', review: current, missing };
  return { type: 'DisputeResolved', review: { ...rated.review, status: 'CHANGED' }, set: rated.set };
}
