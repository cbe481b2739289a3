import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { CoachingSession } from './coaching.ts';
import { coachingTable } from './coaching.table.ts';

const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = c.personId)';

/** The coaching an actor may see: that of themselves, that which they give, and with quality:write that of people within their reach. */
function visibleCoaching(manager: EntityManager, actor: Actor): SelectQueryBuilder<CoachingSession> {
  const leads = actor.scopes.includes('quality:write');
  const [reach, parameters] = leads
    ? withinReach(actor, { person: 'c.personId', site: SITE_OF_PERSON })
    : (['FALSE', {}] as const);
  return manager
    .createQueryBuilder(coachingTable, 'c')
    .where(`(c.personId = :viewer OR c.coachId = :viewer OR ${reach})`, {
      ...parameters,
      viewer: actor.personId ?? '',
    });
}

/** Loads sessions by id, as far as the caller may see them. */
export const coachingById = byId(({ db, actor }) => visibleCoaching(db.manager, actor));

/** The coaching of each person, the latest first. */
export const coachingOfPeople = nestedPages<CoachingSession>({
  rows: ({ db, actor }) => visibleCoaching(db.manager, actor),
  of: 'personId',
  order: { by: ['proposedAt', 'id'], direction: 'DESC' },
});

/** What was done about each gap, the first session first, as far as the caller may see it. */
export const coachingOfGaps: Batch<readonly CoachingSession[]> = async ({ db, actor }, ids) => {
  const found = await visibleCoaching(db.manager, actor)
    .andWhere('c.gapId = ANY (:ids)', { ids })
    .orderBy('c.proposedAt')
    .addOrderBy('c.id')
    .getMany();
  const known = Map.groupBy(found, ({ gapId }) => gapId);
  return ids.map((id) => known.get(id) ?? []);
};

/** One session that the actor may see, locked until the transaction ends. */
export const lockCoaching = (manager: EntityManager, actor: Actor, id: string): Promise<CoachingSession | null> =>
  visibleCoaching(manager, actor).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a session. */
export async function addCoaching(manager: EntityManager, session: CoachingSession): Promise<void> {
  await insertRows(manager, coachingTable, [session]);
}

/** Overwrites a session that the caller has locked. */
export const saveCoaching = (manager: EntityManager, session: CoachingSession): Promise<void> =>
  updateRows(manager, coachingTable, [session]);
