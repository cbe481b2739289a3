import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Movement } from './movement.ts';

/** Where every change of a case is kept; the app role may insert and read, nothing else. */
export const movementTable = new EntitySchema<Movement>({
  name: 'Movement',
  tableName: 'case_movements',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    kind: column.text(),
    at: column.instant(),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.nullable(column.text('recorded_by')),
    personId: column.nullable(column.reference('person_id')),
    fromStatus: column.nullable(column.text('from_status')),
    toStatus: column.text('to_status'),
    reason: column.nullable(column.text()),
    outcome: column.nullable(column.text()),
    fromPriority: column.nullable(column.text('from_priority')),
    priority: column.nullable(column.text()),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    assigneeId: column.nullable(column.reference('assignee_id')),
    disputed: column.nullable(column.boolean()),
  } satisfies Record<keyof Movement, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'case_movements_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'case_movements_case', columns: ['caseId', 'at', 'id'] }],
  checks: [
    {
      name: 'case_movements_kind_check',
      expression: `kind IN ('STATUS', 'ASSIGNED', 'PRIORITISED', 'DISPUTED')`,
    },
  ],
});
