import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CoverSearch } from './cover-search.ts';

/** Where it is kept who was looked for and found; the app role may insert and read, nothing else. */
export const coverSearchTable = new EntitySchema<CoverSearch>({
  name: 'CoverSearch',
  tableName: 'cover_searches',
  columns: {
    id: column.id(),
    caseId: column.nullable(column.reference('case_id')),
    escalationId: column.nullable(column.reference('escalation_id')),
    calloutId: column.nullable(column.reference('callout_id')),
    siteId: column.nullable(column.reference('site_id')),
    level: column.text(),
    outcome: column.text(),
    personId: column.nullable(column.reference('person_id')),
    considered: column.json(),
    at: column.instant(),
  } satisfies Record<keyof CoverSearch, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'cover_searches_escalation_fkey', target: 'Escalation' },
      ...{ columnNames: ['escalationId'], referencedColumnNames: ['id'] },
    },
    {
      ...{ name: 'cover_searches_callout_fkey', target: 'Callout' },
      ...{ columnNames: ['calloutId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'cover_searches_escalation', columns: ['escalationId', 'at', 'id'] },
    { name: 'cover_searches_callout', columns: ['calloutId', 'at', 'id'] },
  ],
  checks: [
    { name: 'cover_searches_subject_check', expression: `(escalation_id IS NULL) <> (callout_id IS NULL)` },
    { name: 'cover_searches_level_check', expression: `level IN ('LEAD', 'MANAGER', 'DIRECTOR')` },
    { name: 'cover_searches_outcome_check', expression: `outcome IN ('FOUND', 'COVER_GAP')` },
  ],
});
