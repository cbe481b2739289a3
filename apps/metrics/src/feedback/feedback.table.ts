import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Feedback } from './feedback.ts';

/** Where feedback is kept; the app role may only add and read. */
export const feedbackTable = new EntitySchema<Feedback>({
  name: 'Feedback',
  tableName: 'feedback',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    customerId: column.reference('customer_id'),
    score: column.integer(),
    words: column.nullable(column.text()),
    givenAt: column.instant('given_at'),
    answeredAt: column.instant('answered_at'),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    personId: column.nullable(column.reference('person_id')),
  } satisfies Record<keyof Feedback, EntitySchemaColumnOptions>,
  indices: [
    { name: 'feedback_case', columns: ['caseId', 'givenAt', 'id'] },
    { name: 'feedback_customer', columns: ['customerId', 'givenAt', 'id'] },
    { name: 'feedback_answer_key', columns: ['caseId', 'answeredAt'], unique: true },
  ],
  checks: [{ name: 'feedback_score_check', expression: 'score BETWEEN 1 AND 5' }],
});
