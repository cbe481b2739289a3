import type { NewEvent } from '@courtesy/events';
import type { ClockEventKind } from '@courtesy/graph-types/cases';
import type { CalendarOf, ClockEvent } from './clock.ts';
import { readClock } from './reading.ts';

const types = {
  START: 'courtesy.clock.started.v1',
  PAUSE: 'courtesy.clock.paused.v1',
  RESUME: 'courtesy.clock.resumed.v1',
  STOP: 'courtesy.clock.stopped.v1',
  BREACH: 'courtesy.clock.breached.v1',
  RETARGET: 'courtesy.clock.retargeted.v1',
} as const satisfies Record<ClockEventKind, NewEvent['type']>;

/** What other services are told of a row of the ledger. */
export const announced = (row: ClockEvent, dueAt: Date | null): NewEvent => ({
  type: types[row.kind],
  subject: row.id,
  sequence: 1,
  time: row.recordedAt,
  data: {
    caseId: row.caseId,
    clock: row.clock,
    segment: row.segment,
    at: row.at.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
    targetMs: row.target,
    calendarVersionId: row.calendarVersionId,
    standardId: row.standardId,
    cause: row.cause,
  },
});

/** The same for rows just added to a ledger, each with when its clock was due after it. */
export function announcements(
  ledger: readonly ClockEvent[],
  added: readonly ClockEvent[],
  calendarOf: CalendarOf,
): NewEvent[] {
  return added.map((row, index) => {
    const until = [...ledger, ...added.slice(0, index + 1)];
    const now = row.at > row.recordedAt ? row.at : row.recordedAt;
    const reading = readClock(until, row.clock, calendarOf, now).find(({ segment }) => segment === row.segment);
    return announced(row, row.kind === 'BREACH' ? row.at : (reading?.dueAt ?? null));
  });
}
