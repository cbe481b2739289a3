import type { Money } from '@courtesy/kernel';
import type { RecordType } from '../metric/fact-source.ts';

/** What a fact is a record of. */
export interface MetricRecord {
  readonly id: string;
  readonly type: RecordType;
}

/** One of the facts that a figure is made of. `instant` and `id` are its place in the list. */
export interface MetricFact {
  readonly id: string;
  readonly instant: string;
  readonly record: MetricRecord;
  readonly at: Date;
  readonly bucket: string;
  readonly key: string | null;
  readonly agent: { readonly id: string } | null;
  readonly isAbove: boolean;
  readonly weight: number;
  readonly weightAbove: number;
  readonly value: number | null;
  readonly money: Money | null;
}
