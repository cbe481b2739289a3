import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Cover } from './cover.ts';

/** Where covers are kept. */
export const coverTable = new EntitySchema<Cover>({
  name: 'Cover',
  tableName: 'covers',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    deputyId: column.reference('covering_person_id'),
    from: column.instant('covered_from'),
    until: column.instant('covered_until'),
    arrangedBy: column.text('arranged_by'),
    arrangedAt: column.instant('arranged_at'),
    version: column.version(),
  } satisfies Record<keyof Cover, EntitySchemaColumnOptions>,
  indices: [
    { name: 'covers_until', columns: ['until'] },
    { name: 'covers_person', columns: ['personId', 'from', 'id'] },
  ],
  checks: [{ name: 'covers_other_check', expression: `person_id <> covering_person_id` }],
});
