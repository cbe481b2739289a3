import {
  compileCalendar,
  nextOpening,
  validateCalendar,
  type BusinessCalendar,
  type CalendarException,
  type Interval,
  type Problem,
  type Weekday,
} from '@courtesy/kernel';
import type {
  CalendarExceptionInput,
  CalendarWeekInput,
  InputMaybe,
  OpeningIntervalInput,
} from '@courtesy/graph-types/policy';
import type { CalendarHolidays } from '../holiday/holiday.ts';
import { MAX_NAME } from './calendar.ts';

/** A date that beats the week. Without an origin it was given when the hours were published. */
export interface VersionException extends CalendarException {
  readonly origin?: 'HOLIDAY' | 'ONE_OFF' | undefined;
}

/** The hours of a calendar from one instant on. Never changed once published. */
export interface CalendarVersion extends BusinessCalendar {
  /** By date, those of {@link holidays} among them, so that the hours can be counted by whatever becomes of the source of holidays. */
  readonly exceptions: readonly VersionException[];
  readonly holidays: CalendarHolidays | null;
  /** Why a one-off exception was added or removed; null when the hours were published whole. */
  readonly reason: string | null;
  readonly id: string;
  readonly calendarId: string;
  /** From 1, without gaps. */
  readonly number: number;
  /** The first day on which it counts, `YYYY-MM-DD` in its time zone. */
  readonly effectiveFrom: string;
  /** The instant from which it counts: where that day begins, or later on it for a one-off exception. */
  readonly effectiveAt: Date;
  /** The person who published it, when it was one. */
  readonly authorId: string | null;
  /** The subject of the caller who published it. */
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

/** Hours as a caller gives them. */
export interface HoursGiven {
  readonly effectiveFrom: string;
  readonly timeZone: string;
  readonly week: CalendarWeekInput;
  /** Exceptions beside the holidays. */
  readonly exceptions?: InputMaybe<readonly CalendarExceptionInput[]>;
}

/** The most stretches of open time in a day. */
export const MAX_INTERVALS = 24;
/** The most dates that may beat the week. */
export const MAX_EXCEPTIONS = 2_000;

/** The days of a week as the graph and as the kernel call them, from Monday. */
export const weekdayNames = {
  monday: 'mon',
  tuesday: 'tue',
  wednesday: 'wed',
  thursday: 'thu',
  friday: 'fri',
  saturday: 'sat',
  sunday: 'sun',
} as const satisfies Readonly<Record<keyof CalendarWeekInput, Weekday>>;

const dayNames = Object.keys(weekdayNames) as (keyof typeof weekdayNames)[];

const intervalsOf = (given: InputMaybe<readonly OpeningIntervalInput[]>): Interval[] =>
  (given ?? []).map(({ opens, closes }) => [opens, closes]);

/** An exception as a caller gives it, as the kernel counts by it. */
export function exceptionOf({ date, intervals, name }: CalendarExceptionInput): CalendarException {
  return { date, intervals: intervalsOf(intervals), ...(name && { name }) };
}

/** The hours as the kernel counts by them, in the order given. */
export function hoursOf({ timeZone, week, exceptions }: HoursGiven): BusinessCalendar {
  const days = dayNames.map((day) => [weekdayNames[day], intervalsOf(week[day])] as const);
  return {
    timeZone,
    week: Object.fromEntries(days) as Record<Weekday, Interval[]>,
    exceptions: (exceptions ?? []).map(exceptionOf),
  };
}

/** `week.mon.0.1` -> `week.monday[0].closes`: the place in the caller's input instead of the kernel's calendar. */
function inputPath(path: string): string {
  return path
    .replace(/\.(\d+)\.([01])$/, (_, index: string, side: string) => `[${index}].${side === '0' ? 'opens' : 'closes'}`)
    .replace(/\.(\d+)/g, '[$1]')
    .replace(/^week\.(\w+)/, (whole, day: string) => {
      const name = dayNames.find((each) => weekdayNames[each] === day);
      return name ? `week.${name}` : whole;
    });
}

const asInputProblem = ({ path, message }: Problem): Problem => ({
  path: inputPath(path),
  message: message.replace(/\bexceptions\.(\d+)/g, 'exceptions[$1]').replace(/\.$/, ''),
});

function problemsOfSize({ week, exceptions }: HoursGiven): Problem[] {
  const tooMany = (path: string, given: InputMaybe<readonly OpeningIntervalInput[]>) =>
    (given?.length ?? 0) > MAX_INTERVALS
      ? [{ path, message: `has ${given?.length} intervals; a day has at most ${MAX_INTERVALS}` }]
      : [];
  const count = exceptions?.length ?? 0;
  if (count > MAX_EXCEPTIONS)
    return [{ path: 'exceptions', message: `has ${count} dates; at most ${MAX_EXCEPTIONS} are kept` }];
  return [
    ...dayNames.flatMap((day) => tooMany(`week.${day}`, week[day])),
    ...(exceptions ?? []).flatMap(({ intervals, name }, index) => [
      ...tooMany(`exceptions[${index}].intervals`, intervals),
      ...((name?.length ?? 0) > MAX_NAME
        ? [{ path: `exceptions[${index}].name`, message: `has more than ${MAX_NAME} characters` }]
        : []),
    ]),
  ];
}

/** The earliest day from which hours may count. */
const EARLIEST = '1900-01-01';

/** Everything that keeps hours from being published, by place in the input; empty when nothing does. */
export function problemsOfHours(given: HoursGiven): Problem[] {
  const early = given.effectiveFrom < EARLIEST;
  return [
    ...(early ? [{ path: 'effectiveFrom', message: `lies before ${EARLIEST}; give a later day` }] : []),
    ...validateCalendar(hoursOf(given)).map(asInputProblem),
    ...problemsOfSize(given),
  ];
}

const DAY_MS = 86_400_000;
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * The instant at which a day begins in a zone: midnight, or the first instant after a midnight that the clocks skipped. A date that a zone
 * left out whole, such as 2011-12-30 in Apia, begins with the next one.
 */
export function firstInstantOf(date: string, timeZone: string): Date {
  const utcMidnight = Date.parse(`${date}T00:00:00Z`);
  const wholeDay: readonly Interval[] = [['00:00', '24:00']];
  const closed = { sun: [], mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] };
  const exceptions = [date, dateOf(utcMidnight + DAY_MS)].map((each) => ({ date: each, intervals: wholeDay }));
  // Two days earlier is before that date in every zone.
  return nextOpening(compileCalendar({ timeZone, week: closed, exceptions }), new Date(utcMidnight - 2 * DAY_MS));
}

