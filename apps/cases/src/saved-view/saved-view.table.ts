import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { SavedView } from './saved-view.ts';

/** Where views are kept. */
export const savedViewTable = new EntitySchema<SavedView>({
  name: 'SavedView',
  tableName: 'saved_views',
  columns: {
    id: column.id(),
    name: column.text(),
    filter: column.json(),
    order: column.text('case_order'),
    audience: column.text(),
    savedBy: column.text('saved_by'),
    teamId: column.nullable(column.reference('team_id')),
    savedAt: column.instant('saved_at'),
    removedAt: column.nullable(column.instant('removed_at')),
    version: column.version(),
  } satisfies Record<keyof SavedView, EntitySchemaColumnOptions>,
  indices: [{ name: 'saved_views_name', columns: ['name', 'id'] }],
  checks: [
    { name: 'saved_views_audience_check', expression: `audience IN ('OWN', 'TEAM', 'EVERYONE')` },
    { name: 'saved_views_team_check', expression: `(audience = 'TEAM') = (team_id IS NOT NULL)` },
  ],
});
