/** A day of the week as the graph names it. */
export type DayOfWeek = 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY';

/** Which days count as business days, pinned as dates so that the same question has the same answer for ever. All dates are `YYYY-MM-DD`. */
export interface BusinessDays {
  /** The days of a week that count. */
  readonly weekdays: readonly DayOfWeek[];
  /** Dates that do not count although their day of the week does. */
  readonly closedDays: readonly { readonly date: string; readonly name: string }[];
  /** The first day of which it is known whether it counts. */
  readonly knownFrom: string;
  /** The last one. */
  readonly knownUntil: string;
}

/** How a time limit is measured. */
export type LimitUnit = 'BUSINESS_DAYS' | 'CALENDAR_DAYS' | 'WEEKS' | 'MONTHS';

/** A time limit in whole days, weeks or months. */
export interface DayLimit {
  /** How many, at least one. */
  readonly length: number;
  readonly unit: LimitUnit;
}

/** Which day is the first of a limit: the day after what starts it, as most rules count, or the same day. */
export type DayOne = 'DAY_AFTER' | 'SAME_DAY';

/** The last day of a limit, and the closed days that the count stepped over. */
export interface LastDay {
  readonly date: string;
  readonly skipped: BusinessDays['closedDays'];
}

const DAY_MS = 86_400_000;
const fromSunday: readonly DayOfWeek[] = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

const msOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The date so many days later, or earlier when negative. */
export const addDays = (date: string, days: number): string => dateOf(msOf(date) + days * DAY_MS);

/** How many days lie from one date to another; less than nothing when it comes before. */
export const daysBetween = (from: string, until: string): number => Math.round((msOf(until) - msOf(from)) / DAY_MS);

/** The same day of the month so many months later; where that month is too short, its last day. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dateOf(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth)));
}

const countsByItsWeek = (days: BusinessDays, date: string): boolean => {
  const weekday = fromSunday[new Date(msOf(date)).getUTCDay()];
  return weekday !== undefined && days.weekdays.includes(weekday);
};

function lastBusinessDay(days: BusinessDays, first: string, length: number): LastDay | null {
  const closed = new Map(days.closedDays.map((each) => [each.date, each]));
  const skipped: LastDay['skipped'][number][] = [];
  let counted = 0;
  for (let date = first; date >= days.knownFrom && date <= days.knownUntil; date = addDays(date, 1)) {
    if (!countsByItsWeek(days, date)) continue;
    const holiday = closed.get(date);
    if (holiday) skipped.push(holiday);
    else if ((counted += 1) === length) return { date, skipped };
  }
  return null;
}

/**
 * The last day of a limit that `start` sets going; whatever is due is in time until that day ends. Null where the count leaves the days
 * that are known. A limit in business days that starts on a day that is none begins with the next one.
 * @throws RangeError for a limit that is not one or more whole units.
 */
export function lastDayOf(
  limit: DayLimit,
  start: string,
  { dayOne, days }: { readonly dayOne: DayOne; readonly days: BusinessDays },
): LastDay | null {
  const { length, unit } = limit;
  if (!Number.isSafeInteger(length) || length < 1) throw new RangeError(`A limit is one or more days, not ${length}.`);
  const early = dayOne === 'SAME_DAY' ? -1 : 0;
  switch (unit) {
    case 'BUSINESS_DAYS':
      return lastBusinessDay(days, addDays(start, 1 + early), length);
    case 'CALENDAR_DAYS':
      return { date: addDays(start, length + early), skipped: [] };
    case 'WEEKS':
      return { date: addDays(start, 7 * length + early), skipped: [] };
    case 'MONTHS':
      return { date: addDays(addMonths(start, length), early), skipped: [] };
  }
}
