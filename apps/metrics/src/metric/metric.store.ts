import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricDimension } from '@courtesy/graph-types/metrics';
import { definitionOn, type MetricDefinition } from '../definition/metric-definition.ts';
import { metricKeys, versionsOf } from '../definition/metric-definition.store.ts';
import { namesOf, type NamedCopy } from '../fact/dimension.store.ts';
import { wordsOf } from './dimension.ts';
import { sources } from './fact-kinds.ts';
import { factKindOf, measures, type Measure } from './measure.ts';
import { takeMeasure, type Measurement } from './measure.store.ts';
import {
  figureOf,
  hidden,
  lastLevel,
  levelsOf,
  MAX_ROWS,
  nothing,
  rowsOf,
  watermarkOf,
  type Measured,
  type MeasuredCell,
  type Metric,
} from './metric.ts';
import type { MetricQuery } from './metric-query.ts';
import { bucketsOf, placeOf, problemWithPeriod } from './period.ts';
import { reportingCurrency, reportingDay, reportingZone } from './reporting-day.ts';
import { isLeader, type AskedQuestion } from './sight.store.ts';
import { FEWEST_PEOPLE, hiddenCells } from './small-cells.ts';

const nameKept: Readonly<Partial<Record<MetricDimension, NamedCopy>>> = { SITE: 'site', TEAM: 'team', AGENT: 'person' };

/** The definition of a metric that counts today, and how it is worked out. Throws {@link BadInput} for one that there is not. */
export async function definitionAndMeasure(
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
  const cells = measured.isLevel ? levelsOf(buckets, measured.cells) : measured.cells.filter(({ whole }) => !whole);
  if (cells.length > MAX_ROWS) refuse();
  const whole = measured.isLevel ? lastLevel(measured.cells) : (measured.cells.find((cell) => cell.whole) ?? nothing);
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

/** A query with all that it left open decided, and the definition by which it is answered. */
export interface AskedMetric {
  readonly definition: MetricDefinition;
  readonly question: AskedQuestion;
}

/** Decides what a query left open. Throws {@link BadInput} for one that cannot be answered. */
export async function questionOf(context: Context, query: MetricQuery): Promise<AskedMetric> {
  const { period, grain, by = null, where = null, asOf = null } = query;
  const zone = query.timeZone ?? reportingZone(context.config);
  const problem = problemWithPeriod(period, grain, zone);
  if (problem) throw new BadInput(problem);
  const { definition, measure } = await definitionAndMeasure(context, query.key, zone);
  refuseStrangeBreakdown(definition, by);
  const currency = query.currency ?? reportingCurrency(context.config);
  const now = asOf ?? context.now();
  return {
    definition,
    question: {
      ...{ actor: context.actor, measure, period, grain, by, where, zone, now, asOf, currency },
      isInReportingZone: zone === reportingZone(context.config),
    },
  };
}

/** Whether figures of few people are withheld from whoever asks. */
export const mustHide = ({ actor, measure }: AskedQuestion): boolean =>
  sources[factKindOf(measure)].isSensitive && !isLeader(actor) && actor.role !== 'AGENT';

/** What was asked, decided, and measured: in the words of the graph. Throws {@link BadInput} for more rows than can be told. */
export async function metricOf(
  context: Context,
  query: MetricQuery,
  { definition, question }: AskedMetric,
  measured: Measurement,
): Promise<Metric> {
  const { period, grain, by, zone, currency, asOf } = question;
  const buckets = bucketsOf(period, grain, zone);
  const { whole, cells } = settle(measured, buckets);
  const form = { unit: definition.unit, currency, isSum: definition.additivity === 'ADDS' };
  const withheld: ReadonlySet<MeasuredCell> = mustHide(question) ? hiddenCells(cells) : new Set();
  const isTooSmall = mustHide(question) && (whole.people ?? 0) < FEWEST_PEOPLE;
  const total = isTooSmall ? hidden : figureOf(form, whole);
  return {
    ...{ key: query.key, definition, unit: definition.unit, query, period, grain, by, asOf },
    watermark: watermarkOf(sources[factKindOf(question.measure)].feeds, measured.feeds),
    reportingTimeZone: zone,
    total: total.value,
    totalNumerator: total.numerator,
    totalDenominator: total.denominator,
    totalMoney: total.money,
    isHidden: total.isHidden,
    isApproximate: measured.isApproximate,
    rows: rowsOf(
      {
        ...{ ...form, buckets, brokenDown: by !== null, labelOf: await labels(context, by, cells) },
        isHidden: (cell) => withheld.has(cell),
        placeOf: (bucket) => placeOf(bucket, grain, zone),
      },
      cells,
    ),
  };
}

/** Works out a metric as far as the actor sees. Throws {@link BadInput} for a key, period, breakdown or size that cannot be answered. */
export async function readMetric(context: Context, query: MetricQuery): Promise<Metric> {
  const asked = await questionOf(context, query);
  return metricOf(context, query, asked, await takeMeasure(context.db.manager, asked.question));
}
