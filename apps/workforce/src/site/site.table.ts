import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Site } from './site.ts';

/** Where sites are kept. */
export const siteTable = new EntitySchema<Site>({
  name: 'Site',
  tableName: 'sites',
  columns: {
    id: column.id(),
    name: column.text(),
    regionId: column.reference('region_id'),
    timeZone: column.text('time_zone'),
    source: column.nullable(column.text()),
    sourceId: column.nullable(column.text('source_id')),
    version: column.version(),
  } satisfies Record<keyof Site, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'sites_region_fkey', target: 'Region', columnNames: ['regionId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'sites_source_key', columns: ['source', 'sourceId'] }],
  indices: [
    { name: 'sites_name', columns: ['name', 'id'] },
    { name: 'sites_region', columns: ['regionId', 'name', 'id'] },
  ],
  checks: [{ name: 'sites_source_check', expression: `(source IS NULL) = (source_id IS NULL)` }],
});
