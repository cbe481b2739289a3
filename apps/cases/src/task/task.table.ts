import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Task } from './task.ts';

/** Where tasks are kept. */
export const taskTable = new EntitySchema<Task>({
  name: 'Task',
  tableName: 'tasks',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    title: column.text(),
    details: column.text(),
    kind: column.text(),
    status: column.text(),
    isMandatory: column.boolean('is_mandatory'),
    dueAt: column.nullable(column.instant('due_at')),
    expiresAt: column.nullable(column.instant('expires_at')),
    assigneeId: column.nullable(column.reference('assignee_id')),
    teamId: column.nullable(column.reference('team_id')),
    delegateOfId: column.nullable(column.reference('delegate_of_id')),
    delegatedById: column.nullable(column.reference('delegated_by_id')),
    statusReason: column.nullable(column.text('status_reason')),
    addedBy: column.text('added_by'),
    addedAt: column.instant('added_at'),
    endedAt: column.nullable(column.instant('ended_at')),
    endedById: column.nullable(column.reference('ended_by_id')),
    overdueNoticedAt: column.nullable(column.instant('overdue_noticed_at')),
    version: column.version(),
  } satisfies Record<keyof Task, EntitySchemaColumnOptions>,
  foreignKeys: [{ name: 'tasks_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] }],
  indices: [
    { name: 'tasks_case', columns: ['caseId', 'addedAt', 'id'] },
    { name: 'tasks_assignee', columns: ['assigneeId', 'addedAt', 'id'] },
    { name: 'tasks_team', columns: ['teamId', 'addedAt', 'id'] },
    {
      name: 'tasks_due',
      columns: ['dueAt'],
      where: 'overdue_noticed_at IS NULL AND ended_at IS NULL AND due_at IS NOT NULL',
    },
    { name: 'tasks_expires', columns: ['expiresAt'], where: 'ended_at IS NULL AND expires_at IS NOT NULL' },
  ],
  checks: [
    {
      name: 'tasks_kind_check',
      expression: `kind IN ('INVESTIGATION', 'STAFF_SUPPORT', 'FOLLOW_UP', 'PAPERWORK', 'CALL_BACK', 'OTHER')`,
    },
    {
      name: 'tasks_status_check',
      expression: `status IN ('OPEN', 'ACCEPTED', 'DECLINED', 'DONE', 'EXPIRED', 'CANCELLED')`,
    },
    { name: 'tasks_ended_check', expression: `(status IN ('DONE', 'EXPIRED', 'CANCELLED')) = (ended_at IS NOT NULL)` },
    { name: 'tasks_mandatory_check', expression: `NOT is_mandatory OR expires_at IS NULL` },
  ],
});
