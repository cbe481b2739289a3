import type { Money } from '@courtesy/kernel';
import { subtractMoney } from '@courtesy/kernel';
import type { MetricComparison, MetricPeriod } from '@courtesy/graph-types/metrics';
import type { Metric } from '../metric/metric.ts';

const DAY_MS = 86_400_000;
const instantOf = (day: string): number => Date.parse(`${day}T00:00:00.000Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day so many months before, the last of its month where that has no such day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOf(first.getTime() + (Math.min(date, last) - 1) * DAY_MS);
}

const isFirst = (day: string) => day.endsWith('-01');
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** The other period that one is compared with. */
export function otherPeriod({ from, to }: MetricPeriod, comparison: MetricComparison): MetricPeriod {
  if (comparison === 'SAME_OF_LAST_YEAR') return { from: monthsBefore(from, 12), to: monthsBefore(to, 12) };
  if (isFirst(from) && isFirst(to)) return { from: monthsBefore(from, monthOf(to) - monthOf(from)), to: from };
  return { from: dayOf(instantOf(from) - (instantOf(to) - instantOf(from))), to: from };
}

/** A metric beside another one. */
export interface MetricCompared {
  readonly from: string;
  readonly to: string;
  readonly metric: Metric;
  readonly change: number | null;
  readonly relativeChange: number | null;
  readonly moneyChange: Money | null;
}

/** How much a figure is more than another one of the same metric. */
export function compared(metric: Metric, other: Metric): MetricCompared {
  const [now, before] = [metric.total, other.total];
  const isKnown = now !== null && before !== null;
  const isMoney = metric.totalMoney !== null && other.totalMoney !== null;
  return {
    ...{ from: other.period.from, to: other.period.to, metric: other },
    change: isKnown ? now - before : null,
    relativeChange: isKnown && before !== 0 ? (now - before) / before : null,
    moneyChange: isMoney ? subtractMoney(metric.totalMoney, other.totalMoney) : null,
  };
}
