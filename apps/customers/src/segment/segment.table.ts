import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Segment } from './segment.ts';

/** Where segments are kept. */
export const segmentTable = new EntitySchema<Segment>({
  name: 'Segment',
  tableName: 'segments',
  columns: {
    id: column.id(),
    name: column.text(),
    purpose: column.nullable(column.text()),
    filter: column.json(),
    audience: column.text(),
    savedBy: column.text('saved_by'),
    savedAt: column.instant('saved_at'),
    removedAt: column.nullable(column.instant('removed_at')),
    version: column.version(),
  } satisfies Record<keyof Segment, EntitySchemaColumnOptions>,
  indices: [{ name: 'segments_name', columns: ['name', 'id'] }],
  checks: [{ name: 'segments_audience_check', expression: `audience IN ('OWN', 'EVERYONE')` }],
});
