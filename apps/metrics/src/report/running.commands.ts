import { createHash } from 'node:crypto';
import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricPeriod } from '@courtesy/graph-types/metrics';
import { otherPeriod } from '../comparison/comparison.ts';
import { activityKinds } from '../fact/activity-fact.ts';
import type { Metric, MetricRow } from '../metric/metric.ts';
import type { MetricQuery } from '../metric/metric-query.ts';
import { readMetric } from '../metric/metric.store.ts';
import { problemWithPeriod } from '../metric/period.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import type { ReportRunBlock, ReportFigure, ReportBlock, ReportContent, ReportDefinition } from './report.ts';

/** Over what a report is run. */
export interface RunScope {
  readonly period: MetricPeriod;
  readonly siteId: string | null;
}

interface Known {
  /** The day of the first fact there is. */
  readonly firstDay: string | null;
}

const frozenMoney = (amount: MetricRow['money']) =>
  amount && { minor: String(amount.minor), currency: amount.currency };

const totalOf = (metric: Metric): ReportFigure => ({
  ...{ value: metric.total, numerator: metric.totalNumerator, denominator: metric.totalDenominator },
  ...{ money: frozenMoney(metric.totalMoney), isHidden: metric.isHidden },
});

/** The figure by which a block asks. */
export function queryOf({ metricKey, by, grain, caseType }: ReportBlock, { period, siteId }: RunScope): MetricQuery {
  const where = {
    ...(caseType !== null && { type: { eq: caseType } }),
    ...(siteId !== null && { site: { eq: siteId } }),
  };
  return { key: metricKey, period, grain, by, where };
}

/** The first fact of each kind, by the index of its kind. */
const FIRST = `
  SELECT min(first.at) AS first FROM (
    SELECT min(opened_at) AS at FROM case_fact UNION ALL SELECT min(occurred_at) FROM call_fact
    UNION ALL SELECT a.at FROM unnest($1::text[]) AS k (kind)
      CROSS JOIN LATERAL (SELECT at FROM activity_fact WHERE kind = k.kind ORDER BY at LIMIT 1) AS a
  ) AS first`;

/** The day of the first fact of any kind; null while there is none. */
async function firstDayOf({ db, config }: Context): Promise<string | null> {
  const [row] = await db.manager.query<{ first: Date | null }[]>(FIRST, [activityKinds]);
  return row?.first ? reportingDay(row.first, reportingZone(config)) : null;
}

/** A block of a report. Of a time before the first fact there is no figure to compare with: that nothing is known is not nought. */
async function blockOf(context: Context, plan: ReportBlock, scope: RunScope & Known): Promise<ReportRunBlock> {
  const query = queryOf(plan, scope);
  const metric = await readMetric(context, query);
  const total = async (comparison: 'PERIOD_BEFORE' | 'SAME_OF_LAST_YEAR') => {
    const period = otherPeriod(scope.period, comparison);
    if (problemWithPeriod(period, 'TOTAL', reportingZone(context.config))) return null;
    if (scope.firstDay === null || period.to <= scope.firstDay) return null;
    return totalOf(await readMetric(context, { ...query, period, grain: 'TOTAL', by: null }));
  };
  const { definition, unit, isApproximate, rows } = metric;
  return {
    ...plan,
    ...{
      name: definition.name,
      definitionVersion: definition.version,
      unit,
      additivity: definition.additivity,
      isApproximate,
    },
    total: totalOf(metric),
    before: await total('PERIOD_BEFORE'),
    lastYear: await total('SAME_OF_LAST_YEAR'),
    rows: rows.map(({ bucket, key, label, value, numerator, denominator, money, isHidden }) => ({
      ...{ bucket, key, label, value, numerator, denominator, money: frozenMoney(money), isHidden },
    })),
  };
}

/**
 * Works out all that a report shows, in one snapshot: its figures are of one moment, up to which the feeds had been read as the watermark says. Every figure
 * is read as the service tells it to whoever asks.
 */
export const contentOf = (context: Context, definition: ReportDefinition, scope: RunScope): Promise<ReportContent> =>
  context.db.manager.transaction('REPEATABLE READ', (manager) =>
    readContent({ ...context, db: { ...context.db, manager } }, definition, scope),
  );

async function readContent(context: Context, { sections }: ReportDefinition, scope: RunScope): Promise<ReportContent> {
  const feeds = await context.db.manager.query<{ feed: string; place: string; readAt: Date }[]>(
    `SELECT feed, place, read_at AS "readAt" FROM feed_cursor ORDER BY feed`,
  );
  const watermark = feeds.map(({ readAt, ...feed }) => ({ ...feed, readAt: readAt.toISOString() }));
  const known = { ...scope, firstDay: await firstDayOf(context) };
  const frozen: ReportContent['sections'][number][] = [];
  for (const { key, title, blocks } of sections) {
    const all: ReportRunBlock[] = [];
    for (const block of blocks) all.push(await blockOf(context, block, known));
    frozen.push({ key, title, blocks: all });
  }
  return { sections: frozen, watermark };
}

/** What is wrong with a block: its figure cannot be told as it wants it. Null when nothing is. */
export async function problemOfBlock(context: Context, block: ReportBlock): Promise<string | null> {
  const scope = { period: { from: '2026-01-01', to: '2026-01-02' }, siteId: null };
  try {
    await readMetric(context, queryOf(block, scope));
    return null;
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}

/** SHA-256 of what a report shows, without how far feeds had been read: two runs that say the same have the same. */
export const hashOf = ({ sections }: ReportContent): string =>
  createHash('sha256').update(JSON.stringify(sections)).digest('hex');
