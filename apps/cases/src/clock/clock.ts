import type { CompiledCalendar, Duration } from '@courtesy/kernel';
import type { CaseClockKind, CaseStatus, ClockEventKind, ClockState } from '@courtesy/graph-types/cases';

/** One row of the clock ledger. Never changed: what a clock reads follows from its rows and the calendar versions they name (ADR 0012). */
export interface ClockEvent {
  readonly id: string;
  readonly caseId: string;
  readonly clock: CaseClockKind;
  /** From 1: a case taken up again has another. */
  readonly segment: number;
  readonly kind: ClockEventKind;
  /** When it happened, which may be earlier than when it was recorded. */
  readonly at: Date;
  readonly recordedAt: Date;
  /** Business time; null when nothing is promised. */
  readonly target: Duration | null;
  /** The hours by which the clock counts; null for the wall clock. */
  readonly calendarVersionId: string | null;
  /** The standard that set the target; null when none did. */
  readonly standardId: string | null;
  /** The id of a contact, a status, a priority, or what else made it happen. */
  readonly cause: string;
  readonly reason: string | null;
}

/** What one segment of a clock reads at an instant. */
export interface CaseClock {
  readonly kind: CaseClockKind;
  readonly segment: number;
  readonly state: ClockState;
  readonly elapsed: Duration;
  readonly target: Duration | null;
  /** Negative once the target is exceeded; null without one. */
  readonly remaining: Duration | null;
  /** Null without a target, and while the clock stands still short of it. */
  readonly dueAt: Date | null;
  /** The instant at which elapsed reached the target; null when it did not. */
  readonly breachedAt: Date | null;
  readonly standardId: string | null;
  readonly calendarVersionId: string | null;
  /** In the order of recording. */
  readonly events: readonly ClockEvent[];
}

/** A running clock that has a due instant, as the list of what is next keeps it. */
export interface CaseAtRisk {
  readonly caseId: string;
  readonly clock: CaseClockKind;
  readonly segment: number;
  readonly dueAt: Date;
  readonly target: Duration;
  readonly calendarVersionId: string | null;
  readonly standardId: string | null;
  /** When the breach was put on record; null while it was not. */
  readonly noticedAt: Date | null;
}

/** Gives the hours of a calendar version, ready for arithmetic. */
export type CalendarOf = (versionId: string) => CompiledCalendar;

/** What a standard promises of one clock. */
export interface Promised {
  /** Business time. */
  readonly within: Duration;
  /** The statuses of a case in which the clock stands still. */
  readonly pausedIn: readonly CaseStatus[];
}

/** By what a clock that starts now is measured. */
export interface Terms {
  /** Null when no standard was in force: then clocks run by the wall clock, without a target. */
  readonly standardId: string | null;
  readonly calendarVersionId: string | null;
  readonly promised: Readonly<Partial<Record<CaseClockKind, Promised>>>;
}

/** The clocks in the order in which people name them. */
export const CLOCKS: readonly CaseClockKind[] = [
  'FIRST_RESPONSE',
  'NEXT_RESPONSE',
  'UPDATE',
  'RESOLUTION',
  'REGULATORY',
];

/** Where a clock stands still when its standard does not say: nobody can resolve, or has news, while the customer has the next word. */
export const DEFAULT_PAUSES: Readonly<Record<CaseClockKind, readonly CaseStatus[]>> = {
  FIRST_RESPONSE: [],
  NEXT_RESPONSE: [],
  UPDATE: ['WAITING_CUSTOMER'],
  RESOLUTION: ['WAITING_CUSTOMER'],
  REGULATORY: [],
};

/** Clocks of which a later segment goes on counting: whoever reopens a case has not been given the whole time again. */
export const CARRIES_ON: ReadonlySet<CaseClockKind> = new Set(['RESOLUTION', 'REGULATORY']);

/** Whether a breach at this instant is on record. */
export const isNoticed = (events: readonly ClockEvent[], clock: CaseClockKind, at: Date): boolean =>
  events.some((each) => each.kind === 'BREACH' && each.clock === clock && each.at.getTime() === at.getTime());
