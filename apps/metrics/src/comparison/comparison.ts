import { addDays, addMonths, daysBetween, subtractMoney, type Money } from '@courtesy/kernel';
import type { MetricComparison, MetricPeriod } from '@courtesy/graph-types/metrics';
import type { Metric } from '../metric/metric.ts';

const isFirst = (day: string) => day.endsWith('-01');
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** The other period that one is compared with. */
export function otherPeriod({ from, to }: MetricPeriod, comparison: MetricComparison): MetricPeriod {
  if (comparison === 'SAME_OF_LAST_YEAR') return { from: addMonths(from, -12), to: addMonths(to, -12) };
  if (isFirst(from) && isFirst(to)) return { from: addMonths(from, monthOf(from) - monthOf(to)), to: from };
  return { from: addDays(from, -daysBetween(from, to)), to: from };
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
