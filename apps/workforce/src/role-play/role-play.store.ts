import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import { rolePlayTable } from './role-play.table.ts';
import type { RolePlaySession } from './role-play.ts';

const SITE_OF_PLAYER = '(SELECT p.site_id FROM people p WHERE p.id = r.playerId)';

/** The role-plays an actor may see: their own, those they scored, and with quality:write those of people within their reach. */
function visibleRolePlays(manager: EntityManager, actor: Actor): SelectQueryBuilder<RolePlaySession> {
  const leads = actor.scopes.includes('quality:write');
  const [reach, parameters] = leads
    ? withinReach(actor, { person: 'r.playerId', site: SITE_OF_PLAYER })
    : (['FALSE', {}] as const);
  return manager
    .createQueryBuilder(rolePlayTable, 'r')
    .where(`(r.playerId = :viewer OR r.reviewerId = :viewer OR ${reach})`, {
      ...parameters,
      viewer: actor.personId ?? '',
    });
}

/** Loads role-plays by id, as far as the caller may see them. */
export const rolePlaysById = byId(({ db, actor }) => visibleRolePlays(db.manager, actor));

/** The role-plays of each person, the latest first. */
export const rolePlaysOfPeople = nestedPages<RolePlaySession>({
  rows: ({ db, actor }) => visibleRolePlays(db.manager, actor),
  of: 'playerId',
  order: { by: ['startedAt', 'id'], direction: 'DESC' },
});

/** The answers that are kept as the best of each scenario: all staff may read what their players share. */
export const bestOfScenarios: Batch<readonly RolePlaySession[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(rolePlayTable, 'r')
    .where(`r.scenarioId = ANY (:ids) AND r.isBest AND r.sharing <> 'PRIVATE'`, { ids })
    .orderBy('r.scoredAt')
    .addOrderBy('r.id')
    .getMany();
  const known = Map.groupBy(found, ({ scenarioId }) => scenarioId);
  return ids.map((id) => known.get(id) ?? []);
};

/** One role-play that the actor may see, locked until the transaction ends. */
export const lockRolePlay = (manager: EntityManager, actor: Actor, id: string): Promise<RolePlaySession | null> =>
  visibleRolePlays(manager, actor).andWhere('r.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a role-play. */
export async function addRolePlay(manager: EntityManager, session: RolePlaySession): Promise<void> {
  await insertRows(manager, rolePlayTable, [session]);
}

/** Overwrites a role-play that the caller has locked. */
export const saveRolePlay = (manager: EntityManager, session: RolePlaySession): Promise<void> =>
  updateRows(manager, rolePlayTable, [session]);
