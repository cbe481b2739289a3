import type { MetricDefinition } from '../definition/metric-definition.ts';
import type { Metric } from '../metric/metric.ts';

/** How many facts one rule left out. */
export interface MetricExclusion {
  readonly rule: string;
  readonly leftOut: number;
}

/** How a figure came about. */
export interface MetricExplanation {
  readonly definition: MetricDefinition;
  readonly metric: Metric;
  readonly facts: number | null;
  readonly exclusions: readonly MetricExclusion[];
  readonly counted: number | null;
  readonly unattributed: number | null;
}
