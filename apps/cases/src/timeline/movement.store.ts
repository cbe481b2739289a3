import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { movementTable } from './movement.table.ts';
import type { Movement } from './movement.ts';
import { referenceSql, type TimelineSource } from './timeline.ts';

/** Puts changes of cases on record. */
export async function addMovements(manager: EntityManager, movements: readonly Movement[]): Promise<void> {
  await insertRows(manager, movementTable, movements);
}

const movements = (kind: Movement['kind'], details: string) =>
  `SELECT m.id, m.at, m.recorded_at, m.recorded_by, m.person_id, ${details} AS details
   FROM case_movements m WHERE m.case_id = wanted.owner AND m.kind = '${kind}'`;

/** What changes of a case add to its timeline. Of them a customer sees where it stands, and the answer. */
export const movementEntries: readonly TimelineSource[] = [
  {
    kind: 'STATUS_CHANGED',
    type: 'StatusChangedEntry',
    rows: () =>
      movements(
        'STATUS',
        `jsonb_build_object('from', m.from_status, 'to', m.to_status, 'reason', m.reason, 'outcome', m.outcome)`,
      ),
  },
  {
    kind: 'ASSIGNED',
    type: 'CaseAssignedEntry',
    rows: (seesCasework) =>
      seesCasework
        ? movements(
            'ASSIGNED',
            `jsonb_build_object('site', ${referenceSql('m.site_id')}, 'team', ${referenceSql('m.team_id')}, 'assignee', ${referenceSql('m.assignee_id')})`,
          )
        : null,
  },
  {
    kind: 'PRIORITISED',
    type: 'CasePrioritisedEntry',
    rows: (seesCasework) =>
      seesCasework
        ? movements('PRIORITISED', `jsonb_build_object('from', m.from_priority, 'to', m.priority, 'reason', m.reason)`)
        : null,
  },
  {
    kind: 'DISPUTE_RECORDED',
    type: 'DisputeRecordedEntry',
    rows: (seesCasework) => (seesCasework ? movements('DISPUTED', `jsonb_build_object('disputed', m.disputed)`) : null),
  },
];
