import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { TeamFilter } from '@courtesy/graph-types/workforce';
import { batchById, findByIds, lockById, directoryPages } from '../directory/directory.store.ts';
import type { Team } from './team.ts';
import { teamTable } from './team.table.ts';

const byName: KeysetOrder<Team> = { by: ['name', 'id'], direction: 'ASC' };
const filterFields: Readonly<Record<Exclude<keyof TeamFilter, 'and' | 'or' | 'not'>, string>> = {
  name: 't.name',
  site: 't.siteId',
  lead: 't.leadId',
  externalId: 't.sourceId',
};

/** Loads teams by id. */
export const teamsById = batchById(teamTable);

/** The teams of each site, by name. */
export const teamsOfSites = directoryPages({ table: teamTable, owner: 'siteId', order: byName });

/** A page of teams. */
export function listTeams(
  manager: EntityManager,
  query: PageArgs & { readonly where?: TeamFilter | null | undefined; readonly now: Date },
): Promise<Connection<Team>> {
  const teams = manager.createQueryBuilder(teamTable, 't');
  applyFilter(teams, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(teams, byName, query);
}

/** The teams with these ids, by id. */
export const findTeams = (manager: EntityManager, ids: readonly string[]): Promise<Map<string, Team>> =>
  findByIds(manager, teamTable, ids);

/** One team as it stands, locked until the transaction ends. */
export const lockTeam = (manager: EntityManager, id: string): Promise<Team | null> => lockById(manager, teamTable, id);

/** The teams somebody leads, locked until the transaction ends. */
export function lockTeamsLedBy(manager: EntityManager, personId: string): Promise<Team[]> {
  return manager
    .createQueryBuilder(teamTable, 't')
    .where('t.leadId = :personId', { personId })
    .orderBy('t.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** Overwrites teams that the caller has locked. */
export const saveTeams = (manager: EntityManager, teams: readonly Team[]): Promise<void> =>
  updateRows(manager, teamTable, teams);
