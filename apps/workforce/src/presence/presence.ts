import type { PresenceState } from '@courtesy/graph-types/workforce';
import type { BriefCopy } from '../brief-copy/brief-copy.ts';
import type { Shift, ShiftIsCancelled } from '../shift/shift.ts';

/** What came with a change of presence: the start of a shift, its end, or neither. */
export type PresenceAct = 'STARTED' | 'CHANGED' | 'ENDED';

/** What somebody does from an instant on, until their next one. Never changed afterwards. */
export interface PersonPresence {
  readonly id: string;
  readonly personId: string;
  /** Grows by one with each of the same person: two may fall in one millisecond. */
  readonly sequence: number;
  readonly state: PresenceState;
  readonly since: Date;
  /** The shift that it is part of; null outside of one. */
  readonly shiftId: string | null;
  readonly act: PresenceAct;
}

/** A shift began for the person. */
export interface ShiftStarted {
  readonly type: 'ShiftStarted';
  readonly shift: Shift;
  readonly presence: PersonPresence;
  /** What was to be read before it, and was not. */
  readonly unreadBriefs: readonly BriefCopy[];
}

/** A shift is over for the person. */
export interface ShiftEnded {
  readonly type: 'ShiftEnded';
  readonly shift: Shift;
  readonly presence: PersonPresence;
}

/** What somebody does is on record. */
export interface PresenceRecorded {
  readonly type: 'PresenceRecorded';
  readonly presence: PersonPresence;
}

/** It was begun already. */
export interface ShiftIsStarted {
  readonly type: 'ShiftIsStarted';
  readonly shift: Shift;
}

/** It is too early to begin it, or over. */
export interface ShiftIsNotNow {
  readonly type: 'ShiftIsNotNow';
  readonly shift: Shift;
}

/** It was not begun, or has been ended. */
export interface ShiftIsNotRunning {
  readonly type: 'ShiftIsNotRunning';
  readonly shift: Shift;
}

/** How long before its start a shift may be begun, in milliseconds: an hour. */
export const EARLIEST_START_MS = 3_600_000;

/** What a new presence is made of besides what it says. */
export interface PresenceOrigin {
  readonly id: string;
  readonly personId: string;
  readonly at: Date;
  /** The one before; null for the first. */
  readonly last: PersonPresence | null;
}

/** The shift that somebody has begun and not ended; null when there is none. */
export const runningShift = (last: PersonPresence | null): string | null =>
  last === null || last.act === 'ENDED' ? null : last.shiftId;

/** What somebody does from now on. A clock that goes back does not take it before the one before. */
export function nextPresence(
  { id, personId, at, last }: PresenceOrigin,
  what: Pick<PersonPresence, 'state' | 'shiftId' | 'act'>,
): PersonPresence {
  const since = last !== null && last.since > at ? last.since : at;
  return { id, personId, sequence: (last?.sequence ?? 0) + 1, since, ...what };
}

/** Begins a shift: the person is there for contacts. `known` are the presences that are part of it. */
export function startOf(
  shift: Shift,
  known: readonly PersonPresence[],
  origin: PresenceOrigin,
): ShiftStarted | ShiftIsStarted | ShiftIsNotNow | ShiftIsCancelled {
  if (shift.status === 'CANCELLED') return { type: 'ShiftIsCancelled', shift };
  if (known.length > 0) return { type: 'ShiftIsStarted', shift };
  const early = shift.startsAt.getTime() - origin.at.getTime() > EARLIEST_START_MS;
  if (early || origin.at >= shift.endsAt) return { type: 'ShiftIsNotNow', shift };
  const presence = nextPresence(origin, { state: 'AVAILABLE', shiftId: shift.id, act: 'STARTED' });
  return { type: 'ShiftStarted', shift, presence, unreadBriefs: [] };
}

/** Ends the shift that was begun: the person is gone. */
export function endOf(shift: Shift, origin: PresenceOrigin): ShiftEnded | ShiftIsNotRunning {
  if (runningShift(origin.last) !== shift.id) return { type: 'ShiftIsNotRunning', shift };
  const presence = nextPresence(origin, { state: 'OFFLINE', shiftId: shift.id, act: 'ENDED' });
  return { type: 'ShiftEnded', shift, presence };
}
