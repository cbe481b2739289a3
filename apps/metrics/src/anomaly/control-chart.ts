import { daysBetween, money, type Money } from '@courtesy/kernel';
import type { MetricGrain, MetricPeriod } from '@courtesy/graph-types/metrics';
import type { Measure } from '../metric/measure.ts';
import type { Metric, MetricRow } from '../metric/metric.ts';
import { bucketsOf } from '../metric/period.ts';
import { chartOf, type ChartedPoint, type ControlChartKind, type ControlChartRule, type Observation } from './chart.ts';

/** Why a figure is not charted. */
export type NotChartedReason = 'TOO_LITTLE_MEASURED' | 'FIGURES_WITHHELD';

/** A figure on a chart: a number, or an amount of money. */
export interface ChartFigure {
  readonly value: number | null;
  readonly money: Money | null;
}

/** One point of a chart. */
export interface ControlChartPoint {
  readonly bucket: string;
  readonly figure: ChartFigure | null;
  readonly centre: ChartFigure | null;
  readonly lower: ChartFigure | null;
  readonly upper: ChartFigure | null;
  readonly isBaseline: boolean;
  readonly rules: readonly ControlChartRule[];
  /** Why it stands out; null when it does not. */
  readonly why: string | null;
}

/** A figure over time, with what of it chance does not explain. */
export interface ControlChart {
  readonly metric: Metric;
  readonly kind: ControlChartKind;
  readonly falseAlarmRate: number;
  readonly baseline: MetricPeriod;
  readonly runLength: number | null;
  readonly dispersion: number | null;
  readonly isByWeekday: boolean;
  readonly points: readonly ControlChartPoint[];
  readonly signals: readonly ControlChartPoint[];
  readonly notChartedBecause: NotChartedReason | null;
}

/** How a chart is to be drawn. */
export interface ChartForm {
  readonly measure: Measure;
  readonly baseline: MetricPeriod;
  readonly rate: number;
  /** The day that is not over yet: no bucket with it or a later one is judged. */
  readonly today: string;
}

/** The fewest days of a baseline by which days of the week are told apart. */
const DAYS_BY_WEEKDAY = 28;
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The chart that a figure asks for. A level is charted by its changes: levels depend on those before them. */
export function kindOf({ unit, definition }: Metric, measure: Measure): ControlChartKind {
  if (measure.kind === 'AGE' || definition.additivity === 'ADDS_WITHIN_BUCKET') return 'LEVEL_CHANGES';
  if (unit === 'SHARE') return 'P_PRIME';
  return unit === 'COUNT' ? 'U_PRIME' : 'INDIVIDUALS';
}

interface Bucket {
  readonly row: MetricRow;
  /** Its first and its last day but one, as far as they lie in the period. */
  readonly from: string;
  readonly to: string;
}

function bucketsWithin({ rows, period, grain }: Metric): Bucket[] {
  const starts = bucketsOf(period, grain as MetricGrain);
  const later = (a: string, b: string) => (a > b ? a : b);
  return rows.map((row, i) => ({
    row,
    from: later(row.bucket, period.from),
    to: i + 1 < starts.length ? (starts[i + 1] ?? period.to) : period.to,
  }));
}

const numberOf = ({ value, money: amount }: MetricRow): number | null => (amount ? Number(amount.minor) : value);

/** What is charted of each bucket: per day for a count, the change since the one before for a level. */
function observationsOf(metric: Metric, kind: ControlChartKind, { baseline, today }: ChartForm, isByWeekday: boolean) {
  const buckets = bucketsWithin(metric);
  return buckets.map(({ row, from, to }, i): Observation & { readonly days: number } => {
    const days = kind === 'U_PRIME' ? daysBetween(from, to) : 1;
    const before = buckets[i - 1];
    const level = before && numberOf(before.row);
    const figure = numberOf(row);
    const change = figure === null || level === null || level === undefined ? null : figure - level;
    const size = kind === 'P_PRIME' ? (row.denominator ?? 0) : days;
    return {
      ...{ bucket: row.bucket, slot: isByWeekday ? weekdayOf(row.bucket) : 0, days },
      value: kind === 'LEVEL_CHANGES' ? change : figure === null ? null : figure / days,
      // What is not over yet is shown, and judged by nothing.
      size: to > today ? 0 : size,
      isBaseline: from >= baseline.from && to <= baseline.to,
    };
  });
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)));

