import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Assessment, Enrolment, EnrolmentReopening } from './enrolment.ts';
import { assessmentTable, enrolmentReopeningTable, enrolmentTable } from './enrolment.table.ts';

const latestFirst: KeysetOrder<Enrolment> = { by: ['enrolledAt', 'id'], direction: 'DESC' };
const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = e.personId)';

/** The enrolments an actor may see: their own, and with training:write those of people within their reach. */
function visibleEnrolments(manager: EntityManager, actor: Actor): SelectQueryBuilder<Enrolment> {
  const sees = actor.scopes.includes('training:write') ? actor : { ...actor, reach: 'OWN' as const };
  return manager
    .createQueryBuilder(enrolmentTable, 'e')
    .where(...withinReach(sees, { person: 'e.personId', site: SITE_OF_PERSON }));
}

const pagesOf = (of: 'personId' | 'courseId' | ((owner: string) => string)) =>
  nestedPages<Enrolment>({
    rows: ({ db, actor }) => visibleEnrolments(db.manager, actor),
    of,
    order: latestFirst,
  });

/** Loads enrolments by id, as far as the caller may see them. */
export const enrolmentsById = byId(({ db, actor }) => visibleEnrolments(db.manager, actor));
/** The enrolments of each person, the latest first. */
export const enrolmentsOfPeople = pagesOf('personId');
/** The enrolments in each course, the latest first. */
export const enrolmentsOfCourses = pagesOf('courseId');
/** The enrolments of those who are booked on each session, the latest first. */
export const enrolmentsOfSessions = pagesOf(
  (owner) => `e.id IN (SELECT b.enrolment_id FROM training_bookings b
     WHERE b.session_id = ${owner} AND b.given_back_at IS NULL)`,
);

/** The enrolments that a batch of attempts belongs to, as far as the caller may see them, and with them the attempts. */
export const assessmentsById = byId<Assessment>(({ db, actor }) => {
  const seen = visibleEnrolments(db.manager, actor).select('e.id');
  return db.manager
    .createQueryBuilder(assessmentTable, 'a')
    .where(`a.enrolmentId IN (${seen.getQuery()})`, seen.getParameters());
});

/** The attempts of each enrolment, the first one first. Whoever sees the enrolment sees them. */
export const assessmentsOfEnrolments: Batch<readonly Assessment[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(assessmentTable, 'a')
    .where('a.enrolmentId = ANY (:ids)', { ids })
    .orderBy('a.number')
    .getMany();
  const known = Map.groupBy(found, ({ enrolmentId }) => enrolmentId);
  return ids.map((id) => known.get(id) ?? []);
};

/** How often each enrolment was opened again, the first time first. */
export const reopeningsOfEnrolments: Batch<readonly EnrolmentReopening[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(enrolmentReopeningTable, 'r')
    .where('r.enrolmentId = ANY (:ids)', { ids })
    .orderBy('r.reopenedAt')
    .addOrderBy('r.id')
    .getMany();
  const known = Map.groupBy(found, ({ enrolmentId }) => enrolmentId);
  return ids.map((id) => known.get(id) ?? []);
};

/** One enrolment that the actor may see; null when there is none. */
export const findEnrolment = (manager: EntityManager, actor: Actor, id: string): Promise<Enrolment | null> =>
  visibleEnrolments(manager, actor).andWhere('e.id = :id', { id }).getOne();

/** These enrolments, locked until the transaction ends. The caller has locked the people. */
export const lockEnrolments = (manager: EntityManager, ids: readonly string[]): Promise<Enrolment[]> =>
  manager
    .createQueryBuilder(enrolmentTable, 'e')
    .where('e.id = ANY (:ids)', { ids })
    .orderBy('e.id')
    .setLock('pessimistic_write')
    .getMany();

/** What these people are at in a course: at most one each. The caller has locked the people. */
export const openEnrolments = (
  manager: EntityManager,
  courseId: string,
  personIds: readonly string[],
): Promise<Enrolment[]> =>
  manager
    .createQueryBuilder(enrolmentTable, 'e')
    .where('e.courseId = :courseId AND e.personId = ANY (:personIds)', { courseId, personIds })
    .andWhere(`e.state NOT IN ('PASSED', 'WITHDRAWN')`)
    .getMany();

/** Adds enrolments. */
export async function addEnrolments(manager: EntityManager, enrolments: readonly Enrolment[]): Promise<void> {
  await insertRows(manager, enrolmentTable, enrolments);
}

/** Overwrites enrolments that the caller has locked. */
export const saveEnrolments = (manager: EntityManager, enrolments: readonly Enrolment[]): Promise<void> =>
  updateRows(manager, enrolmentTable, enrolments);

/** Adds an attempt. */
export async function addAssessment(manager: EntityManager, assessment: Assessment): Promise<void> {
  await insertRows(manager, assessmentTable, [assessment]);
}

/** Adds that somebody may try again. */
export async function addReopening(manager: EntityManager, reopening: EnrolmentReopening): Promise<void> {
  await insertRows(manager, enrolmentReopeningTable, [reopening]);
}
