import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Team } from './team.ts';

/** Where teams are kept. */
export const teamTable = new EntitySchema<Team>({
  name: 'Team',
  tableName: 'teams',
  columns: {
    id: column.id(),
    name: column.text(),
    siteId: column.reference('site_id'),
    leadId: column.nullable(column.reference('lead_id')),
    source: column.nullable(column.text()),
    sourceId: column.nullable(column.text('source_id')),
    version: column.version(),
  } satisfies Record<keyof Team, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'teams_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    { name: 'teams_lead_fkey', target: 'Person', columnNames: ['leadId'], referencedColumnNames: ['id'] },
  ],
  uniques: [
    { name: 'teams_source_key', columns: ['source', 'sourceId'] },
    { name: 'teams_place_key', columns: ['id', 'siteId'] },
  ],
  indices: [
    { name: 'teams_name', columns: ['name', 'id'] },
    { name: 'teams_site', columns: ['siteId', 'name', 'id'] },
    { name: 'teams_lead', columns: ['leadId'] },
  ],
  checks: [{ name: 'teams_source_check', expression: `(source IS NULL) = (source_id IS NULL)` }],
});
