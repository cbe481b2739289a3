import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { BriefReceipt } from './brief-receipt.ts';

/** Where receipts are kept; the app role may add and read, nothing else. */
export const briefReceiptTable = new EntitySchema<BriefReceipt>({
  name: 'BriefReceipt',
  tableName: 'brief_receipts',
  columns: {
    id: column.id(),
    briefVersionId: column.reference('brief_version_id'),
    personId: column.reference('person_id'),
    method: column.text(),
    score: column.nullable(column.integer()),
    readAt: column.instant('read_at'),
  } satisfies Record<keyof BriefReceipt, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'brief_receipts_version_fkey',
      target: 'BriefVersion',
      columnNames: ['briefVersionId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'brief_receipts_person_key', columns: ['briefVersionId', 'personId'] }],
  indices: [{ name: 'brief_receipts_of_version', columns: ['briefVersionId', 'id'] }],
  checks: [
    { name: 'brief_receipts_method_check', expression: `method IN ('READ', 'QUIZ')` },
    {
      name: 'brief_receipts_score_check',
      expression: `(method = 'QUIZ') = (score IS NOT NULL) AND score BETWEEN 0 AND 100`,
    },
  ],
});
