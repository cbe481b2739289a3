import type { AwardBasis, HeadOfLoss, PayoutStatus } from '@courtesy/graph-types/cases';
import type { TenderShare } from './tenders.ts';

/** What money is given for. */
export type PayoutKind = 'REFUND' | 'AWARD';

/** Who acts, as the gateway vouched for them. */
export interface Acting {
  readonly subject: string;
  readonly personId: string;
  readonly role: string;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly regionId: string | null;
}

/** Somebody's approval on its way to policy, which says whether their authority covers it. */
export interface PayoutApproval {
  readonly id: string;
  readonly by: Acting;
}

/** A value that the rules are told of, by its name. */
export interface GivenFact {
  readonly name: string;
  readonly text?: string;
  readonly number?: string;
  readonly isTrue?: boolean;
}

/** Money given to a customer: a refund of what was paid, or compensation. Amounts are minor units of `currency`. */
export interface Payout {
  readonly id: string;
  readonly kind: PayoutKind;
  readonly caseId: string;
  readonly customerId: string;
  /** The site of the case when it was asked for, at whose cost it is; null when the case was nobody's. */
  readonly siteId: string | null;
  readonly purchaseId: string | null;
  readonly orderReference: string | null;
  readonly minor: bigint;
  readonly currency: string;
  readonly reason: string;
  readonly status: PayoutStatus;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly requesterId: string;
  /** The handler whose authority it rests on unless another approves it. */
  readonly handler: Acting;
  readonly decisionTableId: string | null;
  readonly facts: readonly GivenFact[];
  readonly decisionId: string | null;
  readonly outcome: string | null;
  readonly policyVersionIds: readonly string[];
  readonly clauseIds: readonly string[];
  readonly schemeId: string | null;
  readonly heads: readonly HeadGiven[];
  readonly assessmentIds: readonly string[];
  /** What a budget line has spoken for by it; null when none counts it, or not yet. */
  readonly budgetCommitmentId: string | null;
  readonly authorityUseId: string | null;
  readonly authorityRequestId: string | null;
  /** What is being asked of policy; null when nobody's approval is on its way. */
  readonly approval: PayoutApproval | null;
  readonly approvedBy: string | null;
  readonly approverId: string | null;
  readonly approvedAt: Date | null;
  /** By which means it is paid: together its whole amount. */
  readonly shares: readonly TenderShare[];
  readonly executedAt: Date | null;
  readonly settledAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly version: number;
}

/** One head of loss of an award, as it is held against the bands. */
export interface HeadGiven {
  readonly head: HeadOfLoss;
  readonly band: string;
  /** Minor units, in decimal digits. */
  readonly minor: string;
  readonly upliftCodes: readonly string[];
  readonly basis: AwardBasis;
  readonly exceptionId: string | null;
}

/** From where to where the status of a payout may go. */
export const payoutTransitions: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  REQUESTED: ['AUTO_APPROVED', 'PENDING_APPROVAL', 'REJECTED', 'FAILED'],
  AUTO_APPROVED: ['EXECUTED', 'FAILED'],
  PENDING_APPROVAL: ['APPROVED', 'REJECTED', 'FAILED'],
  APPROVED: ['EXECUTED', 'FAILED'],
  EXECUTED: ['SETTLED', 'REVERSED'],
  SETTLED: [],
  REJECTED: [],
  FAILED: [],
  REVERSED: [],
};

/** The statuses of payouts that came to nothing: they count against no limit. */
export const undoneStatuses: readonly PayoutStatus[] = ['REJECTED', 'FAILED', 'REVERSED'];

/** Whether nothing more happens to a payout. */
export const isOver = (status: PayoutStatus): boolean => payoutTransitions[status].length === 0;

/** The payout in another status. @throws Error when the table does not lead there: the caller's plan is wrong, not its input. */
export function movePayout(payout: Payout, status: PayoutStatus, change: Partial<Payout> = {}): Payout {
  if (!payoutTransitions[payout.status].includes(status))
    throw new Error(`A payout that is ${payout.status} cannot become ${status}`);
  return { ...payout, ...change, status, version: payout.version + 1 };
}

/** What becomes of a payout whose steps are all undone: money that had been paid was taken back. */
export function endingOf({ status }: Payout, asked: string | null): 'REVERSED' | 'REJECTED' | 'FAILED' {
  if (status === 'EXECUTED') return 'REVERSED';
  return asked === 'REJECTED' && payoutTransitions[status].includes('REJECTED') ? 'REJECTED' : 'FAILED';
}

/** Whether somebody is the one who asked for a payout, under whatever token. */
export const isRequester = (payout: Payout, who: Pick<Acting, 'subject' | 'personId'>): boolean =>
  payout.requestedBy === who.subject || payout.requesterId === who.personId;

/** What can still be given back of a line: what was paid, less what is promised or given. */
export const remainingOf = (paidMinor: bigint, promisedMinor: bigint): bigint =>
  promisedMinor < paidMinor ? paidMinor - promisedMinor : 0n;

/** The case may get more than is left. Nothing was done. */
export interface AmountExceedsRefundable {
  readonly type: 'AmountExceedsRefundable';
  readonly lineId: string;
  readonly remaining: { readonly minor: bigint; readonly currency: string };
}

/** What a payout rests on: the payout itself, for those who may see casework. */
export type PayoutGround = Payout;
