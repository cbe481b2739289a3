import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { approvedVersionColumns, approvedVersionRules } from '../policy/effect.table.ts';
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
    ...approvedVersionColumns,
    model: column.json(),
    decision: column.text(),
    summary: column.nullable(column.text()),
    authors: column.json(),
  } satisfies Record<keyof DecisionTableVersion, EntitySchemaColumnOptions>,
  ...approvedVersionRules({
    table: 'decision_table_versions',
    owner: 'decisionTableId',
    target: 'DecisionTable',
    ownerName: 'table',
    statuses: ['DRAFT', 'APPROVED', 'WITHDRAWN'],
  }),
});
