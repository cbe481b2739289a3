import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CustomerNeed } from './need.ts';

/** Where needs are kept; the app role may add them, restate and answer them, and never change what was said. */
export const needTable = new EntitySchema<CustomerNeed>({
  name: 'CustomerNeed',
  tableName: 'customer_needs',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    caseId: column.nullable(column.reference('case_id')),
    text: column.text(),
    restated: column.nullable(column.text()),
    restatedBy: column.nullable(column.text('restated_by')),
    restatedAt: column.nullable(column.instant('restated_at')),
    answer: column.nullable(column.text()),
    answerWords: column.nullable(column.text('answer_words')),
    answeredBy: column.nullable(column.text('answered_by')),
    answeredAt: column.nullable(column.instant('answered_at')),
    recordedBy: column.text('recorded_by'),
    recordedAt: column.instant('recorded_at'),
    version: column.version(),
  } satisfies Record<keyof CustomerNeed, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'customer_needs_customer_fkey', target: 'Customer' },
      ...{ columnNames: ['customerId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'customer_needs_customer', columns: ['customerId', 'recordedAt', 'id'] },
    { name: 'customer_needs_case', columns: ['caseId', 'recordedAt', 'id'] },
  ],
  checks: [
    { name: 'customer_needs_answer_check', expression: `answer IN ('MET', 'PARTLY', 'NOT_MET')` },
    { name: 'customer_needs_answered_check', expression: '(answer IS NULL) = (answered_at IS NULL)' },
  ],
});
