import type { MetricDimension, MetricFilter, MetricGrain, MetricPeriod } from '@courtesy/graph-types/metrics';

/** What is asked of a metric. */
export interface MetricQuery {
  readonly key: string;
  readonly period: MetricPeriod;
  readonly grain: MetricGrain;
  readonly by?: MetricDimension | null | undefined;
  readonly where?: MetricFilter | null | undefined;
  /** The zone in which days begin and end; the reporting zone when absent. */
  readonly timeZone?: string | null | undefined;
  /** As known at this instant; as known now when absent. */
  readonly asOf?: Date | null | undefined;
  /** Of figures of money; the reporting currency when absent. */
  readonly currency?: string | null | undefined;
}
