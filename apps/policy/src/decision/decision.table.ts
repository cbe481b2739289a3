import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Decision } from './decision.ts';

/** The ledger of decisions; the app role may add and read, nothing else. */
export const decisionTable = new EntitySchema<Decision>({
  name: 'Decision',
  tableName: 'decisions',
  columns: {
    id: column.id(),
    decisionTableId: column.reference('decision_table_id'),
    decisionTableVersionId: column.reference('decision_table_version_id'),
    at: column.instant(),
    outcome: column.text(),
    facts: column.text(),
    factsHash: column.text('facts_hash'),
    run: column.text(),
    digest: column.text(),
    clauseIds: column.json('clause_ids'),
    policyVersionIds: column.json('policy_version_ids'),
    unresolvedClauses: column.json('unresolved_clauses'),
    decidedAt: column.instant('decided_at'),
    decidedBy: column.text('decided_by'),
    handlerId: column.nullable(column.reference('handler_id')),
    caseId: column.nullable(column.reference('case_id')),
    customerId: column.nullable(column.reference('customer_id')),
  } satisfies Record<keyof Decision, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'decisions_version_fkey',
      target: 'DecisionTableVersion',
      columnNames: ['decisionTableVersionId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'decisions_latest', columns: ['decidedAt', 'id'] },
    { name: 'decisions_of_table', columns: ['decisionTableId', 'decidedAt', 'id'] },
    { name: 'decisions_of_case', columns: ['caseId', 'decidedAt', 'id'] },
    { name: 'decisions_of_customer', columns: ['customerId', 'decidedAt', 'id'] },
    { name: 'decisions_of_handler', columns: ['handlerId', 'decidedAt', 'id'] },
    { name: 'decisions_facts', columns: ['factsHash'] },
  ],
  checks: [
    {
      name: 'decisions_outcome_check',
      expression: `outcome IN ('ALLOW', 'DENY', 'NEEDS_APPROVAL', 'INSUFFICIENT_FACTS', 'DECIDED', 'NO_RULE')`,
    },
  ],
});
