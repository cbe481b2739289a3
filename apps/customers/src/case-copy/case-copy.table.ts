import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CaseCopy } from './case-copy.ts';

/** Where copies of cases are kept. */
export const caseCopyTable = new EntitySchema<CaseCopy>({
  name: 'CaseCopy',
  tableName: 'case_copy',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    type: column.text(),
    state: column.text(),
    openedAt: column.instant('opened_at'),
    reopenCount: column.integer('reopen_count'),
  } satisfies Record<keyof CaseCopy, EntitySchemaColumnOptions>,
  indices: [{ name: 'case_copy_customer', columns: ['customerId', 'openedAt', 'id'] }],
  checks: [{ name: 'case_copy_state_check', expression: `state IN ('OPEN', 'ANSWERED', 'ENDED')` }],
});
