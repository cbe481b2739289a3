import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Mentorship } from './mentorship.ts';
import { mentorshipTable } from './mentorship.table.ts';

const SITE_OF_MENTEE = '(SELECT p.site_id FROM people p WHERE p.id = m.menteeId)';

/** Who guides whom is between the two, and whoever leads the one who is guided. */
function visibleMentorships(manager: EntityManager, actor: Actor) {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  const [sql, parameters] = withinReach(sees, { person: 'm.menteeId', site: SITE_OF_MENTEE });
  return manager
    .createQueryBuilder(mentorshipTable, 'm')
    .where(`(${sql} OR m.mentorId = :mentor)`, { ...parameters, mentor: actor.personId ?? null });
}

/** Loads mentorships by id, as far as the caller may see them. */
export const mentorshipsById = byId(({ db, actor }) => visibleMentorships(db.manager, actor));

/** Those of each person, as mentor or as mentee, past ones too, the latest first. */
export const mentorshipsOfPeople: Batch<readonly Mentorship[]> = async ({ db, actor }, ids) => {
  const found = await visibleMentorships(db.manager, actor)
    .andWhere('(m.menteeId = ANY (:ids) OR m.mentorId = ANY (:ids))', { ids })
    .orderBy('m.beganAt', 'DESC')
    .addOrderBy('m.id', 'DESC')
    .getMany();
  return ids.map((id) => found.filter(({ mentorId, menteeId }) => mentorId === id || menteeId === id));
};

/** The pair that two are now, read on this connection; null when they are none. */
export const findPair = (manager: EntityManager, mentorId: string, menteeId: string): Promise<Mentorship | null> =>
  manager
    .createQueryBuilder(mentorshipTable, 'm')
    .where('m.mentorId = :mentorId AND m.menteeId = :menteeId AND m.endedAt IS NULL', { mentorId, menteeId })
    .getOne();

/** One mentorship that the actor may see, locked until the transaction ends. */
export const lockMentorship = (manager: EntityManager, actor: Actor, id: string): Promise<Mentorship | null> =>
  visibleMentorships(manager, actor).andWhere('m.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a pair unless the two are one. Whether it did. */
export const addMentorship = async (manager: EntityManager, mentorship: Mentorship): Promise<boolean> =>
  (await insertRows(manager, mentorshipTable, [mentorship], '(mentor_id, mentee_id) WHERE ended_at IS NULL DO NOTHING'))
    .length > 0;

/** Keeps that a mentorship, which the caller has locked, ended. */
export const saveEnd = (manager: EntityManager, { id, endedAt, version }: Mentorship): Promise<void> =>
  updateRows(manager, mentorshipTable, [{ id, endedAt, version }]);
