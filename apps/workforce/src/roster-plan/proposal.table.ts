import { EntitySchema, type EntitySchemaColumnOptions, type ValueTransformer } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ProposalOutcome, RosterProposal } from './proposal.ts';

const instants = new Set(['startsAt', 'endsAt']);

/** Instants travel as text within JSON. */
const outcomeTransformer: ValueTransformer = {
  to: (outcome: ProposalOutcome | null) => outcome,
  from: (kept: object | null) =>
    kept === null
      ? null
      : (JSON.parse(JSON.stringify(kept), (key, value: unknown) =>
          instants.has(key) && typeof value === 'string' ? new Date(value) : value,
        ) as ProposalOutcome),
};

/** Where proposed rosters are kept, and what was asked for, so that a restart takes them up again. */
export const rosterProposalTable = new EntitySchema<RosterProposal>({
  name: 'RosterProposal',
  tableName: 'roster_proposals',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    fromDay: column.day('from_day'),
    untilDay: column.day('until_day'),
    status: column.text(),
    request: column.json(),
    requestedAt: column.instant('requested_at'),
    requestedById: column.nullable(column.reference('requested_by_id')),
    percent: column.integer(),
    claimedUntil: column.nullable(column.instant('claimed_until')),
    outcome: { ...column.nullable(column.json()), transformer: outcomeTransformer },
    failure: column.nullable(column.text()),
    finishedAt: column.nullable(column.instant('finished_at')),
    version: column.version(),
  } satisfies Record<keyof RosterProposal, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'roster_proposals_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'roster_proposals_site', columns: ['siteId', 'requestedAt', 'id'] },
    { name: 'roster_proposals_waiting', columns: ['requestedAt', 'id'], where: `(status = 'PROPOSING'::text)` },
  ],
  checks: [
    {
      name: 'roster_proposals_status_check',
      expression: `status IN ('PROPOSING', 'PROPOSED', 'FAILED', 'CANCELLED', 'PUBLISHED')`,
    },
    { name: 'roster_proposals_span_check', expression: `until_day > from_day` },
  ],
});