function whyOf({ rules, value, upper, lower }: ChartedPoint, rate: number, runLength: number): string | null {
  if (value === null || upper === null || lower === null || rules.length === 0) return null;
  const isAbove = value > upper;
  const limit = isAbove ? 'above the upper limit' : 'below the lower limit';
  const chance = `By chance a point stands out at most once in ${Math.round(1 / rate)}.`;
  return [
    ...(rules.includes('BEYOND_LIMIT')
      ? [`It lies ${limit}: ${rounded(value)}, and ${rounded(isAbove ? upper : lower)} is the limit.`]
      : []),
    ...(rules.includes('RUN_ON_ONE_SIDE')
      ? [`It and at least ${runLength - 1} points before it lie on one side of what is usual.`]
      : []),
    chance,
  ].join(' ');
}

/** Draws the control chart of a figure. */
export function controlChartOf(metric: Metric, form: ChartForm): ControlChart {
  const { baseline, rate, measure } = form;
  const kind = kindOf(metric, measure);
  const isByWeekday = metric.grain === 'DAY' && daysBetween(baseline.from, baseline.to) >= DAYS_BY_WEEKDAY;
  const drawn = { metric, kind, falseAlarmRate: rate, baseline, isByWeekday };
  const not = (notChartedBecause: NotChartedReason): ControlChart => ({
    ...{ ...drawn, runLength: null, dispersion: null, points: [], signals: [], notChartedBecause },
  });
  if (metric.rows.some(({ isHidden }) => isHidden)) return not('FIGURES_WITHHELD');
  const observations = observationsOf(metric, kind, form, isByWeekday);
  const charted = chartOf(kind, observations, rate);
  if (!charted) return not('TOO_LITTLE_MEASURED');
  const currency = metric.rows.find((row) => row.money)?.money?.currency;
  const figureOf = (value: number | null, days: number): ChartFigure | null => {
    if (value === null) return null;
    if (currency) return { value: null, money: money(BigInt(Math.round(value)), currency) };
    return { value: value * days, money: null };
  };
  const points = charted.points.map((point, i): ControlChartPoint => {
    const days = observations[i]?.days ?? 1;
    const { bucket, isBaseline, rules } = point;
    const [figure, centre] = [figureOf(point.value, days), figureOf(point.centre, days)];
    const [lower, upper] = [figureOf(point.lower, days), figureOf(point.upper, days)];
    return { bucket, figure, centre, lower, upper, isBaseline, rules, why: whyOf(point, rate, charted.runLength) };
  });
  const signals = points.filter(({ rules }) => rules.length > 0);
  return {
    ...drawn,
    runLength: charted.runLength,
    dispersion: charted.dispersion,
    points,
    signals,
    notChartedBecause: null,
  };
}

/** The figures that a manager watches every day, and of which anomalies are told without asking. */
export const watched: readonly string[] = [
  'cases.opened',
  'cases.backlog',
  'cases.timely_share',
  'cases.complaint_share',
  'calls.offered',
  'calls.abandonment_share',
  'contacts.received',
  'contacts.handle_time.mean',
  'clocks.attainment',
  'refunds.settled',
];

/** Something about a watched figure that chance does not explain. */
export interface Anomaly {
  readonly chart: ControlChart;
  readonly point: ControlChartPoint;
}

/** The anomalies of a time, and by how much of what is watched they could be told. */
export interface Anomalies {
  readonly found: readonly Anomaly[];
  readonly falseAlarmRate: number;
  readonly charts: readonly ControlChart[];
}

/** What of some charts stands out after their baseline, the newest first. */
export function anomaliesOf(charts: readonly ControlChart[], falseAlarmRate: number): Anomalies {
  const found = charts.flatMap((chart) =>
    chart.signals.filter(({ isBaseline }) => !isBaseline).map((point) => ({ chart, point })),
  );
  return { found: found.toSorted((a, b) => (a.point.bucket > b.point.bucket ? -1 : 1)), falseAlarmRate, charts };
}
