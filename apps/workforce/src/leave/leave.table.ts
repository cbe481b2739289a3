import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Leave } from './leave.ts';

/** Where leave is kept. */
export const leaveTable = new EntitySchema<Leave>({
  name: 'Leave',
  tableName: 'leaves',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    from: column.instant('from_at'),
    until: column.instant('until_at'),
    kind: column.text(),
    status: column.text(),
    requestedAt: column.instant('requested_at'),
    requestedBy: column.text('requested_by'),
    decidedAt: column.nullable(column.instant('decided_at')),
    decidedById: column.nullable(column.reference('decided_by_id')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof Leave, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'leaves_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'leaves_person', columns: ['personId', 'from', 'id'] }],
  checks: [
    {
      name: 'leaves_kind_check',
      expression: `kind IN ('ANNUAL', 'SICKNESS', 'FAMILY', 'TRAINING', 'UNPAID', 'OTHER')`,
    },
    { name: 'leaves_status_check', expression: `status IN ('REQUESTED', 'APPROVED', 'DECLINED', 'CANCELLED')` },
    { name: 'leaves_span_check', expression: `until_at > from_at` },
  ],
});
