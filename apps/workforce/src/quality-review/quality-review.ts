import type { DisputeOutcome, QualityReviewStatus } from '@courtesy/graph-types/workforce';
import type { Criterion } from '../scorecard/scorecard.ts';
import type { CriterionRating, KeptRating } from './rating.ts';

/** How somebody did in a contact or a case, by a version of a scorecard. */
export interface QualityReview {
  readonly id: string;
  readonly scorecardId: string;
  readonly scorecardVersionId: string;
  /** The contact; null when it is a whole case. */
  readonly interactionId: string | null;
  /** The case; null when it is one contact. */
  readonly caseId: string | null;
  readonly personId: string;
  readonly reviewerId: string;
  readonly status: QualityReviewStatus;
  /** The number of the set of ratings that counts; 0 while there is none. */
  readonly ratingsNumber: number;
  readonly begunAt: Date;
  readonly publishedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly version: number;
}

/** All ratings of a review as somebody gave them at once; never changed. */
export interface KeptRatingSet {
  readonly id: string;
  readonly reviewId: string;
  /** 1 for the first. */
  readonly number: number;
  readonly ratings: readonly KeptRating[];
  readonly comment: string;
  readonly byId: string;
  readonly givenAt: Date;
}

/** The same with what is to be known of each rating, and what they come to in percent. */
export interface RatingSet extends Omit<KeptRatingSet, 'ratings'> {
  readonly ratings: CriterionRating[];
  readonly score: string | null;
}

/** That whoever was reviewed does not agree. */
export interface ReviewDispute {
  readonly id: string;
  readonly reviewId: string;
  readonly reason: string;
  /** About which criteria; empty: about all. */
  readonly criterionIds: readonly string[];
  readonly raisedAt: Date;
  readonly outcome: DisputeOutcome | null;
  readonly outcomeReason: string | null;
  readonly resolvedById: string | null;
  readonly resolvedAt: Date | null;
}

/** What came of something done with a review. */
export interface ReviewOutcome<T extends string> {
  readonly type: T;
  readonly review: QualityReview;
}

/** It was begun. */
export type ReviewBegun = ReviewOutcome<'ReviewBegun'>;
/** The same contact of the same person was reviewed by this scorecard already. */
export type ReviewedAlready = ReviewOutcome<'ReviewedAlready'>;
/** It has ratings. */
export type ReviewRated = ReviewOutcome<'ReviewRated'>;
/** Whoever was reviewed can read it. */
export type ReviewPublished = ReviewOutcome<'ReviewPublished'>;
/** They have taken note. */
export type ReviewAcknowledged = ReviewOutcome<'ReviewAcknowledged'>;
/** They do not agree. */
export type ReviewDisputed = ReviewOutcome<'ReviewDisputed'>;
/** Somebody else decided. */
export type DisputeResolved = ReviewOutcome<'DisputeResolved'>;
/** It stands where this cannot be done with it. */
export type ReviewIsElsewhere = ReviewOutcome<'ReviewIsElsewhere'>;
/** Somebody else is to do this. */
export interface NotYourReview extends ReviewOutcome<'NotYourReview'> {
  readonly whose: 'REVIEWER' | 'REVIEWED' | 'ANOTHER';
}
/** Criteria have no rating. */
export interface RatingsMissing extends ReviewOutcome<'RatingsMissing'> {
  readonly missing: readonly Criterion[];
}
/** Nobody reviews themselves. */
export interface ReviewerIsReviewed {
  readonly type: 'ReviewerIsReviewed';
  readonly personId: string;
}
