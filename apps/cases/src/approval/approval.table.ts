import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Approval } from './approval.ts';

/** Where approvals are kept. */
export const approvalTable = new EntitySchema<Approval>({
  name: 'Approval',
  tableName: 'approvals',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    what: column.text(),
    aboutId: column.nullable(column.reference('about_id')),
    amountMinor: column.nullable(column.minorUnits('amount_minor')),
    currency: column.nullable(column.currency()),
    askedBy: column.text('asked_by'),
    askedById: column.nullable(column.reference('asked_by_id')),
    askedAt: column.instant('asked_at'),
    approverId: column.nullable(column.reference('approver_id')),
    approverRole: column.nullable(column.text('approver_role')),
    dueAt: column.nullable(column.instant('due_at')),
    status: column.text(),
    reason: column.nullable(column.text()),
    decidedBy: column.nullable(column.text('decided_by')),
    decidedById: column.nullable(column.reference('decided_by_id')),
    endedAt: column.nullable(column.instant('ended_at')),
    version: column.version(),
  } satisfies Record<keyof Approval, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'approvals_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'approvals_case', columns: ['caseId', 'askedAt', 'id'] },
    { name: 'approvals_due', columns: ['dueAt'], where: `status = 'PENDING' AND due_at IS NOT NULL` },
  ],
  checks: [
    {
      name: 'approvals_status_check',
      expression: `status IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')`,
    },
    { name: 'approvals_ended_check', expression: `(status = 'PENDING') = (ended_at IS NULL)` },
    { name: 'approvals_approver_check', expression: `(approver_id IS NULL) <> (approver_role IS NULL)` },
    { name: 'approvals_amount_check', expression: `(amount_minor IS NULL) = (currency IS NULL)` },
    {
      name: 'approvals_other_check',
      expression: `status NOT IN ('APPROVED', 'REJECTED') OR (decided_by <> asked_by AND (decided_by_id IS DISTINCT FROM asked_by_id OR asked_by_id IS NULL))`,
    },
  ],
});
