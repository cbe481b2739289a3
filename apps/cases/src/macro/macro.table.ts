import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Macro } from './macro.ts';

/** Where macros are kept. */
export const macroTable = new EntitySchema<Macro>({
  name: 'Macro',
  tableName: 'macros',
  columns: {
    id: column.id(),
    name: column.text(),
    description: column.text(),
    steps: column.json(),
    teamId: column.nullable(column.reference('team_id')),
    addedBy: column.text('added_by'),
    addedAt: column.instant('added_at'),
    retiredAt: column.nullable(column.instant('retired_at')),
    version: column.version(),
  } satisfies Record<keyof Macro, EntitySchemaColumnOptions>,
});
