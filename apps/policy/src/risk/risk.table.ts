import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RiskReview, ServiceRisk } from './risk.ts';

const LEVEL = `IN ('LOW', 'MODERATE', 'HIGH', 'EXTREME')`;
const TREATMENT = `IN ('AVOID', 'REDUCE', 'TRANSFER', 'ACCEPT')`;
const RATED = `inherent_likelihood BETWEEN 1 AND 5 AND inherent_impact BETWEEN 1 AND 5 AND residual_likelihood BETWEEN 1 AND inherent_likelihood AND residual_impact BETWEEN 1 AND inherent_impact`;

/** Where risks are kept. */
export const riskTable = new EntitySchema<ServiceRisk>({
  name: 'ServiceRisk',
  tableName: 'risks',
  columns: {
    id: column.id(),
    title: column.text(),
    description: column.text(),
    cause: column.nullable(column.text()),
    consequence: column.nullable(column.text()),
    category: column.text(),
    ownerId: column.reference('owner_id'),
    inherentLikelihood: column.integer('inherent_likelihood'),
    inherentImpact: column.integer('inherent_impact'),
    residualLikelihood: column.integer('residual_likelihood'),
    residualImpact: column.integer('residual_impact'),
    residualScore: column.integer('residual_score'),
    appetite: column.text(),
    treatment: column.nullable(column.text()),
    standing: column.text(),
    acceptance: column.nullable(column.json()),
    acceptedUntil: column.nullable(column.instant('accepted_until')),
    reviewDueAt: column.instant('review_due_at'),
    policies: column.json(),
    incidentIds: column.json('incident_ids'),
    identifiedAt: column.instant('identified_at'),
    version: column.version(),
  } satisfies Record<keyof ServiceRisk, EntitySchemaColumnOptions>,
  indices: [
    { name: 'risks_score', columns: ['residualScore', 'id'] },
    { name: 'risks_review', columns: ['reviewDueAt', 'id'] },
    // Of a kind that the mapper cannot name.
    { name: 'risks_policies', columns: ['policies'], synchronize: false },
  ],
  checks: [
    {
      name: 'risks_category_check',
      expression: `category IN ('SERVICE', 'PEOPLE', 'FINANCIAL', 'COMPLIANCE', 'TECHNOLOGY', 'SUPPLIER', 'REPUTATION', 'SAFETY')`,
    },
    { name: 'risks_rating_check', expression: RATED },
    { name: 'risks_score_check', expression: 'residual_score = residual_likelihood * residual_impact' },
    { name: 'risks_appetite_check', expression: `appetite ${LEVEL}` },
    { name: 'risks_treatment_check', expression: `treatment ${TREATMENT}` },
    { name: 'risks_standing_check', expression: `standing IN ('OPEN', 'TREATED', 'ACCEPTED', 'CLOSED')` },
    {
      name: 'risks_acceptance_check',
      expression: `(standing = 'ACCEPTED') = (acceptance IS NOT NULL) AND (accepted_until IS NULL OR acceptance IS NOT NULL)`,
    },
  ],
});

/** Where reviews of risks are kept; the app role may add and read, nothing else. */
export const riskReviewTable = new EntitySchema<RiskReview>({
  name: 'RiskReview',
  tableName: 'risk_reviews',
  columns: {
    id: column.id(),
    riskId: column.reference('risk_id'),
    number: column.integer(),
    kind: column.text(),
    inherentLikelihood: column.integer('inherent_likelihood'),
    inherentImpact: column.integer('inherent_impact'),
    residualLikelihood: column.integer('residual_likelihood'),
    residualImpact: column.integer('residual_impact'),
    note: column.nullable(column.text()),
    expiresAt: column.nullable(column.instant('expires_at')),
    reviewerId: column.nullable(column.reference('reviewer_id')),
    recordedBy: column.text('recorded_by'),
    reviewedAt: column.instant('reviewed_at'),
  } satisfies Record<keyof RiskReview, EntitySchemaColumnOptions>,
  uniques: [{ name: 'risk_reviews_number_key', columns: ['riskId', 'number'] }],
  foreignKeys: [
    {
      name: 'risk_reviews_risk_fkey',
      target: 'ServiceRisk',
      columnNames: ['riskId'],
      referencedColumnNames: ['id'],
    },
  ],
  checks: [
    {
      name: 'risk_reviews_kind_check',
      expression: `kind IN ('IDENTIFIED', 'ASSESSED', 'TREATED', 'ACCEPTED', 'CLOSED', 'REOPENED')`,
    },
    { name: 'risk_reviews_rating_check', expression: RATED },
  ],
});
