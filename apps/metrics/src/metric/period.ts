import { addDays, addMonths, startOfDay } from '@courtesy/kernel';
import type { MetricGrain, MetricPeriod } from '@courtesy/graph-types/metrics';

/** The most buckets one period may be cut into. */
export const MAX_BUCKETS = 5000;
/** The days between which a period must lie. */
export const EARLIEST_DAY = '1900-01-01';
/** See {@link EARLIEST_DAY}. */
export const LATEST_DAY = '2200-01-01';

/** How long the buckets are that are parts of a day. */
const partsOfDay: Readonly<Partial<Record<MetricGrain, number>>> = { HALF_HOUR: 1_800_000, HOUR: 3_600_000 };

/** How a row says where its bucket is. */
export interface BucketPlace {
  /** Its first day. */
  readonly bucket: string;
  /** When it begins, of a bucket that is part of a day; null otherwise. */
  readonly startsAt: Date | null;
  /** The local time at which it begins, such as 09:30, of a bucket that is part of a day; null otherwise. */
  readonly time: string | null;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const known = clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...numeric });
  clocks.set(zone, known);
  return known;
}

/** Where a bucket is, whose name is a day, or an instant when it is part of one. */
export function placeOf(bucket: string, grain: MetricGrain, zone: string): BucketPlace {
  if (!partsOfDay[grain]) return { bucket, startsAt: null, time: null };
  const startsAt = new Date(bucket);
  const [day = '', time = ''] = clockOf(zone).format(startsAt).split(' ');
  return { bucket: day, startsAt, time };
}

/** The first day of the bucket that `day` lies in. Weeks begin on Monday. With TOTAL every day is its own, as with parts of a day. */
export function bucketOf(day: string, grain: MetricGrain): string {
  const year = day.slice(0, 4);
  switch (grain) {
    case 'TOTAL':
    case 'HALF_HOUR':
    case 'HOUR':
    case 'DAY':
      return day;
    case 'WEEK':
      return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
    case 'MONTH':
      return `${day.slice(0, 7)}-01`;
    case 'QUARTER': {
      const firstMonth = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
      return `${year}-${String(firstMonth).padStart(2, '0')}-01`;
    }
    case 'YEAR':
      return `${year}-01-01`;
  }
}

const monthsIn: Readonly<Partial<Record<MetricGrain, number>>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

function nextBucket(bucket: string, grain: MetricGrain): string {
  const months = monthsIn[grain];
  return months === undefined ? addDays(bucket, grain === 'WEEK' ? 7 : 1) : addMonths(bucket, months);
}

function partsOf({ from, to }: MetricPeriod, length: number, zone: string): string[] {
  const buckets: string[] = [];
  const end = startOfDay(to, zone).getTime();
  for (let at = startOfDay(from, zone).getTime(); at < end && buckets.length <= MAX_BUCKETS; at += length)
    buckets.push(new Date(at).toISOString());
  return buckets;
}

/**
 * The first days of all buckets of a period, in order, or the instants at which they begin when they are parts of a day in `zone`; at most one more
 * than {@link MAX_BUCKETS}.
 */
export function bucketsOf(period: MetricPeriod, grain: MetricGrain, zone = 'UTC'): string[] {
  if (grain === 'TOTAL') return [period.from];
  const part = partsOfDay[grain];
  if (part !== undefined) return partsOf(period, part, zone);
  const buckets: string[] = [];
  let bucket = bucketOf(period.from, grain);
  while (bucket < period.to && buckets.length <= MAX_BUCKETS) {
    buckets.push(bucket);
    bucket = nextBucket(bucket, grain);
  }
  return buckets;
}

/** What is wrong with a period and its grain, in words that say how to mend it; null when nothing is. */
export function problemWithPeriod(period: MetricPeriod, grain: MetricGrain, zone = 'UTC'): string | null {
  const { from, to } = period;
  if (from >= to) {
    return `The period is empty: "to" (${to}) is the first day that does not count any more, and must come after "from" (${from}).`;
  }
  if (from < EARLIEST_DAY || to > LATEST_DAY)
    return `The period must lie between ${EARLIEST_DAY} and ${LATEST_DAY}, not from ${from} to ${to}.`;
  if (bucketsOf(period, grain, zone).length > MAX_BUCKETS) {
    return `From ${from} to ${to} there are more than ${MAX_BUCKETS} buckets of grain ${grain}. Ask for a shorter period or a coarser grain.`;
  }
  return null;
}
