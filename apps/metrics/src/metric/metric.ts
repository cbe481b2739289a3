import type { MetricUnit } from '@courtesy/graph-types/metrics';
import type { MetricDefinition } from '../definition/metric-definition.ts';
import type { BucketPlace } from './period.ts';

/** The key of the row for cases or calls that have no value in the dimension asked for. */
export const UNATTRIBUTED = 'UNATTRIBUTED';
/** The most rows one metric may have. */
export const MAX_ROWS = 10_000;

/** One figure: of one bucket of time, and of one value when broken down. */
export interface MetricRow extends BucketPlace {
  readonly key: string | null;
  readonly label: string | null;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** How far one of the feeds has been counted. */
export interface MetricFeedPosition {
  readonly feed: string;
  readonly place: string;
  readonly readAt: Date;
}

/** How fresh a figure is. */
export interface MetricWatermark {
  readonly feeds: readonly MetricFeedPosition[];
  readonly upTo: Date | null;
}

/** A metric over a period. */
export interface Metric {
  readonly key: string;
  readonly definition: MetricDefinition;
  readonly unit: MetricUnit;
  readonly watermark: MetricWatermark;
  readonly reportingTimeZone: string;
  readonly total: number | null;
  readonly totalNumerator: number | null;
  readonly totalDenominator: number | null;
  readonly rows: readonly MetricRow[];
}

/** What was measured of some cases or calls: how many, how many of them stand above the line of a share, and the seconds of a duration. */
export interface Measured {
  readonly cases: number;
  readonly above: number;
  readonly seconds: number | null;
}

/** What was measured of one bucket and value; a null value is that of cases that have none. */
export interface MeasuredCell extends Measured {
  readonly bucket: string;
  readonly value: string | null;
}

/** How many more cases became open than ended, in one bucket and of one value. The first bucket holds all that was before it, too. */
export interface BacklogMove {
  readonly bucket: string;
  readonly value: string | null;
  readonly change: number;
}

const nothing: Measured = { cases: 0, above: 0, seconds: null };

/** A figure in its unit, with what it is made of. */
export function figureOf(
  unit: MetricUnit,
  { cases, above, seconds }: Measured,
): Omit<MetricRow, keyof BucketPlace | 'key' | 'label'> {
  switch (unit) {
    case 'COUNT':
      return { value: cases, numerator: null, denominator: null };
    case 'SHARE':
      return { value: cases === 0 ? null : above / cases, numerator: above, denominator: cases };
    case 'DURATION':
      return { value: seconds, numerator: null, denominator: cases };
  }
}

/** The levels at the end of each bucket, from what changed in each. Levels of zero are left out. */
export function levelsOf(buckets: readonly string[], moves: readonly BacklogMove[]): MeasuredCell[] {
  const changes = Map.groupBy(moves, ({ bucket }) => bucket);
  const level = new Map<string | null, number>();
  return buckets.flatMap((bucket) => {
    for (const { value, change } of changes.get(bucket) ?? []) level.set(value, (level.get(value) ?? 0) + change);
    return [...level].flatMap(([value, cases]) =>
      cases === 0 ? [] : [{ bucket, value, cases, above: 0, seconds: null }],
    );
  });
}

/** The level of all values together at the end of the last bucket. */
export function lastLevel(moves: readonly BacklogMove[]): Measured {
  return { ...nothing, cases: moves.reduce((sum, { change }) => sum + change, 0) };
}

/** How rows are to be written. */
export interface RowForm {
  readonly unit: MetricUnit;
  readonly buckets: readonly string[];
  /** Whether a breakdown was asked for. */
  readonly brokenDown: boolean;
  /** The words to show for a value. */
  readonly labelOf: (value: string) => string;
  /** What a bucket is called in a row. */
  readonly placeOf: (bucket: string) => BucketPlace;
}

const byBucketThenKey = (a: MeasuredCell, b: MeasuredCell): number => {
  if (a.bucket !== b.bucket) return a.bucket < b.bucket ? -1 : 1;
  const [left, right] = [a.value ?? UNATTRIBUTED, b.value ?? UNATTRIBUTED];
  if (left === right) return 0;
  if (left === UNATTRIBUTED || right === UNATTRIBUTED) return left === UNATTRIBUTED ? 1 : -1;
  return left < right ? -1 : 1;
};

/** The rows of a metric: one per cell when broken down, else one per bucket whether or not anything was measured in it. */
export function rowsOf(form: RowForm, cells: readonly MeasuredCell[]): MetricRow[] {
  if (form.brokenDown) {
    return cells.toSorted(byBucketThenKey).map(({ bucket, value, ...measured }) => ({
      ...form.placeOf(bucket),
      key: value ?? UNATTRIBUTED,
      label: value === null ? 'Unattributed' : form.labelOf(value),
      ...figureOf(form.unit, measured),
    }));
  }
  const byBucket = new Map(cells.map((cell) => [cell.bucket, cell]));
  // A zone whose clocks move by half an hour may have an hour that no list of hours foresees.
  const buckets = new Set([...form.buckets, ...byBucket.keys()]);
  return [...buckets].sort().map((bucket) => ({
    ...form.placeOf(bucket),
    key: null,
    label: null,
    ...figureOf(form.unit, byBucket.get(bucket) ?? nothing),
  }));
}

/** How fresh figures are that rest on these feeds: as fresh as the one read longest ago, and not at all while one was never read. */
export function watermarkOf(needed: readonly string[], feeds: readonly MetricFeedPosition[]): MetricWatermark {
  const read = new Map(feeds.map(({ feed, readAt }) => [feed, readAt.getTime()]));
  const times = needed.map((feed) => read.get(feed) ?? Number.NaN);
  const oldest = Math.min(...times);
  return { feeds, upTo: Number.isNaN(oldest) ? null : new Date(oldest) };
}
