import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { CpdEntry } from './cpd.ts';
import { cpdEntryTable } from './cpd.table.ts';

const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = d.personId)';

/** What somebody learns is theirs, and with workforce:sensitive that of people within reach. */
function visibleEntries(manager: EntityManager, actor: Actor) {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  return manager
    .createQueryBuilder(cpdEntryTable, 'd')
    .where(...withinReach(sees, { person: 'd.personId', site: SITE_OF_PERSON }));
}

/** Loads entries by id, as far as the caller may see them. */
export const entriesById = byId(({ db, actor }) => visibleEntries(db.manager, actor));

/** What each person did from one day to another, both included, the latest first; entries that count no longer too. */
export const entriesOfPeople: Batch<readonly CpdEntry[], { readonly from: string; readonly until: string }> = async (
  { db, actor },
  ids,
  { from, until },
) => {
  const found = await visibleEntries(db.manager, actor)
    .andWhere('d.personId = ANY (:ids) AND d.doneOn BETWEEN :from AND :until', { ids, from, until })
    .orderBy('d.doneOn', 'DESC')
    .addOrderBy('d.id', 'DESC')
    .getMany();
  const known = Map.groupBy(found, ({ personId }) => personId);
  return ids.map((id) => known.get(id) ?? []);
};

/** An entry of the caller's own, locked until the transaction ends. */
export const lockOwnEntry = (manager: EntityManager, personId: string, id: string): Promise<CpdEntry | null> =>
  manager
    .createQueryBuilder(cpdEntryTable, 'd')
    .where('d.id = :id AND d.personId = :personId', { id, personId })
    .setLock('pessimistic_write')
    .getOne();

/** Adds an entry. */
export async function addEntry(manager: EntityManager, entry: CpdEntry): Promise<void> {
  await insertRows(manager, cpdEntryTable, [entry]);
}

/** Keeps that an entry, which the caller has locked, counts no longer. */
export const saveWithdrawn = (manager: EntityManager, { id, withdrawnAt }: CpdEntry): Promise<void> =>
  updateRows(manager, cpdEntryTable, [{ id, withdrawnAt }]);
