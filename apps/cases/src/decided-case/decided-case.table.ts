import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { DecidedCase } from './decided-case.ts';

/** Where it is kept in which cases a decision rests on which version of a policy, as policy tells of it. */
export const decidedCaseTable = new EntitySchema<DecidedCase>({
  name: 'DecidedCase',
  tableName: 'decided_cases',
  columns: {
    id: column.id(),
    policyVersionId: column.reference('policy_version_id'),
    caseId: column.reference('case_id'),
    decisionId: column.reference('decision_id'),
    decidedAt: column.instant('decided_at'),
  } satisfies Record<keyof DecidedCase, EntitySchemaColumnOptions>,
  indices: [{ name: 'decided_cases_version', columns: ['policyVersionId', 'decidedAt', 'id'] }],
});
