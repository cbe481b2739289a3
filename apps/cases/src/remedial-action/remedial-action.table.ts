import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RemedialAction } from './remedial-action.ts';

/** Where remedial actions are kept. */
export const remedialActionTable = new EntitySchema<RemedialAction>({
  name: 'RemedialAction',
  tableName: 'remedial_actions',
  columns: {
    id: column.id(),
    complaintId: column.reference('complaint_id'),
    action: column.text(),
    ownerId: column.nullable(column.reference('owner_id')),
    dueOn: column.day('due_on'),
    dueBy: column.instant('due_by'),
    status: column.text(),
    evidence: column.nullable(column.text()),
    endedById: column.nullable(column.reference('ended_by_id')),
    endedAt: column.nullable(column.instant('ended_at')),
    version: column.version(),
  } satisfies Record<keyof RemedialAction, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'remedial_actions_complaint_fkey',
      target: 'Complaint',
      columnNames: ['complaintId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'remedial_actions_complaint', columns: ['complaintId', 'dueOn', 'id'] }],
  checks: [
    { name: 'remedial_actions_status_check', expression: `status IN ('OPEN', 'DONE', 'WAIVED')` },
    {
      name: 'remedial_actions_ended_check',
      expression: `(status = 'OPEN') = (ended_at IS NULL) AND (ended_at IS NULL) = (evidence IS NULL)`,
    },
  ],
});