/** What is known of a version beside its hours. */
export type VersionRecord = Pick<CalendarVersion, 'id' | 'calendarId' | 'authorId' | 'publishedBy' | 'publishedAt'>;

const byDate = (a: CalendarException, b: CalendarException): number => (a.date < b.date ? -1 : 1);

/** The exceptions that people gave together with the holidays on other dates: whatever was given for a holiday's date wins. */
export function withHolidays(
  given: readonly VersionException[],
  holidays: CalendarHolidays | null,
): VersionException[] {
  const taken = new Set(given.map(({ date }) => date));
  const closed = (holidays?.dates ?? []).filter(({ date }) => !taken.has(date));
  return [
    ...given,
    ...closed.map(({ date, name }) => ({ date, intervals: [], name, origin: 'HOLIDAY' as const })),
  ].sort(byDate);
}

/** What is wrong with the exceptions and the holidays together; empty when nothing is. */
export function problemsOfCount(exceptions: readonly CalendarException[]): Problem[] {
  const { length } = exceptions;
  return length > MAX_EXCEPTIONS
    ? [{ path: 'exceptions', message: `and holidays are ${length} dates; at most ${MAX_EXCEPTIONS} are kept` }]
    : [];
}

/** Hours as the first version of a calendar; `publishNext` numbers those of a later one. The hours must be without problems. */
export function firstVersion(
  given: HoursGiven,
  record: VersionRecord,
  holidays: CalendarHolidays | null = null,
): CalendarVersion {
  const hours = hoursOf(given);
  return {
    ...record,
    number: 1,
    holidays,
    reason: null,
    effectiveFrom: given.effectiveFrom,
    effectiveAt: firstInstantOf(given.effectiveFrom, given.timeZone),
    timeZone: hours.timeZone,
    week: hours.week,
    exceptions: withHolidays(hours.exceptions, holidays),
  };
}
