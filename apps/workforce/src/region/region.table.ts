import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Region } from './region.ts';

/** Where regions are kept. */
export const regionTable = new EntitySchema<Region>({
  name: 'Region',
  tableName: 'regions',
  columns: {
    id: column.id(),
    name: column.text(),
    source: column.nullable(column.text()),
    sourceId: column.nullable(column.text('source_id')),
    version: column.version(),
  } satisfies Record<keyof Region, EntitySchemaColumnOptions>,
  uniques: [{ name: 'regions_source_key', columns: ['source', 'sourceId'] }],
  indices: [{ name: 'regions_name', columns: ['name', 'id'] }],
  checks: [{ name: 'regions_source_check', expression: `(source IS NULL) = (source_id IS NULL)` }],
});
