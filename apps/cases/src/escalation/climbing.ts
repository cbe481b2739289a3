import type { Duration } from '@courtesy/kernel';
import type { EscalationLevel } from '@courtesy/graph-types/cases';
import { readClock } from '../clock/reading.ts';
import type { CalendarOf, ClockEvent } from '../clock/clock.ts';
import { above, rankOf } from '../person-copy/on-duty.ts';
import type { Escalation } from './escalation.ts';
import type { LadderStep } from './ladder.ts';

/** A customer who waits for an answer. */
export interface Wait {
  /** Which response clock, and which run of it. */
  readonly key: string;
  /** When it was put on record that they wait. */
  readonly recordedAt: Date;
  /** When they will have waited so much business time, or had; null while the clock stands still short of it. */
  readonly reaches: (after: Duration) => Date | null;
}

/**
 * The wait that a case's ledger tells of, by the calendar that is pinned there; null when everybody is answered. The ledger decides alone: an
 * answer put on record late, or taken back, moves the ladder as it moves the clock.
 */
export function waitOf(ledger: readonly ClockEvent[], calendarOf: CalendarOf, now: Date): Wait | null {
  for (const clock of ['FIRST_RESPONSE', 'NEXT_RESPONSE'] as const) {
    const latest = readClock(ledger, clock, calendarOf, now).at(-1);
    if (!latest || latest.state === 'STOPPED') continue;
    const { segment, events } = latest;
    const start = events.find(({ kind }) => kind === 'START');
    const reaches = (after: Duration) => {
      const events = ledger.map((row) => ({ ...row, target: after }));
      return readClock(events, clock, calendarOf, now).at(-1)?.dueAt ?? null;
    };
    return { key: `${clock} ${segment}`, recordedAt: start?.recordedAt ?? now, reaches };
  }
  return null;
}

/** How far a case has climbed. */
export interface Climb {
  /** How many steps of the ladder lie behind it. */
  readonly step: number;
  readonly steps: readonly LadderStep[];
  readonly wait: Wait | null;
  /** Somebody accepted during this wait. */
  readonly isStopped: boolean;
  /** What waits for somebody; null when nothing does. */
  readonly open: Escalation | null;
  /** Nobody has to do anything about the case any more. */
  readonly hasEnded: boolean;
}

/** Somebody of a level is to be asked. */
export interface Raise {
  readonly level: EscalationLevel;
  readonly reason: string;
  /** Null to give as much as the one before had. */
  readonly acceptWithin: Duration | null;
  /** What makes it so: a step of the ladder was reached, an escalation expired, or nobody was found before and the same one looks again. */
  readonly by: 'LADDER' | 'EXPIRY' | 'COVER_GAP';
}

/** What is to be done about a case now. */
export interface ClimbDecision {
  readonly end: { readonly as: 'EXPIRED' | 'WITHDRAWN'; readonly why: string } | null;
  readonly raise: Raise | null;
  readonly step: number;
}

/** How long until somebody is looked for again where nobody was on shift, in milliseconds. A shift that is scheduled meanwhile is seen at once. */
export const LOOK_AGAIN_MS = 300_000;

function stepsPassed({ steps, wait }: Climb, now: Date): number {
  if (!wait) return 0;
  const passed = steps.findIndex(({ after }) => {
    const at = wait.reaches(after);
    return at === null || at > now;
  });
  return passed < 0 ? steps.length : passed;
}

const withinOf = (steps: readonly LadderStep[], level: EscalationLevel): Duration | null =>
  steps.find((step) => step.level === level)?.acceptWithin ?? null;

/**
 * Decides what is to be done about a case: an escalation that is over is ended, and the next one raised. Steps that passed while nobody looked
 * are one climb, to the highest of them.
 */
export function decideClimb(climb: Climb, now: Date): ClimbDecision {
  const { open, steps } = climb;
  const isOver = climb.hasEnded || (open?.isAutomatic && open.wait !== climb.wait?.key);
  const passed = climb.isStopped ? climb.step : Math.max(climb.step, stepsPassed(climb, now));
  const reached = !climb.hasEnded && passed > climb.step ? steps[passed - 1] : undefined;
  const raiseReached = reached && {
    ...{ level: reached.level, acceptWithin: reached.acceptWithin, by: 'LADDER' as const },
    reason: `The customer has waited ${reached.after / 3_600_000} business hours for an answer`,
  };
  if (!open) return { end: null, raise: raiseReached ?? null, step: passed };
  if (isOver) {
    const why = climb.hasEnded ? 'The case has ended' : 'The customer was answered';
    return { end: { as: 'WITHDRAWN', why }, raise: raiseReached ?? null, step: passed };
  }
  const higher = raiseReached && rankOf(raiseReached.level) > rankOf(open.level) ? raiseReached : null;
  if (open.status === 'UNCOVERED') {
    const level = higher?.level ?? open.level;
    return { end: null, raise: { level, reason: open.reason, acceptWithin: null, by: 'COVER_GAP' }, step: passed };
  }
  const isLate = open.acceptBy !== null && open.acceptBy <= now;
  if (!isLate && !higher) return { end: null, raise: null, step: passed };
  const next = above(open.level);
  const reason = `${open.level.toLowerCase()} asked at ${open.raisedAt.toISOString()} did not accept`;
  const climbed: Raise = { level: next, reason, acceptWithin: withinOf(steps, next), by: 'EXPIRY' };
  return { end: { as: 'EXPIRED', why: 'Nobody accepted in time' }, raise: higher ?? climbed, step: passed };
}

/** When a case is to be looked at again, after what was decided was done; null when only something that happens can change anything. */
export function nextLook(climb: Climb, now: Date): Date | null {
  const { open, wait, steps, step } = climb;
  const next = steps[step];
  const climbs = !climb.isStopped && !climb.hasEnded && wait && next ? wait.reaches(next.after) : null;
  const waits = open?.status === 'UNCOVERED' ? new Date(now.getTime() + LOOK_AGAIN_MS) : (open?.acceptBy ?? null);
  const all = [climbs, open ? waits : null].filter((at) => at !== null);
  return all.length === 0 ? null : new Date(Math.min(...all.map((at) => at.getTime())));
}
