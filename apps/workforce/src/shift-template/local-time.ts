import { compileCalendar, nextOpening, startOfDay, type DayOfWeek } from '@courtesy/kernel';

const DAY_MS = 86_400_000;
const closed = { sun: [], mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] };
const fromSunday: readonly DayOfWeek[] = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
const midnight = (date: string) => Date.parse(`${date}T00:00:00Z`);

/** Whether a text is a time of the clock, `00:00` to `23:59`. */
export const isLocalTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/**
 * The instant at which the clocks of a zone show a time (`HH:MM`) on a date (`YYYY-MM-DD`). A time that happens twice when the clocks go back
 * is the first one; one that they skip is the instant after it.
 */
export function instantAt(date: string, time: string, timeZone: string): Date {
  if (time === '00:00') return startOfDay(date, timeZone);
  const day = { date, intervals: [[time, '24:00']] as const };
  const calendar = compileCalendar({ timeZone, week: closed, exceptions: [day] });
  return nextOpening(calendar, new Date(midnight(date) - 2 * DAY_MS));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date (`YYYY-MM-DD`) in a zone at an instant. */
export function dateAt(at: Date, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone });
  formats.set(timeZone, format);
  return format.format(at);
}

/** The day of the week of a date. */
export const dayOf = (date: string): DayOfWeek => fromSunday[new Date(midnight(date)).getUTCDay()] ?? 'SUNDAY';

/** The dates from one up to, but without, another. */
export function datesBetween(from: string, until: string): string[] {
  const dates: string[] = [];
  for (let at = midnight(from); at < midnight(until); at += DAY_MS) dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}
