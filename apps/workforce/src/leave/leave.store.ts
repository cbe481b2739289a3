import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import { leaveTable } from './leave.table.ts';
import type { Leave } from './leave.ts';

const latestFirst: KeysetOrder<Leave> = { by: ['from', 'id'], direction: 'DESC' };

/** Where somebody whose leave it is works. */
const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = l.personId)';

/** Why somebody is away is theirs: the leave an actor may see is their own, and with workforce:sensitive that of people within their reach. */
function visibleLeave(manager: EntityManager, actor: Actor): SelectQueryBuilder<Leave> {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  return manager
    .createQueryBuilder(leaveTable, 'l')
    .where(...withinReach(sees, { person: 'l.personId', site: SITE_OF_PERSON }));
}

/** Loads leave by id, as far as the caller may see it. */
export const leaveById = byId(({ db, actor }) => visibleLeave(db.manager, actor));

/** The leave of each person, the latest first. */
export const leaveOfPeople = nestedPages<Leave>({
  rows: ({ db, actor }) => visibleLeave(db.manager, actor),
  of: 'personId',
  order: latestFirst,
});

/** One piece of leave that the actor may see, locked until the transaction ends. */
export function lockLeave(manager: EntityManager, actor: Actor, id: string): Promise<Leave | null> {
  return visibleLeave(manager, actor).andWhere('l.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Adds leave. */
export async function addLeave(manager: EntityManager, leave: Leave): Promise<void> {
  await insertRows(manager, leaveTable, [leave]);
}

/** Overwrites leave that the caller has locked. */
export const saveLeave = (manager: EntityManager, leave: Leave): Promise<void> =>
  updateRows(manager, leaveTable, [leave]);
