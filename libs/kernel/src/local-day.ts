import { nextOpening } from './business-time.ts';
import type { Interval } from './calendar.ts';
import { compileCalendar } from './compiled-calendar.ts';

const DAY_MS = 86_400_000;
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * The instant at which a date (`YYYY-MM-DD`) begins in an IANA zone: midnight, or the first instant after a midnight that the clocks skipped. A
 * date that a zone left out whole, such as 2011-12-30 in Apia, begins with the next one.
 * @throws InvalidCalendar when there is no such date or zone.
 */
export function startOfDay(date: string, timeZone: string): Date {
  const utcMidnight = Date.parse(`${date}T00:00:00Z`);
  const wholeDay: readonly Interval[] = [['00:00', '24:00']];
  const closed = { sun: [], mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] };
  const dates = Number.isNaN(utcMidnight) ? [date] : [date, dateOf(utcMidnight + DAY_MS)];
  const exceptions = dates.map((each) => ({ date: each, intervals: wholeDay }));
  const calendar = compileCalendar({ timeZone, week: closed, exceptions });
  // Two days earlier is before that date in every zone.
  return nextOpening(calendar, new Date(utcMidnight - 2 * DAY_MS));
}
