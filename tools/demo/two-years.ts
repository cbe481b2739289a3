import { dayStarts } from '../import/reporting-day.ts';
import { HOURS, MONTHS, WEEKDAYS } from './facts.ts';
import type { Chance, Weighted } from './random.ts';

/** Where the demo's organisation is. */
export const TIME_ZONE = 'Europe/London';
/** The first day of the demo's two years. */
export const FIRST_DAY = '2024-11-01';
/** The last day of the demo's two years. */
export const LAST_DAY = '2026-10-31';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const startOfDay = dayStarts(TIME_ZONE);

/** The end of the demo's two years: nothing in it happens at or after this instant. */
export const END = new Date(startOfDay(LAST_DAY).getTime() + DAY_MS);

const days: string[] = [];
for (let at = Date.parse(FIRST_DAY); at <= Date.parse(LAST_DAY); at += DAY_MS)
  days.push(new Date(at).toISOString().slice(0, 10));

/** The beginning of the newest quarter, whose cases may still be without an answer. */
export const NEWEST_QUARTER = startOfDay('2026-08-01');

/** How much happens on a day in proportion to others: its month's share by day, times its weekday's. */
function weightOf(day: string): number {
  const date = new Date(day);
  const month = date.getUTCMonth();
  const length = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return ((MONTHS[month] ?? 0) / length) * (WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 0);
}

/** The sums of the weights up to and including each day, so that a day is found by halving. */
const sums: number[] = [];
for (const day of days) sums.push((sums.at(-1) ?? 0) + weightOf(day));

const hours: Weighted<number> = HOURS.map((weight, hour) => [hour, weight]);

/** An instant within the two years, as likely as contacts are in its month, weekday and hour. */
export function someMoment(chance: Chance): Date {
  const wanted = chance.next() * (sums.at(-1) ?? 0);
  let from = 0;
  let to = sums.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sums[middle] ?? 0) > wanted) to = middle;
    else from = middle + 1;
  }
  const start = startOfDay(days[from] ?? FIRST_DAY).getTime();
  return new Date(start + chance.weighted(hours) * HOUR_MS + chance.whole(0, 59) * 60_000);
}

/** A length of time in milliseconds from a table of upper bounds, each counted in `unitMs`; even between one bound and the next. */
export function someLength(chance: Chance, bounds: Weighted<number>, unitMs: number): number {
  const upTo = chance.weighted(bounds);
  const before = bounds.reduce((nearest, [bound]) => (bound < upTo ? Math.max(nearest, bound) : nearest), 0);
  return Math.round((before + chance.next() * (upTo - before)) * unitMs);
}
