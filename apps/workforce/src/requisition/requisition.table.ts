import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Requisition } from './requisition.ts';

/** Where requisitions are kept. */
export const requisitionTable = new EntitySchema<Requisition>({
  name: 'Requisition',
  tableName: 'requisitions',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    jobRole: column.text('job_role'),
    headcount: column.integer(),
    because: column.text(),
    budgetLine: column.nullable(column.text('budget_line')),
    budgetMinor: column.minorUnits('budget_minor'),
    currency: column.currency(),
    budgetControl: column.text('budget_control'),
    status: column.text(),
    requestedBy: column.text('requested_by'),
    requestedById: column.nullable(column.reference('requested_by_id')),
    requestedAt: column.instant('requested_at'),
    decidedById: column.nullable(column.reference('decided_by_id')),
    decidedAt: column.nullable(column.instant('decided_at')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof Requisition, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'requisitions_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'requisitions_team_fkey',
      target: 'Team',
      columnNames: ['teamId', 'siteId'],
      referencedColumnNames: ['id', 'siteId'],
    },
  ],
  indices: [{ name: 'requisitions_site', columns: ['siteId', 'requestedAt', 'id'] }],
  checks: [
    { name: 'requisitions_headcount_check', expression: `headcount > 0` },
    { name: 'requisitions_budget_check', expression: `budget_minor > 0` },
    { name: 'requisitions_control_check', expression: `budget_control IN ('IGNORE', 'WARN', 'STOP')` },
    {
      name: 'requisitions_status_check',
      expression: `status IN ('REQUESTED', 'APPROVED', 'REJECTED', 'ON_HOLD', 'FILLED', 'CANCELLED')`,
    },
  ],
});
