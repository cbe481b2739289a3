import { money, type Money } from '@courtesy/kernel';
import type { MetricDimension, MetricGrain, MetricPeriod, MetricUnit } from '@courtesy/graph-types/metrics';
import type { MetricDefinition } from '../definition/metric-definition.ts';
import type { MetricQuery } from './metric-query.ts';
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
  readonly money: Money | null;
  /** Whether the figure is withheld, since it would tell of single people. */
  readonly isHidden: boolean;
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
  readonly totalMoney: Money | null;
  readonly isHidden: boolean;
  /** Whether a percentile was read from sketches, and may be off by one per cent. */
  readonly isApproximate: boolean;
  readonly asOf: Date | null;
  readonly grain: MetricGrain;
  readonly by: MetricDimension | null;
  readonly period: MetricPeriod;
  /** What was asked. */
  readonly query: MetricQuery;
  readonly rows: readonly MetricRow[];
}

/**
 * What was measured of some facts: how many (or how much they weigh), how many of them stand above the line of a share, the one figure of what each
 * was, and of how many people they tell where that matters.
 */
export interface Measured {
  readonly cases: number;
  readonly above: number;
  readonly quantity: number | null;
  readonly people: number | null;
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

/** What is measured where there is nothing. */
export const nothing: Measured = { cases: 0, above: 0, quantity: null, people: null };

/** A figure in its unit, without where it stands. */
export type Figure = Omit<MetricRow, keyof BucketPlace | 'key' | 'label'>;

/** In what figures are written. */
export interface FigureForm {
  readonly unit: MetricUnit;
  /** The currency of figures of money. */
  readonly currency: string;
  /** Whether nothing at all comes to nought: true of what adds up, and of no mean. */
  readonly isSum: boolean;
}

const none: Figure = { value: null, numerator: null, denominator: null, money: null, isHidden: false };
/** The largest whole number that the graph can say. */
const MAX_INT = 2_147_483_647;
const sayable = (count: number): number | null => (count > MAX_INT ? null : count);

/** An amount in whole minor units. */
const amountOf = (quantity: number | null, currency: string): Money | null =>
  quantity === null ? null : money(BigInt(Math.round(quantity)), currency);

/** A figure in its unit, with what it is made of. */
export function figureOf({ unit, currency, isSum }: FigureForm, { cases, above, quantity }: Measured): Figure {
  switch (unit) {
    case 'COUNT':
      return { ...none, value: cases };
    case 'SHARE':
      return {
        ...{ ...none, value: cases === 0 ? null : above / cases },
        ...{ numerator: sayable(above), denominator: sayable(cases) },
      };
    case 'DURATION':
    case 'SCORE':
      return { ...none, value: quantity, denominator: cases };
    case 'MONEY':
      return { ...none, denominator: cases, money: amountOf(quantity ?? (isSum ? 0 : null), currency) };
  }
}

/** What stands in place of a figure that would tell of single people. */
export const hidden: Figure = { ...none, isHidden: true };

/** The levels at the end of each bucket, from what changed in each. Levels of zero are left out. */
export function levelsOf(buckets: readonly string[], moves: readonly BacklogMove[]): MeasuredCell[] {
  const changes = Map.groupBy(moves, ({ bucket }) => bucket);
  const level = new Map<string | null, number>();
  return buckets.flatMap((bucket) => {
    for (const { value, change } of changes.get(bucket) ?? []) level.set(value, (level.get(value) ?? 0) + change);
    return [...level].flatMap(([value, cases]) => (cases === 0 ? [] : [{ ...nothing, bucket, value, cases }]));
  });
}

/** The level of all values together at the end of the last bucket. */
export function lastLevel(moves: readonly BacklogMove[]): Measured {
  return { ...nothing, cases: moves.reduce((sum, { change }) => sum + change, 0) };
}

/** How rows are to be written. */
export interface RowForm extends FigureForm {
  readonly buckets: readonly string[];
  /** Whether a breakdown was asked for. */
  readonly brokenDown: boolean;
  /** The words to show for a value. */
  readonly labelOf: (value: string) => string;
  /** Whether the figure of a cell is withheld. */
  readonly isHidden: (cell: MeasuredCell) => boolean;
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

const shown = (form: RowForm, cell: MeasuredCell | undefined): Figure =>
  cell && form.isHidden(cell) ? hidden : figureOf(form, cell ?? nothing);

/** The rows of a metric: one per cell when broken down, else one per bucket whether or not anything was measured in it. */
export function rowsOf(form: RowForm, cells: readonly MeasuredCell[]): MetricRow[] {
  if (form.brokenDown) {
    return cells.toSorted(byBucketThenKey).map((cell) => ({
      ...form.placeOf(cell.bucket),
      key: cell.value ?? UNATTRIBUTED,
      label: cell.value === null ? 'Unattributed' : form.labelOf(cell.value),
      ...(form.isHidden(cell) ? hidden : figureOf(form, cell)),
    }));
  }
  const byBucket = new Map(cells.map((cell) => [cell.bucket, cell]));
  // A zone whose clocks move by half an hour may have an hour that no list of hours foresees.
  const buckets = new Set([...form.buckets, ...byBucket.keys()]);
  return [...buckets].sort().map((bucket) => ({
    ...form.placeOf(bucket),
    key: null,
    label: null,
    ...shown(form, byBucket.get(bucket)),
  }));
}

/** How fresh figures are that rest on these feeds: as fresh as the one read longest ago, and not at all while one was never read. */
export function watermarkOf(needed: readonly string[], feeds: readonly MetricFeedPosition[]): MetricWatermark {
  const read = new Map(feeds.map(({ feed, readAt }) => [feed, readAt.getTime()]));
  const times = needed.map((feed) => read.get(feed) ?? Number.NaN);
  const oldest = Math.min(...times);
  return { feeds, upTo: Number.isNaN(oldest) ? null : new Date(oldest) };
}
