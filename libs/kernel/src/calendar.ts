import type { Problem } from './outcome.ts';
import { isTimeZone } from './time-zone.ts';

/** The days of the week in the order of `Date.getUTCDay`. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** A day of the week, as a calendar names it. */
export type Weekday = (typeof weekdays)[number];

/**
 * Opening and closing time on the local clock, as `HH:MM`. A closing time at or before the opening time lies on the next day
 * (`['21:00', '02:00']`, and `['09:00', '09:00']` is 24 hours); `24:00` closes at midnight. It belongs to the day it opens on.
 */
export type Interval = readonly [open: string, close: string];

/** A date (`YYYY-MM-DD`, local) whose opening hours replace the week's whole; no interval means closed. */
export interface CalendarException {
  readonly date: string;
  readonly intervals: readonly Interval[];
  readonly name?: string | undefined;
}

/**
 * When a desk is open: hours by weekday on the wall clock of an IANA zone, and the dates that beat them. Intervals of a day may
 * come in any order; those that overlap or touch count once. What opened the evening before an exception still ends as it would have.
 */
export interface BusinessCalendar {
  readonly timeZone: string;
  readonly week: Readonly<Record<Weekday, readonly Interval[]>>;
  readonly exceptions: readonly CalendarException[];
}

/** A calendar that cannot be computed with; `problems` lists everything wrong with it, the message too. */
export class InvalidCalendar extends Error {
  override readonly name = 'InvalidCalendar';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      `The calendar is not valid. ${problems.map(({ path, message }) => `${path || 'calendar'}: ${message}`).join(' ')}`,
    );
    this.problems = problems;
  }
}

/** The calendar without closing time, for promises that count on the wall clock. Elapsed time is the same in every zone. */
export function alwaysOpen(timeZone = 'UTC'): BusinessCalendar {
  const day: readonly Interval[] = [['00:00', '24:00']];
  return { timeZone, week: { sun: day, mon: day, tue: day, wed: day, thu: day, fri: day, sat: day }, exceptions: [] };
}

/** Everything that is wrong with a calendar from outside: where (`week.mon.0.1`), what, and how to mend it. Empty when it is sound. */
export function validateCalendar(calendar: unknown): Problem[] {
  if (!isRecord(calendar))
    return [{ path: '', message: 'A calendar is an object with timeZone, week and exceptions.' }];
  const problems: Problem[] = [];
  if (typeof calendar.timeZone !== 'string' || !isTimeZone(calendar.timeZone)) {
    problems.push({
      path: 'timeZone',
      message: `${show(calendar.timeZone)} is not an IANA time zone. Write a name such as "Europe/London" or "UTC".`,
    });
  }
  return [...problems, ...weekProblems(calendar.week), ...exceptionProblems(calendar.exceptions)];
}

function weekProblems(week: unknown): Problem[] {
  if (!isRecord(week)) return [{ path: 'week', message: 'Give the intervals of each day, from sun to sat.' }];
  const unknown = Object.keys(week)
    .filter((day) => !weekdays.includes(day as Weekday))
    .map((day) => ({ path: `week.${day}`, message: `There is no such day. The days are ${weekdays.join(', ')}.` }));
  const known = weekdays.flatMap((day) => intervalProblems(week[day], `week.${day}`));
  return [...unknown, ...known];
}

function exceptionProblems(exceptions: unknown): Problem[] {
  if (!Array.isArray(exceptions)) {
    return [{ path: 'exceptions', message: 'Give a list of dates, or [] when every week is alike.' }];
  }
  const firstUse = new Map<unknown, number>();
  return exceptions.flatMap((exception: unknown, index) => {
    const path = `exceptions.${index}`;
    if (!isRecord(exception)) return [{ path, message: 'An exception is an object with date and intervals.' }];
    const problems = intervalProblems(exception.intervals, `${path}.intervals`);
    const { date, name } = exception;
    if (typeof date !== 'string' || Number.isNaN(dayNumberOf(date))) {
      problems.push({ path: `${path}.date`, message: `${show(date)} is not a date. Write one such as "2026-12-25".` });
    } else if (firstUse.has(date)) {
      const message = `${date} already stands at exceptions.${firstUse.get(date)}. Keep one, with all intervals of that date.`;
      problems.push({ path: `${path}.date`, message });
    } else firstUse.set(date, index);
    if (name !== undefined && typeof name !== 'string') {
      problems.push({ path: `${path}.name`, message: 'The name is text. Leave it out when there is none.' });
    }
    return problems;
  });
}

function intervalProblems(intervals: unknown, path: string): Problem[] {
  if (!Array.isArray(intervals)) {
    return [{ path, message: 'Give a list of intervals such as [["09:00", "17:00"]], or [] for a closed day.' }];
  }
  return intervals.flatMap((interval: unknown, index) => {
    if (!Array.isArray(interval) || interval.length !== 2) {
      return [{ path: `${path}.${index}`, message: 'An interval is [open, close], such as ["09:00", "17:00"].' }];
    }
    return interval.flatMap((time: unknown, side) => timeProblems(time, side === 0, `${path}.${index}.${side}`));
  });
}

function timeProblems(time: unknown, opens: boolean, path: string): Problem[] {
  if (time === '24:00' && opens) return [{ path, message: 'A day cannot open at 24:00. Write 00:00 on the next day.' }];
  if (typeof time === 'string' && !Number.isNaN(minuteOf(time))) return [];
  const range = opens ? '00:00 to 23:59' : '00:00 to 24:00';
  return [{ path, message: `${show(time)} is not a time of day. Write hours and minutes as HH:MM, ${range}.` }];
}

/** Minutes since midnight of `HH:MM`, up to 1440 for `24:00`; NaN when the text is no such time. */
export function minuteOf(time: string): number {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(time);
  if (!match) return Number.NaN;
  return match[1] === undefined ? 1440 : Number(match[1]) * 60 + Number(match[2]);
}

/** Days from 1970-01-01 to a date written `YYYY-MM-DD`; NaN when there is no such date. */
export function dayNumberOf(date: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return Number.NaN;
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? Number.NaN : ms / 86_400_000;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'A missing value';
  const text = typeof value === 'string' ? JSON.stringify(value) : Array.isArray(value) ? 'A list' : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
