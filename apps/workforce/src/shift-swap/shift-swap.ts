import type { Problem } from '@courtesy/kernel';
import type { RequestSwapInput, ShiftSwapStatus } from '@courtesy/graph-types/workforce';
import { problemsOfId } from '../directory/problems.ts';
import type { ShiftsChange } from '../roster-rules/rule-check.ts';
import type { Shift } from '../shift/shift.ts';

/** Somebody wishes that another works their shift; in exchange for one of theirs, or for none. */
export interface ShiftSwap {
  readonly id: string;
  readonly shiftId: string;
  /** Whose shift it is. */
  readonly personId: string;
  /** Who is to work it. */
  readonly partnerId: string;
  /** What is worked in exchange; null for nothing. */
  readonly partnerShiftId: string | null;
  readonly status: ShiftSwapStatus;
  readonly requestedAt: Date;
  readonly acceptedAt: Date | null;
  readonly decidedAt: Date | null;
  /** Who approved or declined it; null while nobody did, and when a caller who is no person did. */
  readonly decidedById: string | null;
  /** Why it was declined. */
  readonly reason: string | null;
  readonly version: number;
}

/** It was asked for. */
export interface SwapRequested {
  readonly type: 'SwapRequested';
  readonly swap: ShiftSwap;
}

/** The other one agrees. */
export interface SwapAccepted {
  readonly type: 'SwapAccepted';
  readonly swap: ShiftSwap;
}

/** The shifts are those of the others now. */
export interface SwapApproved {
  readonly type: 'SwapApproved';
  readonly swap: ShiftSwap;
  readonly shifts: readonly Shift[];
}

/** It does not come about. */
export interface SwapDeclined {
  readonly type: 'SwapDeclined';
  readonly swap: ShiftSwap;
}

/** It stands where this cannot be done with it. */
export interface SwapIsElsewhere {
  readonly type: 'SwapIsElsewhere';
  readonly swap: ShiftSwap;
}

/** A shift of it was called off, moved to somebody else or has begun. */
export interface SwapIsOutdated {
  readonly type: 'SwapIsOutdated';
  readonly shift: Shift;
}

/** Who decides, and when. */
export interface SwapDecider {
  readonly at: Date;
  readonly personId: string | null;
  readonly reason: string | null;
}

/** What is wrong with a wish to swap in itself; nothing when it is right. */
export const problemsOfSwap = (plan: RequestSwapInput, personId: string): Problem[] => [
  ...problemsOfId('partnerId', 'pers', plan.partnerId),
  ...(plan.partnerId === personId ? [{ path: 'partnerId', message: 'is the one whose shift it is' }] : []),
];

/** A swap as it begins. */
export const newSwap = (
  plan: RequestSwapInput,
  by: { readonly id: string; readonly personId: string; readonly at: Date },
): ShiftSwap => ({
  ...{ id: by.id, shiftId: plan.shiftId, personId: by.personId, partnerId: plan.partnerId },
  ...{ partnerShiftId: plan.partnerShiftId ?? null, status: 'REQUESTED', requestedAt: by.at, acceptedAt: null },
  ...{ decidedAt: null, decidedById: null, reason: null, version: 1 },
});

const isOpen = ({ status }: ShiftSwap) => status === 'REQUESTED' || status === 'ACCEPTED';

/** The other one agrees. */
export const accept = (current: ShiftSwap, at: Date): SwapAccepted | SwapIsElsewhere =>
  current.status === 'REQUESTED'
    ? { type: 'SwapAccepted', swap: { ...current, status: 'ACCEPTED', acceptedAt: at, version: current.version + 1 } }
    : { type: 'SwapIsElsewhere', swap: current };

/** It does not come about: the other one, or who plans, says no; or whoever asked wants it no more. */
export function decline(current: ShiftSwap, by: SwapDecider): SwapDeclined | SwapIsElsewhere {
  if (!isOpen(current)) return { type: 'SwapIsElsewhere', swap: current };
  const status = by.personId === current.personId ? 'WITHDRAWN' : 'DECLINED';
  const decided = { status, decidedAt: by.at, decidedById: by.personId, reason: by.reason } as const;
  return { type: 'SwapDeclined', swap: { ...current, ...decided, version: current.version + 1 } };
}

/** A swap that was accepted comes about. */
export const approved = (current: ShiftSwap, by: Omit<SwapDecider, 'reason'>): ShiftSwap => ({
  ...current,
  ...{ status: 'APPROVED', decidedAt: by.at, decidedById: by.personId, version: current.version + 1 },
});

/** The shift of a swap that is not as it was when it was asked for; null when all of them are. */
export function outdated(swap: ShiftSwap, shifts: readonly Shift[], at: Date): Shift | null {
  const owner = (shift: Shift) => (shift.id === swap.shiftId ? swap.personId : swap.partnerId);
  const stands = (shift: Shift) =>
    shift.status === 'SCHEDULED' && shift.startsAt > at && shift.personId === owner(shift);
  return shifts.find((shift) => !stands(shift)) ?? null;
}

/** The shifts that there would be, each worked by the other one, and those that there would be no longer. */
export function exchanged(swap: ShiftSwap, shifts: readonly Shift[], newId: () => string): ShiftsChange {
  const other = (shift: Shift) => (shift.id === swap.shiftId ? swap.partnerId : swap.personId);
  const added = shifts.map((shift) => ({
    ...shift,
    ...{ id: newId(), personId: other(shift), reason: null, version: 1 },
  }));
  return { added, removed: shifts };
}
