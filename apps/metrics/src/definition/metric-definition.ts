import type { MetricAdditivity, MetricDimension, MetricUnit } from '@courtesy/graph-types/metrics';

/** One version of what a metric means. */
export interface MetricDefinition {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly description: string;
  readonly formula: string;
  readonly unit: MetricUnit;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly additivity: MetricAdditivity;
  readonly dimensions: readonly MetricDimension[];
  readonly owner: string;
  /** A day such as `2026-01-31` in the reporting time zone. */
  readonly effectiveFrom: string;
}

/** The version that counts on `day`: the newest of those in effect. Undefined when none is yet. */
export function definitionOn(versions: readonly MetricDefinition[], day: string): MetricDefinition | undefined {
  return versions
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .reduce<MetricDefinition | undefined>(
      (newest, each) => (newest && newest.version > each.version ? newest : each),
      undefined,
    );
}
