import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { QualityReview, KeptRatingSet, ReviewDispute } from './quality-review.ts';

/** Where reviews are kept. */
export const qualityReviewTable = new EntitySchema<QualityReview>({
  name: 'QualityReview',
  tableName: 'quality_reviews',
  columns: {
    id: column.id(),
    scorecardId: column.reference('scorecard_id'),
    scorecardVersionId: column.reference('scorecard_version_id'),
    interactionId: column.nullable(column.reference('interaction_id')),
    caseId: column.nullable(column.reference('case_id')),
    personId: column.reference('person_id'),
    reviewerId: column.reference('reviewer_id'),
    status: column.text(),
    ratingsNumber: column.integer('ratings_number'),
    begunAt: column.instant('begun_at'),
    publishedAt: column.nullable(column.instant('published_at')),
    acknowledgedAt: column.nullable(column.instant('acknowledged_at')),
    version: column.version(),
  } satisfies Record<keyof QualityReview, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'quality_reviews_version_fkey',
      target: 'ScorecardVersion',
      columnNames: ['scorecardVersionId'],
      referencedColumnNames: ['id'],
    },
    { name: 'quality_reviews_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    {
      name: 'quality_reviews_reviewer_fkey',
      target: 'Person',
      columnNames: ['reviewerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'quality_reviews_person', columns: ['personId', 'begunAt', 'id'] },
    { name: 'quality_reviews_published', columns: ['scorecardVersionId', 'publishedAt', 'id'] },
    {
      name: 'quality_reviews_interaction',
      columns: ['interactionId', 'personId', 'scorecardId'],
      unique: true,
      where: `(interaction_id IS NOT NULL)`,
    },
    {
      name: 'quality_reviews_case',
      columns: ['caseId', 'personId', 'scorecardId'],
      unique: true,
      where: `(case_id IS NOT NULL)`,
    },
  ],
  checks: [
    {
      name: 'quality_reviews_status_check',
      expression: `status IN ('DRAFT', 'PUBLISHED', 'ACKNOWLEDGED', 'DISPUTED', 'UPHELD', 'CHANGED')`,
    },
    { name: 'quality_reviews_reviewer_check', expression: `reviewer_id <> person_id` },
    { name: 'quality_reviews_subject_check', expression: `num_nonnulls(interaction_id, case_id) = 1` },
  ],
});

/** Where ratings are kept; rows are only ever added. */
export const ratingSetTable = new EntitySchema<KeptRatingSet>({
  name: 'RatingSet',
  tableName: 'review_ratings',
  columns: {
    id: column.id(),
    reviewId: column.reference('review_id'),
    number: column.integer(),
    ratings: column.json(),
    comment: column.text(),
    byId: column.reference('by_id'),
    givenAt: column.instant('given_at'),
  } satisfies Record<keyof KeptRatingSet, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'review_ratings_review_fkey',
      target: 'QualityReview',
      columnNames: ['reviewId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'review_ratings_number_key', columns: ['reviewId', 'number'] }],
});

/** Where disputes are kept. */
export const reviewDisputeTable = new EntitySchema<ReviewDispute>({
  name: 'ReviewDispute',
  tableName: 'review_disputes',
  columns: {
    id: column.id(),
    reviewId: column.reference('review_id'),
    reason: column.text(),
    criterionIds: column.json('criterion_ids'),
    raisedAt: column.instant('raised_at'),
    outcome: column.nullable(column.text()),
    outcomeReason: column.nullable(column.text('outcome_reason')),
    resolvedById: column.nullable(column.reference('resolved_by_id')),
    resolvedAt: column.nullable(column.instant('resolved_at')),
  } satisfies Record<keyof ReviewDispute, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'review_disputes_review_fkey',
      target: 'QualityReview',
      columnNames: ['reviewId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'review_disputes_once', columns: ['reviewId'] }],
  checks: [{ name: 'review_disputes_outcome_check', expression: `outcome IN ('UPHELD', 'CHANGED')` }],
});
