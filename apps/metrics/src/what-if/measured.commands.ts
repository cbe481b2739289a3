import { addDays, money, type Money } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { MetricFilter, MetricPeriod, WhatIfInput } from '@courtesy/graph-types/metrics';
import { hourAtSite } from '../fact/cost-rate.store.ts';
import { readMetric } from '../metric/metric.store.ts';
import { bucketOf } from '../metric/period.ts';
import { reportingCurrency } from '../metric/reporting-day.ts';
import { complaintModelOf, type ComplaintModel, type ComplaintWeek } from './complaint-model.ts';
import type { WhatIfInterval } from './what-if.ts';

const HALF_HOUR_MS = 1_800_000;
/** How many weeks of complaints are looked at. */
const WEEKS = 52;
/** Within which times it is measured how many were answered, in milliseconds, and the metric that tells. */
const SERVICE: ReadonlyMap<number, string> = new Map(
  [10, 20, 30, 60].map((seconds) => [seconds * 1_000, `calls.service_level.${seconds}s`]),
);

const whereOf = ({ siteId, teamId }: WhatIfInput): MetricFilter => ({
  ...(siteId != null && { site: { eq: siteId } }),
  ...(teamId != null && { team: { eq: teamId } }),
});

/** What came in each half hour of the period that anything came in; empty where no switch logged anything. */
export async function demandMeasured(context: Context, input: WhatIfInput): Promise<WhatIfInterval[]> {
  const [where, { period }] = [whereOf(input), input];
  const offered = await readMetric(context, { key: 'calls.offered', period, grain: 'HALF_HOUR', where });
  const handled = await readMetric(context, { key: 'calls.handle_time.mean', period, grain: 'TOTAL', where });
  if (handled.total === null) return [];
  const handleMs = Math.max(1, Math.round(handled.total * 1_000));
  return offered.rows.flatMap(({ value }) => (value ? [{ volume: value, lengthMs: HALF_HOUR_MS, handleMs }] : []));
}

/** What an hour of one person costs at the site on the last day of the period; null where that is not told. */
export async function wageMeasured({ db, config }: Context, { siteId, period }: WhatIfInput): Promise<Money | null> {
  if (siteId == null) return null;
  const currency = reportingCurrency(config);
  const lastDay = addDays(period.to, -1);
  const minor = await hourAtSite(db.manager, { siteId, currency, day: lastDay });
  return minor === null ? null : money(minor, currency);
}

/** Whole weeks from Monday before the end of a period. */
function weeksBefore({ to }: MetricPeriod): MetricPeriod {
  const monday = bucketOf(to, 'WEEK');
  return { from: addDays(monday, -7 * WEEKS), to: monday };
}

/** How complaints followed contacts up to the period's end; null where there is too little on record, and NOT_MEASURED where nothing tells of the time that the target names. */
export async function complaintsMeasured(
  context: Context,
  input: WhatIfInput,
): Promise<ComplaintModel | 'NOT_MEASURED' | null> {
  const service = SERVICE.get(input.target.within);
  if (service === undefined) return 'NOT_MEASURED';
  const [period, where] = [weeksBefore(input.period), whereOf(input)];
  const asked = [service, 'complaints.received'].map((key) =>
    readMetric(context, { key, period, grain: 'WEEK', where }),
  );
  const [answered, received] = await Promise.all(asked);
  const complaints = new Map(received?.rows.map(({ bucket, value }) => [bucket, value]));
  const weeks = (answered?.rows ?? []).flatMap(({ bucket, value, denominator }): ComplaintWeek[] =>
    value === null
      ? []
      : [{ serviceLevel: value, contacts: denominator ?? 0, complaints: complaints.get(bucket) ?? 0 }],
  );
  return complaintModelOf(weeks);
}
