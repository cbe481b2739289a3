import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CustomerPromise } from './promise.ts';

/** Where promises are kept; the app role may add them and end them, and never change what was said. */
export const promiseTable = new EntitySchema<CustomerPromise>({
  name: 'CustomerPromise',
  tableName: 'promises',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    caseId: column.nullable(column.reference('case_id')),
    text: column.text(),
    personId: column.nullable(column.reference('person_id')),
    teamId: column.nullable(column.reference('team_id')),
    madeBy: column.text('made_by'),
    madeAt: column.instant('made_at'),
    dueAt: column.instant('due_at'),
    status: column.text(),
    endedAt: column.nullable(column.instant('ended_at')),
    keptAt: column.nullable(column.instant('kept_at')),
    note: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof CustomerPromise, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'promises_customer_fkey', target: 'Customer' },
      ...{ columnNames: ['customerId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'promises_customer', columns: ['customerId', 'dueAt', 'id'] },
    { name: 'promises_case', columns: ['caseId', 'dueAt', 'id'] },
    { name: 'promises_team', columns: ['teamId', 'dueAt'] },
    { name: 'promises_open', columns: ['dueAt'], where: `status = 'OPEN'` },
  ],
  checks: [
    { name: 'promises_status_check', expression: `status IN ('OPEN', 'KEPT', 'BROKEN', 'WAIVED')` },
    { name: 'promises_ended_check', expression: `(status = 'OPEN') = (ended_at IS NULL)` },
    { name: 'promises_due_check', expression: `due_at > made_at` },
  ],
});
