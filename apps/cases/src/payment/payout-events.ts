import type { NewEvent } from '@courtesy/events';
import type { Payout } from './payout.ts';

/** What is said of each status; of none, when it is no news. */
const wordOf = {
  REQUESTED: 'requested',
  AUTO_APPROVED: 'approved',
  PENDING_APPROVAL: 'approval-needed',
  APPROVED: 'approved',
  EXECUTED: 'executed',
  SETTLED: 'settled',
  REJECTED: 'rejected',
  FAILED: 'failed',
  REVERSED: 'reversed',
} as const satisfies Record<Payout['status'], string>;

/** What other services are told of a payout that has come to the status it is in. */
export function payoutEvent(payout: Payout, at: Date): NewEvent {
  const { caseId, customerId, purchaseId, minor, currency, status, handler } = payout;
  const data = {
    ...{ caseId, customerId, purchaseId, minor: String(minor), currency, status },
    ...{ siteId: handler.siteId, teamId: handler.teamId, requesterId: payout.requesterId },
    ...{ approverId: payout.approverId, decisionId: payout.decisionId, authorityUseId: payout.authorityUseId },
    ...{ reason: payout.endReason ?? payout.reason, at: at.toISOString() },
  };
  const about = payout.kind === 'REFUND' ? ('refund' as const) : ('award' as const);
  return {
    type: `courtesy.${about}.${wordOf[status]}.v1`,
    subject: payout.id,
    sequence: payout.version,
    time: at,
    data,
  } as NewEvent;
}
