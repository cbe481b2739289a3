import { isRequester, isOver, type Acting, type Payout } from './payout.ts';
import type { Saga } from '../saga/saga.ts';

/** It cannot be done with a payout that stands where it does. */
export interface PayoutNotReady {
  readonly type: 'PayoutNotReady';
  readonly payout: Payout;
}

/** Whoever asked for money cannot be the one who approves or refuses it. */
export interface OwnPayout {
  readonly type: 'OwnPayout';
  readonly payout: Payout;
}

/** The approver's authority does not cover it, in policy's words. Another may approve it. */
export interface ApproverNotCovered {
  readonly type: 'ApproverNotCovered';
  readonly payout: Payout;
  readonly problem: string;
}

/** Policy has not answered yet. The approval goes on by itself. */
export interface ApprovalUnderWay {
  readonly type: 'ApprovalUnderWay';
  readonly payout: Payout;
}

/** Why somebody cannot decide on a payout; null when they may try. */
export function barred(payout: Payout, who: Acting): PayoutNotReady | OwnPayout | ApprovalUnderWay | null {
  if (payout.status !== 'PENDING_APPROVAL') return { type: 'PayoutNotReady', payout };
  if (isRequester(payout, who)) return { type: 'OwnPayout', payout };
  return payout.approval === null ? null : { type: 'ApprovalUnderWay', payout };
}

/** Whether a payout's saga can be called off: not when it is over, or on its way back. */
export const canBeAbandoned = (payout: Payout, saga: Saga): boolean =>
  !isOver(payout.status) && (saga.state === 'RUNNING' || saga.state === 'WAITING');

/** Whether there is anything to take up again. */
export const canBeResumed = ({ state }: Saga): boolean => state === 'RUNNING' || state === 'UNDOING';
