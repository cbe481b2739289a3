import { daysBetween, startOfDay, type Problem } from '@courtesy/kernel';
import type { ArrivalGrain, Channel } from '@courtesy/graph-types/workforce';
import { datesBetween } from '../shift-template/local-time.ts';

/**
 * What is kept of something that came to a desk: a contact of a customer, or a case. A case counts as one arrival for as long as no contact of a
 * customer about it does.
 */
export interface ArrivedContact {
  readonly id: string;
  /** The case that a contact is about; null for a case itself, and for a contact about none. */
  readonly caseId: string | null;
  /** Where it came to; null until somebody says. */
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly channel: string;
  /** The kind of service that was asked for, as the switch calls it. */
  readonly service: string | null;
  readonly occurredAt: Date;
  /** Whether anybody had it. */
  readonly isHandled: boolean;
  /** Null when nobody measured. */
  readonly handleMs: number | null;
  /** Whether a corrected record took its place, or nobody came after all. */
  readonly isSuperseded: boolean;
  /** Whether it is in the figures. */
  readonly isCounted: boolean;
  /** The half hour of the site's clock in which it is counted; null before it was ever counted. */
  readonly startsAt: Date | null;
}

/** What came in one interval. */
export interface ArrivalInterval {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly volume: number;
  readonly handled: number;
  /** Whole milliseconds; null when nobody measured any. */
  readonly meanHandleMs: number | null;
}

/** What came in one half hour, as it is kept. */
export interface HalfHour {
  readonly startsAt: Date;
  readonly volume: number;
  readonly handled: number;
  /** How many of them have a handle time, and its sum. */
  readonly measured: number;
  readonly handleMs: number;
}

/** Which arrivals; all of the site, when nothing is said. */
export interface ArrivalChoice {
  readonly teamId: string | null;
  readonly channel: Channel | null;
  readonly service: string | null;
}

/** Days of a site's clock: the first one, and the one after the last. */
export interface LocalDays {
  readonly fromDay: string;
  readonly untilDay: string;
}

/** Half an hour, in milliseconds. */
export const HALF_HOUR_MS = 1_800_000;
/** The most intervals that are told at once: 31 days of half hours. */
export const MAX_INTERVALS = 1_500;

const HALF_HOURS: Readonly<Record<ArrivalGrain, number>> = { HALF_HOUR: 1, HOUR: 2, DAY: Infinity };

/** What is wrong with days that figures are asked of; nothing when they are right. */
export function problemsOfDays({ fromDay, untilDay }: LocalDays, grain: ArrivalGrain): Problem[] {
  const days = daysBetween(fromDay, untilDay);
  const count = days * { HALF_HOUR: 48, HOUR: 24, DAY: 1 }[grain];
  if (days < 1) return [{ path: 'untilDay', message: 'is not after fromDay' }];
  return count > MAX_INTERVALS
    ? [{ path: 'untilDay', message: `makes it ${count} intervals; at most ${MAX_INTERVALS} are told at once` }]
    : [];
}

/** The first instants of days of a zone, and that of the day after the last. */
export const midnightsOf = ({ fromDay, untilDay }: LocalDays, timeZone: string): number[] =>
  [...datesBetween(fromDay, untilDay), untilDay].map((day) => startOfDay(day, timeZone).getTime());

/**
 * The intervals of days of a zone, in order: days as its clocks cut them, of 23 hours and of 25, and hours and half hours that follow one another from
 * the midnight that begins the day.
 */
export function intervalsOf(
  days: LocalDays,
  timeZone: string,
  grain: ArrivalGrain,
): readonly { readonly startsAt: number; readonly endsAt: number }[] {
  const midnights = midnightsOf(days, timeZone);
  return midnights.slice(0, -1).flatMap((midnight, i) => {
    const end = midnights[i + 1] ?? midnight;
    const step = Math.min(HALF_HOURS[grain] * HALF_HOUR_MS, end - midnight);
    const count = step > 0 ? Math.ceil((end - midnight) / step) : 0;
    return Array.from({ length: count }, (_, k) => ({
      startsAt: midnight + k * step,
      endsAt: Math.min(midnight + (k + 1) * step, end),
    }));
  });
}

/** What came in each interval, those in which nothing did included. Half hours and intervals are in order. */
export function arrivalsIn(
  intervals: ReturnType<typeof intervalsOf>,
  halfHours: readonly HalfHour[],
): ArrivalInterval[] {
  let next = halfHours.findIndex(({ startsAt }) => startsAt.getTime() >= (intervals[0]?.startsAt ?? 0));
  if (next < 0) next = halfHours.length;
  return intervals.map(({ startsAt, endsAt }) => {
    let [volume, handled, measured, handleMs] = [0, 0, 0, 0];
    for (let at = halfHours[next]; at && at.startsAt.getTime() < endsAt; at = halfHours[(next += 1)]) {
      volume += at.volume;
      handled += at.handled;
      measured += at.measured;
      handleMs += at.handleMs;
    }
    const meanHandleMs = measured === 0 ? null : Math.round(handleMs / measured);
    return { startsAt: new Date(startsAt), endsAt: new Date(endsAt), volume, handled, meanHandleMs };
  });
}
