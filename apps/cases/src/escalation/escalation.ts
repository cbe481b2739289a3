import type { Duration } from '@courtesy/kernel';
import type { EscalationLevel, EscalationStatus } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';

/** What whoever takes a case over needs to know at once. */
export interface HandOver {
  readonly asked: string;
  readonly done: string;
  readonly promised: string;
  readonly open: string;
}

/** A case that somebody higher up is asked to take over, and what came of it. */
export interface Escalation extends HandOver {
  readonly id: string;
  readonly caseId: string;
  /** The first of those that followed one another because nobody accepted; its own id for the first. */
  readonly originId: string;
  /** Of whom was asked; while nobody was found, the lowest level that would do. */
  readonly level: EscalationLevel;
  readonly status: EscalationStatus;
  /** Raised by the ladder, not by a person. */
  readonly isAutomatic: boolean;
  readonly reason: string;
  /** Who raised it; null for the ladder. */
  readonly requesterId: string | null;
  /** Who handled the case before. */
  readonly fromPersonId: string | null;
  /** Who is asked; null while nobody on shift was found. */
  readonly toPersonId: string | null;
  readonly ladderId: string | null;
  /** Which wait of the customer it belongs to (clock and segment); null when they were not waiting. */
  readonly wait: string | null;
  readonly raisedAt: Date;
  readonly acceptWithin: Duration;
  /** When it expires: the time to accept is over, or the shift of whoever is asked. Null while nobody is asked. */
  readonly acceptBy: Date | null;
  readonly acceptedAt: Date | null;
  /** When it was returned, expired or withdrawn. */
  readonly settledAt: Date | null;
  readonly settledReason: string | null;
  readonly version: number;
}

/** A case was escalated; whether somebody was found is for the escalation to say. */
export interface CaseEscalated {
  readonly type: 'CaseEscalated';
  readonly escalation: Escalation;
}

/** Whoever was asked took the case over. */
export interface EscalationAccepted {
  readonly type: 'EscalationAccepted';
  readonly escalation: Escalation;
}

/** Whoever was asked handed the case back. */
export interface EscalationReturned {
  readonly type: 'EscalationReturned';
  readonly escalation: Escalation;
}

/** The case waits for somebody of that level or above already. */
export interface EscalationIsOpen {
  readonly type: 'EscalationIsOpen';
  readonly escalation: Escalation;
}

/** The escalation stands where this cannot be done with it. */
export interface EscalationIsSettled {
  readonly type: 'EscalationIsSettled';
  readonly escalation: Escalation;
}

/** Somebody else was asked. */
export interface EscalationIsForAnother {
  readonly type: 'EscalationIsForAnother';
  readonly escalation: Escalation;
}

/** The case has ended: there is nothing to take over. */
export interface NothingToEscalate {
  readonly type: 'NothingToEscalate';
  readonly case: Case;
}

/** Whether it waits for somebody: to be found, or to accept. */
export const isOpen = ({ status }: Pick<Escalation, 'status'>): boolean =>
  status === 'RAISED' || status === 'UNCOVERED';

/** Takes a case over. At the instant at which the time to accept is over it is too late. */
export function accept(
  current: Escalation,
  personId: string | null,
  at: Date,
): EscalationAccepted | EscalationIsSettled | EscalationIsForAnother {
  const isLate = current.acceptBy !== null && current.acceptBy <= at;
  if (current.status !== 'RAISED' || isLate) return { type: 'EscalationIsSettled', escalation: current };
  if (personId === null || personId !== current.toPersonId)
    return { type: 'EscalationIsForAnother', escalation: current };
  const accepted = { ...current, status: 'ACCEPTED' as const, acceptedAt: at, version: current.version + 1 };
  return { type: 'EscalationAccepted', escalation: accepted };
}

/** Hands a case back, taken over or not. The customer's wait goes on, and with it the ladder. */
export function handBack(
  current: Escalation,
  by: { readonly personId: string | null; readonly reason: string },
  at: Date,
): EscalationReturned | EscalationIsSettled | EscalationIsForAnother {
  if (current.status !== 'RAISED' && current.status !== 'ACCEPTED')
    return { type: 'EscalationIsSettled', escalation: current };
  if (by.personId === null || by.personId !== current.toPersonId)
    return { type: 'EscalationIsForAnother', escalation: current };
  return { type: 'EscalationReturned', escalation: settle(current, 'RETURNED', by.reason, at) };
}

/** The escalation as it ends without anybody having the case by it. */
export const settle = (
  current: Escalation,
  status: 'RETURNED' | 'EXPIRED' | 'WITHDRAWN',
  reason: string,
  at: Date,
): Escalation => ({
  ...current,
  ...{ status, settledAt: at, settledReason: reason, version: current.version + 1 },
});

/** Whoever was found to be asked. */
export interface Asked {
  readonly personId: string;
  readonly level: EscalationLevel;
  readonly shiftEndsAt: Date;
}

/** The escalation with somebody who is asked from now on, for no longer than they are on shift. */
export function ask(current: Escalation, asked: Asked, at: Date): Escalation {
  const over = new Date(at.getTime() + current.acceptWithin);
  return {
    ...current,
    ...{ status: 'RAISED', level: asked.level, toPersonId: asked.personId },
    acceptBy: over < asked.shiftEndsAt ? over : asked.shiftEndsAt,
    version: current.version + 1,
  };
}
