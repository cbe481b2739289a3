import type { EntitySchemaColumnOptions, ValueTransformer } from 'typeorm';
import type { Duration } from '@courtesy/kernel';

/** Keeps whole milliseconds of a {@link Duration} in a bigint column, which the driver hands over as text. */
const durationTransformer: ValueTransformer = {
  to: (value: Duration | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};

const countTransformer: ValueTransformer = {
  to: (value: number | null) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

const minorUnitsTransformer: ValueTransformer = {
  to: (value: bigint | null) => value,
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};

/** The column types of the house, so that no mapping spells one differently. Every one is NOT NULL unless wrapped in `nullable`. */
export const column = {
  /** A global id, the primary key. */
  id: (): EntitySchemaColumnOptions => ({ type: 'text', collation: 'C', primary: true }),
  /** The global id of another entity. Compared by bytes: ids sort by the time they were made. */
  reference: (name: string): EntitySchemaColumnOptions => ({ type: 'text', collation: 'C', name }),
  text: (name?: string): EntitySchemaColumnOptions => ({ type: 'text', ...(name && { name }) }),
  boolean: (name?: string): EntitySchemaColumnOptions => ({ type: 'boolean', ...(name && { name }) }),
  integer: (name?: string): EntitySchemaColumnOptions => ({ type: 'integer', ...(name && { name }) }),
  /** A whole number beyond 2^31, kept exactly up to 2^53. */
  count: (name?: string): EntitySchemaColumnOptions => ({
    type: 'bigint',
    transformer: countTransformer,
    ...(name && { name }),
  }),
  /** An instant with milliseconds: more would return a row again after its own cursor. */
  instant: (name?: string): EntitySchemaColumnOptions => ({ type: 'timestamptz', precision: 3, ...(name && { name }) }),
  /** A calendar day as `2026-01-31`; a day has no zone. */
  day: (name?: string): EntitySchemaColumnOptions => ({ type: 'date', ...(name && { name }) }),
  duration: (name?: string): EntitySchemaColumnOptions => ({
    type: 'bigint',
    transformer: durationTransformer,
    ...(name && { name }),
  }),
  /** An amount in minor units of a currency, kept exactly: the driver hands a bigint over as text. */
  minorUnits: (name?: string): EntitySchemaColumnOptions => ({
    type: 'bigint',
    transformer: minorUnitsTransformer,
    ...(name && { name }),
  }),
  /** A currency's three letters. */
  currency: (name?: string): EntitySchemaColumnOptions => ({ type: 'char', length: 3, ...(name && { name }) }),
  json: (name?: string): EntitySchemaColumnOptions => ({ type: 'jsonb', ...(name && { name }) }),
  /** Counts an aggregate's changes, for guarded updates. Starts at 1; the domain moves it, the store only compares. */
  version: (): EntitySchemaColumnOptions => ({ type: 'integer' }),
  /** The same column, but it may be empty. */
  nullable: (options: EntitySchemaColumnOptions): EntitySchemaColumnOptions => ({ ...options, nullable: true }),
} as const;
