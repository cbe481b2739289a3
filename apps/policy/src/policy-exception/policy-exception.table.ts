import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { PolicyException } from './policy-exception.ts';

/** Where exceptions are kept; the app role may add, read and decide on them. */
export const policyExceptionTable = new EntitySchema<PolicyException>({
  name: 'PolicyException',
  tableName: 'policy_exceptions',
  columns: {
    id: column.id(),
    rule: column.text(),
    caseId: column.nullable(column.reference('case_id')),
    customerId: column.nullable(column.reference('customer_id')),
    leaveSchemeId: column.nullable(column.reference('leave_scheme_id')),
    leaveHead: column.nullable(column.text('leave_head')),
    leaveMinor: column.nullable(column.minorUnits('leave_minor')),
    leaveCurrency: column.nullable({ ...column.currency(), name: 'leave_currency' }),
    reason: column.text(),
    expiresAt: column.instant('expires_at'),
    decision: column.text(),
    requestedBy: column.text('requested_by'),
    requesterId: column.nullable(column.reference('requester_id')),
    requestedAt: column.instant('requested_at'),
    decidedBy: column.nullable(column.text('decided_by')),
    deciderId: column.nullable(column.reference('decider_id')),
    decidedAt: column.nullable(column.instant('decided_at')),
    decisionReason: column.nullable(column.text('decision_reason')),
    version: column.version(),
  } satisfies Record<keyof PolicyException, EntitySchemaColumnOptions>,
  indices: [
    { name: 'policy_exceptions_expiry', columns: ['expiresAt', 'id'] },
    { name: 'policy_exceptions_case', columns: ['caseId'] },
  ],
  checks: [
    { name: 'policy_exceptions_decision_check', expression: `decision IN ('REQUESTED', 'GRANTED', 'REFUSED')` },
    { name: 'policy_exceptions_expiry_check', expression: `expires_at > requested_at` },
    {
      name: 'policy_exceptions_decider_check',
      expression: `decided_by <> requested_by AND decider_id <> requester_id`,
    },
    {
      name: 'policy_exceptions_leave_check',
      expression: `num_nulls(leave_head, leave_minor, leave_currency) IN (0, 3) AND leave_minor > 0 AND (leave_scheme_id IS NULL OR leave_head IS NOT NULL)`,
    },
  ],
});
