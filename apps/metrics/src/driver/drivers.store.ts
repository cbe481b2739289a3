import type { Context } from '@courtesy/subgraph';
import type { MetricDimension, MetricPeriod } from '@courtesy/graph-types/metrics';
import type { MetricQuery } from '../metric/metric-query.ts';
import { definitionAndMeasure, readMetric } from '../metric/metric.store.ts';
import { nearest } from '../statistics/fraction.ts';
import { drivenBy, type MemberFigure, type NotDrivenReason } from './drivers.ts';
import { compositionOf, memberOf, minorOf, toldOf, type MetricDrivers } from './metric-drivers.ts';

/** What is asked of a change. */
export interface DriversQuery extends Omit<MetricQuery, 'grain' | 'by' | 'asOf'> {
  readonly comparedWith: MetricPeriod;
  readonly by: MetricDimension;
}

/** Reads a figure of two periods by one dimension, and takes the change between them apart. */
export async function readDrivers(context: Context, { comparedWith, ...asked }: DriversQuery): Promise<MetricDrivers> {
  const query = { ...asked, grain: 'TOTAL' as const };
  const metric = await readMetric(context, query);
  const before = await readMetric(context, { ...query, period: comparedWith });
  const { measure } = await definitionAndMeasure(context, query.key, metric.reportingTimeZone);
  const not = (notDrivenBecause: NotDrivenReason): MetricDrivers => ({
    ...{ metric, comparedWith: before, change: null, moneyChange: null, remainder: null, drivers: [] },
    notDrivenBecause,
  });
  const composition = compositionOf(metric, measure);
  if (!composition) return not('VALUES_DO_NOT_ADD');
  if ([metric, before].some(({ rows, isHidden }) => isHidden || rows.some((row) => row.isHidden)))
    return not('FIGURES_WITHHELD');
  const [old, current] = [before, metric].map(({ rows }) => rows.map((row) => memberOf(metric.unit, composition, row)));
  const isWhole = (each: (MemberFigure | null)[] | undefined): each is MemberFigure[] =>
    each !== undefined && !each.includes(null);
  if (!isWhole(old) || !isWhole(current)) return not('TOO_LARGE');
  const driven = drivenBy(composition, old, current);
  if (!driven) return not('NOTHING_MEASURED');
  const currency = metric.unit === 'MONEY' ? ((metric.totalMoney ?? before.totalMoney)?.currency ?? null) : null;
  return {
    ...{ metric, comparedWith: before, notDrivenBecause: null, remainder: nearest(driven.remainder) },
    change: currency === null ? nearest(driven.change) : null,
    moneyChange: currency === null ? null : minorOf(driven.change, currency),
    drivers: driven.drivers.map((driver) => toldOf(driver, currency)),
  };
}
