import { compileCalendar, durationOf, type BusinessCalendar, type CompiledCalendar } from '@courtesy/kernel';
import type { CaseClockKind, CaseStatus } from '@courtesy/graph-types/cases';
import { DEFAULT_PAUSES, type CalendarOf, type ClockEvent, type Terms } from '../src/clock/clock.ts';
import { follow, type ClockSignal } from '../src/clock/following.ts';

const office: BusinessCalendar = {
  timeZone: 'Europe/London',
  week: {
    mon: [['09:00', '17:00']],
    tue: [['09:00', '17:00']],
    wed: [['09:00', '17:00']],
    thu: [['09:00', '17:00']],
    fri: [['09:00', '17:00']],
    sat: [],
    sun: [],
  },
  exceptions: [],
};
const shop: BusinessCalendar = {
  timeZone: 'Europe/Berlin',
  week: Object.fromEntries(
    ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((day) => [
      day,
      [
        ['08:00', '12:00'],
        ['13:00', '20:00'],
      ],
    ]),
  ) as unknown as BusinessCalendar['week'],
  exceptions: [],
};

/** Calendar versions for specs of pure clocks. */
export const versions: ReadonlyMap<string, CompiledCalendar> = new Map([
  ['calv_office', compileCalendar(office)],
  ['calv_shop', compileCalendar(shop)],
]);

/** Their hours by id; throws for any other id, as the store's does. */
export const calendarOf: CalendarOf = (id) => {
  const calendar = versions.get(id);
  if (!calendar) throw new Error(`No calendar version ${id}`);
  return calendar;
};

/** An instant of March 2026: the 2nd is a Monday. `hm` is London time, which is UTC until the 29th. */
export const on = (day: number, hm: string): Date => new Date(`2026-03-${String(day).padStart(2, '0')}T${hm}:00.000Z`);

/** Hours and minutes as a duration. */
export const time = (hours: number, minutes = 0) => durationOf((hours * 60 + minutes) * 60_000);

/** Terms with these targets, paused as if the standard said nothing. */
export const termsOf = (
  standardId: string | null,
  calendarVersionId: string | null,
  targets: Readonly<Partial<Record<CaseClockKind, number>>>,
): Terms => ({
  standardId,
  calendarVersionId,
  promised: Object.fromEntries(
    Object.entries(targets).map(([clock, within]) => [
      clock,
      { within: durationOf(within), pausedIn: DEFAULT_PAUSES[clock as CaseClockKind] },
    ]),
  ),
});

/** Signals without what goes on record with them. */
export const opened = (at: Date): ClockSignal => ({
  ...{ type: 'OPENED', at, cause: 'OPENED' },
  ...{ answered: false, promisedOnly: false },
});
export const answered = (at: Date, cause = 'intr_answer'): ClockSignal => ({ type: 'ANSWERED', at, cause });
export const asked = (at: Date, cause = 'intr_question'): ClockSignal => ({ type: 'ASKED', at, cause });
export const moved = (at: Date, from: CaseStatus, to: CaseStatus): ClockSignal => ({
  ...{ type: 'MOVED', at, cause: to },
  ...{ from, to, reason: null },
});
export const prioritised = (at: Date, priority: string): ClockSignal => ({
  ...{ type: 'PRIORITISED', at, cause: priority, reason: null },
});

/** A ledger that grows by one signal after another, as that of a case does. */
export interface History {
  readonly ledger: readonly ClockEvent[];
  readonly status: CaseStatus;
}

/** An empty one. */
export const nothing: History = { ledger: [], status: 'NEW' };

/** The history after one more signal, recorded at its instant or later, under these terms. */
export function then(before: History, signal: ClockSignal, terms: Terms, recordedAt: Date = signal.at): History {
  const status = signal.type === 'MOVED' ? signal.to : before.status;
  const added = follow(
    {
      ...{ caseId: 'case_1', status, ledger: before.ledger, terms, calendarOf, recordedAt },
      pausesOf: (clock, standardId) =>
        (standardId === terms.standardId ? terms.promised[clock]?.pausedIn : undefined) ?? DEFAULT_PAUSES[clock],
      newId: () => `clke_${before.ledger.length}`,
    },
    [signal],
  );
  return { ledger: [...before.ledger, ...added], status };
}
