import type { RosterProblem } from './problem.ts';

const DAY_MS = 86_400_000;

/** The number of a date (`YYYY-MM-DD`): days since 1970-01-01, so that dates which follow each other differ by 1. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** 0 is Monday, 6 Sunday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Days since 1970 of the Monday on or before a day: two days of one week have the same. */
export const mondayOf = (day: number): number => day - weekdayOf(day);

/** Reads local time of one zone. */
interface WallClock {
  /** Local time less UTC at an instant, in milliseconds. */
  readonly offsetAt: (ms: number) => number;
}

const clocks = new Map<string, WallClock>();

function wallClock(timeZone: string): WallClock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  } as Intl.DateTimeFormatOptions);
  const clock = {
    offsetAt: (ms: number) => {
      const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
    },
  };
  clocks.set(timeZone, clock);
  return clock;
}

/** The instant, in milliseconds, at which the clocks of a zone show so many minutes after the midnight that begins a day. */
export function instantOf(day: number, minutes: number, timeZone: string): number {
  const { offsetAt } = wallClock(timeZone);
  const local = day * DAY_MS + minutes * 60_000;
  const guess = local - offsetAt(local);
  return local - offsetAt(guess);
}

/** The days of a problem at the site. */
export interface RosterDays {
  /** Number of the first day, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** Local midnights, in milliseconds, from seven days before the first day to eight days after the last one. */
  readonly midnights: readonly number[];
}

/** How many midnights {@link RosterDays} holds before the first day. */
export const DAYS_BEFORE = 7;

/** The days of a problem, from its bounds. */
export function daysOf({ from, until, timeZone }: Pick<RosterProblem, 'from' | 'until' | 'timeZone'>): RosterDays {
  const dayAt = (ms: number) => Math.floor((ms + wallClock(timeZone).offsetAt(ms)) / DAY_MS);
  const first = dayAt(from.getTime());
  const count = dayAt(until.getTime() - 1) - first + 1;
  const midnights = Array.from({ length: count + DAYS_BEFORE + 9 }, (_, i) =>
    instantOf(first - DAYS_BEFORE + i, 0, timeZone),
  );
  return { first, count, midnights };
}

/** Minutes from `HH:MM`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
