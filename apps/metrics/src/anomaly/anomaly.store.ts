import { addDays } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricFilter, MetricGrain, MetricPeriod } from '@courtesy/graph-types/metrics';
import type { MetricQuery } from '../metric/metric-query.ts';
import { definitionAndMeasure, readMetric } from '../metric/metric.store.ts';
import { problemWithPeriod } from '../metric/period.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { anomaliesOf, controlChartOf, watched, type Anomalies, type ControlChart } from './control-chart.ts';

/** What is asked of a chart. */
export interface ChartQuery extends Omit<MetricQuery, 'by' | 'asOf'> {
  readonly baseline?: MetricPeriod | null | undefined;
  readonly falseAlarmRate: number;
}

const charted: ReadonlySet<MetricGrain> = new Set(['DAY', 'WEEK', 'MONTH']);
/** The days before those asked about from which it is told what is usual: eight weeks. */
const USUAL_DAYS = 56;
const MOST_DAYS = 31;
const [RAREST, COMMONEST] = [0.000_01, 0.05];

/** Draws a control chart over a period and its baseline, as far as the actor sees. Throws {@link BadInput} for what cannot be charted. */
export async function readControlChart(context: Context, query: ChartQuery): Promise<ControlChart> {
  const { baseline: asked, falseAlarmRate: rate, period, ...rest } = query;
  if (!charted.has(query.grain)) throw new BadInput('A control chart is by DAY, WEEK or MONTH.');
  if (!(rate >= RAREST && rate <= COMMONEST))
    throw new BadInput(`falseAlarmRate must lie between ${RAREST} and ${COMMONEST}, not be ${rate}.`);
  const baseline = asked ?? period;
  for (const each of [period, baseline]) {
    const problem = problemWithPeriod(each, query.grain);
    if (problem) throw new BadInput(problem);
  }
  const whole = {
    from: baseline.from < period.from ? baseline.from : period.from,
    to: baseline.to > period.to ? baseline.to : period.to,
  };
  const metric = await readMetric(context, { ...rest, period: whole });
  const { measure } = await definitionAndMeasure(context, query.key, metric.reportingTimeZone);
  const today = reportingDay(context.now(), metric.reportingTimeZone);
  return controlChartOf(metric, { measure, baseline, rate, today });
}

/** What is asked of all that is watched. */
export interface AnomaliesQuery {
  readonly period: MetricPeriod;
  readonly siteId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly falseAlarmRate: number;
}

/** What of the watched figures stands out in a period of days, against the eight weeks before it. */
export async function readAnomalies(context: Context, query: AnomaliesQuery): Promise<Anomalies> {
  const { period, siteId, teamId, falseAlarmRate } = query;
  const problem = problemWithPeriod(period, 'DAY', reportingZone(context.config));
  if (problem) throw new BadInput(problem);
  if (addDays(period.to, -MOST_DAYS) > period.from)
    throw new BadInput(`Anomalies are told of at most ${MOST_DAYS} days at once.`);
  const where: MetricFilter = {
    ...(siteId && { site: { eq: siteId } }),
    ...(teamId && { team: { eq: teamId } }),
  };
  const baseline = { from: addDays(period.from, -USUAL_DAYS), to: period.from };
  // A share of the false alarms of a day for each figure: all of them together then keep to what is stated (Bonferroni).
  const rate = falseAlarmRate / watched.length;
  const charts: ControlChart[] = [];
  for (const key of watched)
    charts.push(await readControlChart(context, { key, period, grain: 'DAY', where, baseline, falseAlarmRate: rate }));
  return anomaliesOf(charts, falseAlarmRate);
}
