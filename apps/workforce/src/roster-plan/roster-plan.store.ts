import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages } from '@courtesy/subgraph';
import { findByIds, lockById } from '../directory/directory.store.ts';
import { shiftTable } from '../shift/shift.table.ts';
import type { Shift } from '../shift/shift.ts';
import type { Roster } from './roster-plan.ts';
import { rosterTable } from './roster-plan.table.ts';

/** That a roster was published is for all staff; whose shifts it holds is seen shift by shift. */
const rosters = (manager: EntityManager) => manager.createQueryBuilder(rosterTable, 'r').where('TRUE');

/** Loads rosters by id. */
export const rostersById = byId(({ db }) => rosters(db.manager));

/** The rosters of each site, the latest first. */
export const rostersOfSites = nestedPages<Roster>({
  rows: ({ db }) => rosters(db.manager),
  of: 'siteId',
  order: { by: ['startsAt', 'id'], direction: 'DESC' },
});

/** One roster, locked until the transaction ends. */
export const lockRosterRow = (manager: EntityManager, id: string): Promise<Roster | null> =>
  lockById(manager, rosterTable, id);

/** Adds a roster. */
export async function addRoster(manager: EntityManager, roster: Roster): Promise<void> {
  await insertRows(manager, rosterTable, [roster]);
}

/** Overwrites a roster that the caller has locked. */
export const saveRoster = (manager: EntityManager, roster: Roster): Promise<void> =>
  updateRows(manager, rosterTable, [roster]);

/** The locked rosters in whose time these shifts are, of their site and, where one is a team's, by one of the team; by the shift's id. */
export async function lockedRostersOf(manager: EntityManager, shifts: readonly Shift[]): Promise<Map<string, Roster>> {
  const rows = await manager.query<{ id: string; shift: string }[]>(
    `SELECT r.id, s.id AS shift FROM rosters r
     JOIN json_to_recordset($1::json) AS s (id text, "siteId" text, "personId" text, "startsAt" timestamptz, "endsAt" timestamptz)
       ON s."siteId" = r.site_id AND r.starts_at < s."endsAt" AND r.ends_at > s."startsAt"
     WHERE r.locked_at IS NOT NULL
       AND (r.team_id IS NULL OR r.team_id = (SELECT p.team_id FROM people p WHERE p.id = s."personId"))
     ORDER BY r.starts_at, r.id`,
    [JSON.stringify(shifts.map(({ breaks: _, ...shift }) => shift))],
  );
  const found = await findByIds(
    manager,
    rosterTable,
    rows.map(({ id }) => id),
  );
  return new Map(rows.flatMap(({ id, shift }) => [[shift, found.get(id)] as const]).filter(isFound));
}

const isFound = (pair: readonly [string, Roster | undefined]): pair is readonly [string, Roster] =>
  pair[1] !== undefined;

/** The shifts that were published with a roster, cancelled ones too, whoever asks. */
export const shiftsOfRoster = (manager: EntityManager, rosterId: string): Promise<Shift[]> =>
  manager.createQueryBuilder(shiftTable, 's').where('s.rosterId = :rosterId', { rosterId }).orderBy('s.id').getMany();
