import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Insight } from './insight.ts';

/** Where insights are kept. What was asked is never changed. */
export const insightTable = new EntitySchema<Insight>({
  name: 'Insight',
  tableName: 'insights',
  columns: {
    id: column.id(),
    title: column.text(),
    department: column.text(),
    ask: column.text(),
    causeId: column.nullable(column.reference('cause_id')),
    caseIds: { ...column.reference('case_ids'), array: true },
    metricKey: column.nullable(column.text('metric_key')),
    figureFrom: column.nullable(column.day('figure_from')),
    figureTo: column.nullable(column.day('figure_to')),
    raisedAt: column.instant('raised_at'),
    raisedById: column.nullable(column.reference('raised_by_id')),
    answerBy: column.instant('answer_by'),
    unansweredAt: column.nullable(column.instant('unanswered_at')),
    decision: column.nullable(column.text()),
    reply: column.nullable(column.text()),
    answeredAt: column.nullable(column.instant('answered_at')),
    answeredById: column.nullable(column.reference('answered_by_id')),
    version: column.version(),
  } satisfies Record<keyof Insight, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'insights_cause_fkey', target: 'Cause', columnNames: ['causeId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'insights_latest', columns: ['raisedAt', 'id'] },
    { name: 'insights_due', columns: ['answerBy'], where: 'answered_at IS NULL AND unanswered_at IS NULL' },
    { name: 'insights_cases', synchronize: false },
  ],
  checks: [
    { name: 'insights_decision_check', expression: `decision IN ('ACCEPTED', 'DECLINED', 'ALREADY_DONE')` },
    { name: 'insights_answer_check', expression: '(decision IS NULL) = (answered_at IS NULL)' },
    { name: 'insights_figure_check', expression: '(metric_key IS NULL) = (figure_from IS NULL)' },
  ],
});
