import { addDays, daysBetween, type Problem } from '@courtesy/kernel';
import type { Channel, ForecastArrivalsInput } from '@courtesy/graph-types/workforce';
import type { ArrivalChoice, LocalDays } from '../arrival/arrival.ts';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';
import type { ForecastPoint } from './forecast.ts';
import type { ClockSlot } from './half-hours.ts';
import type { Expected, MethodName } from './methods.ts';

/** That more comes on some days than their like had, or less, and why. */
export interface ForecastAdjustment extends LocalDays {
  /** What is expected is multiplied by it; 0 when nothing comes. */
  readonly factor: number;
  readonly reason: string;
}

/** How a method erred on the past. */
export interface TriedMethod {
  readonly method: MethodName;
  readonly wape: number;
}

/** What was expected to come to a site or team. Never changed. */
export interface Forecast extends ArrivalChoice, LocalDays {
  readonly id: string;
  readonly siteId: string;
  readonly teamId: string | null;
  readonly channel: Channel | null;
  readonly service: string | null;
  /** The first day it was made of. */
  readonly knownFrom: string;
  /** The first day of which it knew nothing. */
  readonly knownUntil: string;
  /** Whose public holidays are like no other day; null for nobody's. */
  readonly country: string | null;
  readonly region: string | null;
  /** Those among its days. */
  readonly holidays: readonly string[];
  readonly adjustments: readonly ForecastAdjustment[];
  readonly method: MethodName;
  readonly tried: readonly TriedMethod[];
  /** SHA-256 of all that it was made of, in hexadecimal. */
  readonly inputsDigest: string;
  readonly madeAt: Date;
  /** Null for a caller who is no person. */
  readonly madeById: string | null;
}

/** What is expected in one half hour. */
export interface ForecastInterval {
  readonly id: string;
  readonly forecastId: string;
  /** Of the site's clock. */
  readonly day: string;
  readonly startsAt: Date;
  readonly expected: number;
  /** Between these lies what comes four times of five. */
  readonly low: number;
  readonly high: number;
  /** What the seasonal naive bar expects; null when it cannot say. It knows of no adjustment. */
  readonly bar: number | null;
  /** Whole milliseconds; null when nobody ever measured any. */
  readonly handleMs: number | null;
}

/** Nothing can be said of what comes: too little is known of what came. */
export interface HistoryTooShort {
  readonly type: 'HistoryTooShort';
  readonly days: number;
  readonly needed: number;
}

/** The longest forecast, in days. */
export const MAX_DAYS = 28;
/** How many days ahead of what is known its last day may lie. */
export const MAX_AHEAD = 56;
/** How far back what came is looked at: what methods remember, and the days they are tried on. */
export const HISTORY_DAYS = 240;
/** How far back handle times are looked at. */
export const HANDLE_DAYS = 56;
const MAX_ADJUSTMENTS = 50;
const MAX_FACTOR = 10;
const MAX_REASON = 500;

function problemsOfAdjustments({ adjustments }: ForecastArrivalsInput): Problem[] {
  if ((adjustments ?? []).length > MAX_ADJUSTMENTS)
    return [{ path: 'adjustments', message: `are more than ${MAX_ADJUSTMENTS}` }];
  return (adjustments ?? []).flatMap(({ fromDay, untilDay, factor, reason }, i): Problem[] => [
    ...(fromDay < untilDay ? [] : [{ path: `adjustments[${i}].untilDay`, message: 'is not after fromDay' }]),
    ...(factor >= 0 && factor <= MAX_FACTOR
      ? []
      : [{ path: `adjustments[${i}].factor`, message: `is not between 0 and ${MAX_FACTOR}` }]),
    ...problemsOfText(`adjustments[${i}].reason`, reason, MAX_REASON),
  ]);
}

/** What is wrong with a forecast to be made in itself; nothing when it is right. */
export function problemsOfForecast(input: ForecastArrivalsInput): Problem[] {
  const days = daysBetween(input.fromDay, input.untilDay);
  return [
    ...problemsOfId('siteId', 'site', input.siteId),
    ...problemsOfId('teamId', 'team', input.teamId),
    ...(days < 1 || days > MAX_DAYS
      ? [{ path: 'untilDay', message: `makes it ${days} days; 1 to ${MAX_DAYS} are forecast` }]
      : []),
    ...problemsOfAdjustments(input),
  ];
}

/** Which days a forecast knows and which it must expect, when the day after the last known one is `today` at the latest. */
export function horizonOf({ fromDay, untilDay }: LocalDays, today: string) {
  const knownUntil = fromDay < today ? fromDay : today;
  return { knownUntil, horizon: daysBetween(knownUntil, untilDay), skipped: daysBetween(knownUntil, fromDay) };
}

const factorOn = (day: string, adjustments: readonly ForecastAdjustment[]): number =>
  adjustments.reduce((factor, each) => (each.fromDay <= day && day < each.untilDay ? factor * each.factor : factor), 1);

/** What was made of a history, and where it is to be said. */
export interface Said {
  /** By day and slot, from the first day that was not known. */
  readonly points: readonly (readonly ForecastPoint[])[];
  readonly bar: Expected | null;
  readonly handleTimes: readonly (number | null)[];
  /** The half hours of each day of the forecast itself. */
  readonly clock: readonly (readonly ClockSlot[])[];
  /** How many of the first days of `points` are none of the forecast. */
  readonly skipped: number;
}

/** The intervals of a forecast, in order. */
export function forecastIntervals(
  { id, fromDay, adjustments }: Pick<Forecast, 'id' | 'fromDay' | 'adjustments'>,
  { points, bar, handleTimes, clock, skipped }: Said,
): ForecastInterval[] {
  return clock.flatMap((slots, place) => {
    const day = addDays(fromDay, place);
    const factor = factorOn(day, adjustments);
    return slots.flatMap(({ startsAt, slot }): ForecastInterval[] => {
      const point = points[skipped + place]?.[slot];
      if (!point) return [];
      return [
        {
          ...{ id: `${id}/${startsAt}`, forecastId: id, day, startsAt: new Date(startsAt) },
          ...{ expected: point.expected * factor, low: point.low * factor, high: point.high * factor },
          ...{ bar: bar?.[skipped + place]?.[slot] ?? null, handleMs: handleTimes[slot] ?? null },
        },
      ];
    });
  });
}
