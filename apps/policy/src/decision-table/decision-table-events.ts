import type { NewEvent } from '@courtesy/events';
import type { DecisionTableVersion } from './decision-table-version.ts';
import type { DecisionTable } from './decision-table.ts';

/** What other services are told of a version that was approved: when it takes effect, which nothing else will tell them. */
export function approvedEvent(
  table: DecisionTable,
  version: DecisionTableVersion,
  effectiveFrom: Date,
  at: Date,
): NewEvent {
  return {
    type: 'courtesy.decision-table-version.approved.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: {
      decisionTableId: table.id,
      name: table.name,
      policyId: table.policyId,
      number: version.number,
      approverId: version.approver?.personId ?? null,
      effectiveFrom: effectiveFrom.toISOString(),
      effectiveUntil: version.endsAt?.toISOString() ?? null,
    },
  };
}

/** What other services are told of a version that counts no more, or never will. */
export function withdrawnEvent(version: DecisionTableVersion, at: Date): NewEvent {
  return {
    type: 'courtesy.decision-table-version.withdrawn.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: { decisionTableId: version.decisionTableId, number: version.number, withdrawnAt: at.toISOString() },
  };
}
