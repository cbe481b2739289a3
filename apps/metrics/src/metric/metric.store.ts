import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricDimension, MetricFilter, MetricGrain, MetricPeriod } from '@courtesy/graph-types/metrics';
import { definitionOn, type MetricDefinition } from '../definition/metric-definition.ts';
import { metricKeys, versionsOf } from '../definition/metric-definition.store.ts';
import { namesOf, type NamedCopy } from '../fact/dimension.store.ts';
import { wordsOf } from './dimension.ts';
import { measures, type Measure } from './measure.ts';
import { takeMeasure, type Measurement } from './measure.store.ts';
import {
  figureOf,
  lastLevel,
  levelsOf,
  MAX_ROWS,
  rowsOf,
  watermarkOf,
  type Measured,
  type MeasuredCell,
  type Metric,
} from './metric.ts';
import { bucketsOf, placeOf, problemWithPeriod } from './period.ts';
import { reportingDay, reportingZone } from './reporting-day.ts';

/** What is asked of a metric. */
export interface MetricQuery {
  readonly key: string;
  readonly period: MetricPeriod;
  readonly grain: MetricGrain;
  readonly by?: MetricDimension | null | undefined;
  readonly where?: MetricFilter | null | undefined;
  /** The zone in which days begin and end; the reporting zone when absent. */
  readonly timeZone?: string | null | undefined;
}

const FEEDS = ['cases', 'customers', 'workforce'];

const nameKept: Readonly<Partial<Record<MetricDimension, NamedCopy>>> = { SITE: 'site', TEAM: 'team', AGENT: 'person' };

async function definitionAndMeasure(
  { db, now }: Context,
  key: string,
  zone: string,
): Promise<{ readonly definition: MetricDefinition; readonly measure: Measure }> {
  // A version that this release cannot work out yet is left to the next one, so that catalogue and code may be deployed one by one.
  const versions = (await versionsOf(db.manager, key)).filter(({ version }) => `${key}@${version}` in measures);
  const definition = definitionOn(versions, reportingDay(now(), zone));
  const measure = definition && measures[`${key}@${definition.version}`];
  if (definition && measure) return { definition, measure };
  const keys = await metricKeys(db.manager);
  throw new BadInput(`There is no metric "${key}". There are: ${keys.join(', ')}.`);
}

/** The total and the cells of a measurement. Refuses more than can be told. */
function settle(
  measured: Measurement,
  buckets: readonly string[],
): { readonly whole: Measured; readonly cells: readonly MeasuredCell[] } {
  const refuse = () => {
    throw new BadInput(
      `This would be more than ${MAX_ROWS} rows. Ask for a shorter period, a coarser grain, a breakdown with fewer values, or narrow it with "where".`,
    );
  };
  if (measured.cells.length > MAX_ROWS + 1) refuse();
  const isBacklog = measured.kind === 'BACKLOG';
  const cells = isBacklog ? levelsOf(buckets, measured.cells) : measured.cells.filter(({ whole }) => !whole);
  if (cells.length > MAX_ROWS) refuse();
  const none: Measured = { cases: 0, above: 0, seconds: null };
  const whole = isBacklog ? lastLevel(measured.cells) : (measured.cells.find((cell) => cell.whole) ?? none);
  return { whole, cells };
}

async function labels(
  { db }: Context,
  by: MetricDimension | null,
  cells: readonly MeasuredCell[],
): Promise<(value: string) => string> {
  if (!by) return (value) => value;
  const kept = nameKept[by];
  if (!kept) return (value) => wordsOf(by, value);
  const ids = new Set(cells.flatMap(({ value }) => value ?? []));
  const names = await namesOf(db.manager, kept, [...ids]);
  return (id) => names.get(id) ?? id;
}

/** Refuses a breakdown that the metric does not have. */
function refuseStrangeBreakdown({ key, dimensions }: MetricDefinition, by: MetricDimension | null): void {
  if (by && !dimensions.includes(by))
    throw new BadInput(`${key} cannot be broken down by ${by}. It can by ${dimensions.join(', ')}.`);
}

/** Works out a metric as far as the actor sees. Throws {@link BadInput} for a key, period, breakdown or size that cannot be answered. */
export async function readMetric(context: Context, query: MetricQuery): Promise<Metric> {
  const { period, grain, by = null, where = null } = query;
  const zone = query.timeZone ?? reportingZone(context.config);
  const problem = problemWithPeriod(period, grain, zone);
  if (problem) throw new BadInput(problem);
  const { definition, measure } = await definitionAndMeasure(context, query.key, zone);
  refuseStrangeBreakdown(definition, by);
  const { actor, db, now } = context;
  const measured = await takeMeasure(db.manager, { actor, measure, period, grain, by, where, zone, now: now() });
  const buckets = bucketsOf(period, grain, zone);
  const { whole, cells } = settle(measured, buckets);
  const { unit } = definition;
  const total = figureOf(unit, whole);
  return {
    key: query.key,
    definition,
    unit,
    watermark: watermarkOf(FEEDS, measured.feeds),
    reportingTimeZone: zone,
    total: total.value,
    totalNumerator: total.numerator,
    totalDenominator: total.denominator,
    rows: rowsOf(
      {
        ...{ unit, buckets, brokenDown: by !== null, labelOf: await labels(context, by, cells) },
        placeOf: (bucket) => placeOf(bucket, grain, zone),
      },
      cells,
    ),
  };
}
