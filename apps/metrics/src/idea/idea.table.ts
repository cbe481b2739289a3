import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Idea, IdeaAnswer } from './idea.ts';

/** Where ideas are kept. What was suggested is never changed. */
export const ideaTable = new EntitySchema<Idea>({
  name: 'Idea',
  tableName: 'ideas',
  columns: {
    id: column.id(),
    title: column.text(),
    words: column.text(),
    causeId: column.nullable(column.reference('cause_id')),
    suggestedAt: column.instant('suggested_at'),
    suggestedById: column.reference('suggested_by_id'),
    answerBy: column.instant('answer_by'),
    unansweredAt: column.nullable(column.instant('unanswered_at')),
    decision: column.nullable(column.text()),
    answeredAt: column.nullable(column.instant('answered_at')),
    version: column.version(),
  } satisfies Record<keyof Idea, EntitySchemaColumnOptions>,
  foreignKeys: [{ name: 'ideas_cause_fkey', target: 'Cause', columnNames: ['causeId'], referencedColumnNames: ['id'] }],
  indices: [
    { name: 'ideas_latest', columns: ['suggestedAt', 'id'] },
    { name: 'ideas_due', columns: ['answerBy'], where: 'answered_at IS NULL AND unanswered_at IS NULL' },
  ],
  checks: [
    { name: 'ideas_decision_check', expression: `decision IN ('TRIED', 'ADOPTED', 'DECLINED')` },
    { name: 'ideas_answer_check', expression: '(decision IS NULL) = (answered_at IS NULL)' },
  ],
});

/** Where answers are kept; none is ever changed. */
export const ideaAnswerTable = new EntitySchema<IdeaAnswer>({
  name: 'IdeaAnswer',
  tableName: 'idea_answers',
  columns: {
    id: column.id(),
    ideaId: column.reference('idea_id'),
    number: column.integer(),
    decision: column.text(),
    reply: column.text(),
    initiativeId: column.nullable(column.reference('initiative_id')),
    policyVersionId: column.nullable(column.reference('policy_version_id')),
    answeredAt: column.instant('answered_at'),
    answeredById: column.nullable(column.reference('answered_by_id')),
  } satisfies Record<keyof IdeaAnswer, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'idea_answers_idea_fkey', target: 'Idea', columnNames: ['ideaId'], referencedColumnNames: ['id'] },
    {
      name: 'idea_answers_initiative_fkey',
      target: 'Initiative',
      columnNames: ['initiativeId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'idea_answers_number', columns: ['ideaId', 'number'] }],
  checks: [{ name: 'idea_answers_decision_check', expression: `decision IN ('TRIED', 'ADOPTED', 'DECLINED')` }],
});
