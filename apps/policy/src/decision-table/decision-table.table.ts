import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { DecisionTableVersion } from './decision-table-version.ts';
import type { DecisionTable } from './decision-table.ts';

/** Where decision tables are kept. */
export const decisionTableTable = new EntitySchema<DecisionTable>({
  name: 'DecisionTable',
  tableName: 'decision_tables',
  columns: {
    id: column.id(),
    name: column.text(),
    policyId: column.reference('policy_id'),
    description: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof DecisionTable, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'decision_tables_policy_fkey',
      target: 'Policy',
      columnNames: ['policyId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'decision_tables_name_key', columns: ['name'] }],
  indices: [{ name: 'decision_tables_policy', columns: ['policyId', 'name'] }],
});

/** Where the versions of decision tables are kept; once approved, the database lets only their withdrawal be written. */
export const decisionTableVersionTable = new EntitySchema<DecisionTableVersion>({
  name: 'DecisionTableVersion',
  tableName: 'decision_table_versions',
  columns: {
    id: column.id(),
    decisionTableId: column.reference('decision_table_id'),
    number: column.integer(),
    status: column.text(),
    model: column.json(),
    decision: column.text(),
    summary: column.nullable(column.text()),
    authors: column.json(),
    draftedAt: column.instant('drafted_at'),
    approver: column.nullable(column.json()),
    approvedAt: column.nullable(column.instant('approved_at')),
    effectiveFrom: column.nullable(column.instant('effective_from')),
    endsAt: column.nullable(column.instant('ends_at')),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
    withdrawalReason: column.nullable(column.text('withdrawal_reason')),
    version: column.version(),
  } satisfies Record<keyof DecisionTableVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'decision_table_versions_table_fkey',
      target: 'DecisionTable',
      columnNames: ['decisionTableId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'decision_table_versions_number_key', columns: ['decisionTableId', 'number'] }],
  indices: [
    { name: 'decision_table_versions_draft', columns: ['decisionTableId'], unique: true, where: `status = 'DRAFT'` },
    { name: 'decision_table_versions_effect', columns: ['decisionTableId', 'effectiveFrom'] },
  ],
  checks: [
    { name: 'decision_table_versions_status_check', expression: `status IN ('DRAFT', 'APPROVED', 'WITHDRAWN')` },
    {
      name: 'decision_table_versions_approval_check',
      expression: `(approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL) AND (status <> 'APPROVED' OR approved_at IS NOT NULL)`,
    },
    { name: 'decision_table_versions_effective_check', expression: `ends_at > effective_from` },
    {
      name: 'decision_table_versions_withdrawal_check',
      expression: `(status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL)`,
    },
  ],
});
