import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { StatusChange } from './customer-status.ts';

/** Where it is kept how customers came to stand as they do; the app role may add and read, nothing else. */
export const statusChangeTable = new EntitySchema<StatusChange>({
  name: 'StatusChange',
  tableName: 'status_changes',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    before: column.text(),
    after: column.text(),
    reason: column.text(),
    at: column.instant(),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof StatusChange, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'status_changes_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'status_changes_customer', columns: ['customerId', 'at', 'id'] }],
  checks: [
    { name: 'status_changes_before_check', expression: `before IN ('PROSPECT', 'ACTIVE', 'DORMANT', 'CLOSED')` },
    { name: 'status_changes_after_check', expression: `after IN ('PROSPECT', 'ACTIVE', 'DORMANT', 'CLOSED')` },
  ],
});
