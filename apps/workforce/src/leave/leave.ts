import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { LeaveKind, LeaveStatus } from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';

/** A time at which somebody is not there to work, once approved. */
export interface Leave {
  readonly id: string;
  readonly personId: string;
  readonly from: Date;
  /** Exclusive: at this instant they are back. */
  readonly until: Date;
  readonly kind: LeaveKind;
  readonly status: LeaveStatus;
  readonly requestedAt: Date;
  /** The subject of the caller who asked for it. */
  readonly requestedBy: string;
  readonly decidedAt: Date | null;
  /** Who approved or declined it; null while nobody did, or when a service did. */
  readonly decidedById: string | null;
  /** Why it was declined or cancelled. */
  readonly reason: string | null;
  readonly version: number;
}

/** Leave was asked for. */
export interface LeaveRequested {
  readonly type: 'LeaveRequested';
  readonly leave: Leave;
}

/** Leave was approved. */
export interface LeaveApproved {
  readonly type: 'LeaveApproved';
  readonly leave: Leave;
}

/** Leave was declined. */
export interface LeaveDeclined {
  readonly type: 'LeaveDeclined';
  readonly leave: Leave;
}

/** Leave is not taken. */
export interface LeaveCancelled {
  readonly type: 'LeaveCancelled';
  readonly leave: Leave;
}

/** The leave stands where this cannot be done with it. */
export interface LeaveIsSettled {
  readonly type: 'LeaveIsSettled';
  readonly leave: Leave;
}

/** Nobody approves or declines their own leave. */
export interface LeaveIsOwn {
  readonly type: 'LeaveIsOwn';
  readonly leave: Leave;
}

/** The longest reason, in characters. */
export const MAX_REASON = 2000;

/** What is wrong with a wish for leave; nothing when it is right. */
export function problemsOfWish(wish: Pick<Leave, 'personId' | 'from' | 'until'>): Problem[] {
  const backwards = wish.until <= wish.from;
  return [
    ...problemsOfId('personId', 'pers', wish.personId),
    ...(backwards ? [{ path: 'until', message: 'does not lie after from' }] : []),
  ];
}

/** Leave as it begins. */
export const newLeave = (wish: Pick<Leave, 'id' | 'personId' | 'from' | 'until' | 'kind'>, by: Decider): Leave => ({
  ...wish,
  ...{ status: 'REQUESTED', requestedAt: by.at, requestedBy: by.subject, decidedAt: null, decidedById: null },
  ...{ reason: null, version: 1 },
});

/** Who decides, and when. */
export interface Decider {
  readonly subject: string;
  /** Null for a caller who is no person of the organisation. */
  readonly personId: string | null;
  readonly at: Date;
}

function decide(current: Leave, status: 'APPROVED' | 'DECLINED', by: Decider): Leave | LeaveIsSettled | LeaveIsOwn {
  if (current.status !== 'REQUESTED') return { type: 'LeaveIsSettled', leave: current };
  if (by.personId === current.personId) return { type: 'LeaveIsOwn', leave: current };
  return { ...current, status, decidedAt: by.at, decidedById: by.personId, version: current.version + 1 };
}

const isRefusal = (outcome: object): outcome is LeaveIsSettled | LeaveIsOwn => 'type' in outcome;

/** Approves leave. Whoever takes it cannot. */
export function approve(current: Leave, by: Decider): LeaveApproved | LeaveIsSettled | LeaveIsOwn {
  const outcome = decide(current, 'APPROVED', by);
  return isRefusal(outcome) ? outcome : { type: 'LeaveApproved', leave: outcome };
}

/** Declines leave, and says why. */
export function decline(
  current: Leave,
  reason: string,
  by: Decider,
): LeaveDeclined | LeaveIsSettled | LeaveIsOwn | InvalidInput {
  const problems = problemsOfText('reason', reason, MAX_REASON);
  if (problems.length > 0) return invalidInput(problems);
  const outcome = decide(current, 'DECLINED', by);
  return isRefusal(outcome) ? outcome : { type: 'LeaveDeclined', leave: { ...outcome, reason } };
}

/** Calls leave off, approved or not. */
export function cancel(current: Leave, reason: string): LeaveCancelled | LeaveIsSettled | InvalidInput {
  const problems = problemsOfText('reason', reason, MAX_REASON);
  if (problems.length > 0) return invalidInput(problems);
  if (current.status === 'DECLINED' || current.status === 'CANCELLED')
    return { type: 'LeaveIsSettled', leave: current };
  return { type: 'LeaveCancelled', leave: { ...current, status: 'CANCELLED', reason, version: current.version + 1 } };
}
