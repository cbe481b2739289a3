import { dueAt, durationOf, elapsed, NoOpenTime, type Duration } from '@courtesy/kernel';
import type { CaseClockKind, ClockState } from '@courtesy/graph-types/cases';
import { CARRIES_ON, CLOCKS, type CalendarOf, type CaseClock, type ClockEvent } from './clock.ts';

/** A stretch of time in which a clock was in one state and counted by one set of terms. */
export interface Stretch {
  readonly segment: number;
  readonly state: ClockState;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** The START or RETARGET that says by what is counted. */
  readonly terms: ClockEvent;
}

const stateAfter = { PAUSE: 'PAUSED', RESUME: 'RUNNING', STOP: 'STOPPED' } as const;

/** A segment whose end is taken back goes on from that very instant, as if it had not ended. */
const takesBack = (row: ClockEvent, ended: Omit<Stretch, 'to'>) =>
  row.kind === 'RESUME' && row.at.getTime() === ended.from.getTime();

/**
 * The stretches of one clock up to an instant, one after another without a gap from its first start on. Rows count in the order of `at`, and of
 * recording within one instant: an answer put on record late ends its segment when it was given, and what was recorded after that counts no more.
 */
export function timelineOf(events: readonly ClockEvent[], clock: CaseClockKind, until: Date): Stretch[] {
  const rows = events
    .filter((each) => each.clock === clock && each.kind !== 'BREACH' && each.at <= until)
    .sort((a, b) => a.segment - b.segment || a.at.getTime() - b.at.getTime());
  const stretches: Stretch[] = [];
  let open: Omit<Stretch, 'to'> | null = null;
  const change = (next: Omit<Stretch, 'to'>) => {
    if (open) stretches.push({ ...open, to: next.from });
    open = next;
  };
  for (const row of rows) {
    const current = open as Omit<Stretch, 'to'> | null;
    if (row.kind === 'START') change({ segment: row.segment, state: 'RUNNING', from: row.at, terms: row });
    else if (!current || current.segment !== row.segment) continue;
    else if (current.state === 'STOPPED' && !takesBack(row, current)) continue;
    else if (row.kind === 'RETARGET') change({ ...current, from: row.at, terms: row });
    else if (row.kind !== 'BREACH') change({ ...current, from: row.at, state: stateAfter[row.kind] });
  }
  const last = open as Omit<Stretch, 'to'> | null;
  return last ? [...stretches, { ...last, to: until }] : [];
}

const calendarIn = ({ terms }: Stretch, calendarOf: CalendarOf) =>
  terms.calendarVersionId === null ? null : calendarOf(terms.calendarVersionId);

/** The time that a stretch counts. Without a calendar it is the time on the wall. */
export function lengthOf(stretch: Stretch, calendarOf: CalendarOf): Duration {
  const calendar = calendarIn(stretch, calendarOf);
  if (calendar) return elapsed(calendar, stretch.from, stretch.to);
  return durationOf(Math.max(0, stretch.to.getTime() - stretch.from.getTime()));
}

/** The instant at which so much has been counted from the beginning of a stretch; null when its calendar never opens so long. */
function reach(stretch: Stretch, count: Duration, calendarOf: CalendarOf): Date | null {
  const calendar = calendarIn(stretch, calendarOf);
  if (!calendar) return new Date(stretch.from.getTime() + count);
  try {
    return dueAt(calendar, stretch.from, count);
  } catch (error) {
    if (error instanceof NoOpenTime) return null;
    throw error;
  }
}

/** When a target is reached, and whether it has been. */
function dueOf(
  counted: readonly Stretch[],
  target: Duration,
  calendarOf: CalendarOf,
): { readonly dueAt: Date | null; readonly breached: boolean } {
  let left: number = target;
  for (const stretch of counted) {
    const length = lengthOf(stretch, calendarOf);
    if (length >= left) return { dueAt: reach(stretch, durationOf(left), calendarOf), breached: true };
    left -= length;
  }
  const last = counted.at(-1);
  if (!last) return { dueAt: null, breached: false };
  const before = durationOf(left + lengthOf(last, calendarOf));
  return { dueAt: reach(last, before, calendarOf), breached: false };
}

function readSegment(timeline: readonly Stretch[], last: Stretch, calendarOf: CalendarOf): Omit<CaseClock, 'events'> {
  const { clock, target, standardId, calendarVersionId } = last.terms;
  const carries = CARRIES_ON.has(clock);
  const counted = timeline.filter(
    ({ segment, state }) => state === 'RUNNING' && (segment === last.segment || (carries && segment < last.segment)),
  );
  const sum = durationOf(counted.reduce((total, each) => total + lengthOf(each, calendarOf), 0));
  const due = target === null ? { dueAt: null, breached: false } : dueOf(counted, target, calendarOf);
  // A clock that stands still, or stopped while it did, would have been due at no instant that anybody knows.
  const stoodStill = timeline.findLast((each) => each.segment === last.segment && each.state !== 'STOPPED')?.state;
  return {
    kind: clock,
    segment: last.segment,
    state: last.state,
    elapsed: sum,
    target,
    remaining: target === null ? null : durationOf(target - sum),
    dueAt: due.breached || stoodStill === 'RUNNING' ? due.dueAt : null,
    breachedAt: due.breached ? due.dueAt : null,
    standardId,
    calendarVersionId,
  };
}

/** Reads one clock at an instant, segment by segment. */
export function readClock(
  events: readonly ClockEvent[],
  clock: CaseClockKind,
  calendarOf: CalendarOf,
  now: Date,
): CaseClock[] {
  const timeline = timelineOf(events, clock, now);
  const lastOfEach = new Map(timeline.map((stretch) => [stretch.segment, stretch]));
  return [...lastOfEach.values()].map((last) => ({
    ...readSegment(timeline, last, calendarOf),
    events: events.filter((each) => each.clock === clock && each.segment === last.segment),
  }));
}

/**
 * Reads all clocks of one case at an instant. `events` are in the order of recording. A function of its arguments alone, so that the same rows
 * read the same for ever.
 */
export function readClocks(events: readonly ClockEvent[], calendarOf: CalendarOf, now: Date): CaseClock[] {
  return CLOCKS.flatMap((clock) => readClock(events, clock, calendarOf, now));
}
