import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Roster } from './roster-plan.ts';

/** Where published rosters are kept. */
export const rosterTable = new EntitySchema<Roster>({
  name: 'Roster',
  tableName: 'rosters',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    fromDay: column.day('from_day'),
    untilDay: column.day('until_day'),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    proposalId: column.reference('proposal_id'),
    publishedAt: column.instant('published_at'),
    publishedById: column.nullable(column.reference('published_by_id')),
    lockedAt: column.nullable(column.instant('locked_at')),
    lockedById: column.nullable(column.reference('locked_by_id')),
    version: column.version(),
  } satisfies Record<keyof Roster, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'rosters_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'rosters_proposal_fkey',
      target: 'RosterProposal',
      columnNames: ['proposalId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'rosters_proposal_key', columns: ['proposalId'] }],
  indices: [{ name: 'rosters_site', columns: ['siteId', 'startsAt', 'id'] }],
  checks: [{ name: 'rosters_span_check', expression: `ends_at > starts_at` }],
});
