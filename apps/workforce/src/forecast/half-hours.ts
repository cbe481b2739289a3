import { addDays } from '@courtesy/kernel';
import { HALF_HOUR_MS, midnightsOf, type HalfHour, type LocalDays } from '../arrival/arrival.ts';
import { totalOf, type Series } from './series.ts';

/** Half hours of a day of the clock. */
export const SLOTS = 48;

/** One half hour of a day: when it begins, and which one of the clock it is. On days on which the clocks change two can be the same one, and some are none. */
export interface ClockSlot {
  readonly startsAt: number;
  readonly slot: number;
}

const DAY_MS = SLOTS * HALF_HOUR_MS;

function slotAt(format: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Math.floor(((parts['hour'] ?? 0) * 60 + (parts['minute'] ?? 0)) / 30);
}

/** The half hours of each of these days of a zone, in order. */
export function slotsOfDays(days: LocalDays, timeZone: string): readonly (readonly ClockSlot[])[] {
  const midnights = midnightsOf(days, timeZone);
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' },
  } as Intl.DateTimeFormatOptions);
  return midnights.slice(0, -1).map((midnight, i) => {
    const length = (midnights[i + 1] ?? midnight) - midnight;
    const starts = Array.from({ length: Math.ceil(length / HALF_HOUR_MS) }, (_, k) => midnight + k * HALF_HOUR_MS);
    return starts.map((startsAt, k) => ({ startsAt, slot: length === DAY_MS ? k : slotAt(format, startsAt) }));
  });
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length;

/** What came, as a series: from the first day on which anything did. Null when nothing ever did. */
export function seriesOf(halfHours: readonly HalfHour[], days: LocalDays, timeZone: string): Series | null {
  const came = new Map(halfHours.map(({ startsAt, volume }) => [startsAt.getTime(), volume]));
  const rows = slotsOfDays(days, timeZone).map((slots) => {
    const values: number[][] = Array.from({ length: SLOTS }, () => []);
    for (const { startsAt, slot } of slots) values[slot]?.push(came.get(startsAt) ?? 0);
    return values.map(mean);
  });
  const first = rows.findIndex((row) => (totalOf(row) ?? 0) > 0);
  return first < 0
    ? null
    : { from: addDays(days.fromDay, first), slots: SLOTS, days: rows.slice(first), holidays: new Set() };
}

/** How many measured contacts of a whole day weigh as much as one half hour's own. */
const BORROWED = 20;

/** The mean handle time that is expected in each half hour of the clock, in milliseconds: its own, and as far as those are few, that of the day. Null when nobody measured any. */
export function handleTimesOf(
  halfHours: readonly HalfHour[],
  days: LocalDays,
  timeZone: string,
): readonly (number | null)[] {
  const slotOf = new Map(
    slotsOfDays(days, timeZone).flatMap((slots) => slots.map(({ startsAt, slot }) => [startsAt, slot] as const)),
  );
  const sums = Array.from({ length: SLOTS }, () => ({ ms: 0, measured: 0 }));
  const all = { ms: 0, measured: 0 };
  for (const { startsAt, handleMs, measured } of halfHours) {
    const own = sums[slotOf.get(startsAt.getTime()) ?? -1];
    if (!own) continue;
    for (const sum of [own, all]) {
      sum.ms += handleMs;
      sum.measured += measured;
    }
  }
  if (all.measured === 0) return sums.map(() => null);
  const overall = all.ms / all.measured;
  return sums.map(({ ms, measured }) => Math.round((ms + BORROWED * overall) / (measured + BORROWED)));
}
