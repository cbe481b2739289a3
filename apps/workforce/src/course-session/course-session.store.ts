import type { EntityManager } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { Span } from '../shift/shift.ts';
import type { CourseSession, TrainingBooking } from './course-session.ts';
import { courseSessionTable, trainingBookingTable } from './course-session.table.ts';

const earliestFirst: KeysetOrder<CourseSession> = { by: ['startsAt', 'id'], direction: 'ASC' };

/** What is taught when is for all staff to know. */
const sessions = (manager: EntityManager) => manager.createQueryBuilder(courseSessionTable, 's').where('TRUE');
const standing = (manager: EntityManager) =>
  manager.createQueryBuilder(trainingBookingTable, 'b').where('b.givenBackAt IS NULL');

/** Loads sessions by id. */
export const courseSessionsById = byId(({ db }) => sessions(db.manager));

/** The sessions of each course, the earliest first. */
export const sessionsOfCourses = nestedPages<CourseSession>({
  rows: ({ db }) => sessions(db.manager),
  of: 'courseId',
  order: earliestFirst,
});

/** How many learners are booked on each session. */
export const bookedOnSessions: Batch<number> = async ({ db }, ids) => {
  const counted = await standing(db.manager)
    .andWhere('b.sessionId = ANY (:ids) AND b.enrolmentId IS NOT NULL', { ids })
    .select(['b.sessionId AS id', 'count(*)::integer AS count'])
    .groupBy('b.sessionId')
    .getRawMany<{ id: string; count: number }>();
  const known = new Map(counted.map(({ id, count }) => [id, count]));
  return ids.map((id) => known.get(id) ?? 0);
};

/** The sessions on which each enrolment is booked, the earliest first. */
export const sessionsOfEnrolments: Batch<readonly CourseSession[]> = async ({ db }, ids) => {
  const bookings = await standing(db.manager).andWhere('b.enrolmentId = ANY (:ids)', { ids }).getMany();
  const sessionIds = [...new Set(bookings.map(({ sessionId }) => sessionId))];
  const found = await sessions(db.manager)
    .andWhere('s.id = ANY (:sessionIds)', { sessionIds })
    .orderBy('s.startsAt')
    .addOrderBy('s.id')
    .getMany();
  const byEnrolment = Map.groupBy(bookings, ({ enrolmentId }) => enrolmentId);
  return ids.map((id) => {
    const own = new Set(byEnrolment.get(id)?.map(({ sessionId }) => sessionId));
    return found.filter((session) => own.has(session.id));
  });
};

/** The time that training takes of these people within a span, in order. */
export const trainingDuring = (
  manager: EntityManager,
  personIds: readonly string[],
  { startsAt, endsAt }: Span,
): Promise<TrainingBooking[]> =>
  standing(manager)
    .andWhere('b.personId = ANY (:personIds)', { personIds })
    .andWhere('b.startsAt < :endsAt AND b.endsAt > :startsAt', { startsAt, endsAt })
    .orderBy('b.startsAt')
    .getMany();

/** The bookings of a session that stand. The caller has locked the session. */
export const bookingsOfSession = (manager: EntityManager, sessionId: string): Promise<TrainingBooking[]> =>
  standing(manager).andWhere('b.sessionId = :sessionId', { sessionId }).orderBy('b.personId').getMany();

/** The bookings of an enrolment that stand. */
export const bookingsOfEnrolment = (manager: EntityManager, enrolmentId: string): Promise<TrainingBooking[]> =>
  standing(manager).andWhere('b.enrolmentId = :enrolmentId', { enrolmentId }).orderBy('b.startsAt').getMany();

/** One session, locked until the transaction ends. */
export const lockCourseSession = (manager: EntityManager, id: string): Promise<CourseSession | null> =>
  sessions(manager).andWhere('s.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a session. */
export async function addCourseSession(manager: EntityManager, session: CourseSession): Promise<void> {
  await insertRows(manager, courseSessionTable, [session]);
}

/** Overwrites a session that the caller has locked. */
export const saveCourseSession = (manager: EntityManager, session: CourseSession): Promise<void> =>
  updateRows(manager, courseSessionTable, [session]);

/** Adds bookings. */
export async function addBookings(manager: EntityManager, bookings: readonly TrainingBooking[]): Promise<void> {
  await insertRows(manager, trainingBookingTable, bookings);
}

/** Keeps of bookings whether people came, and whether they have their time back. */
export const saveBookings = (manager: EntityManager, bookings: readonly TrainingBooking[]): Promise<void> =>
  updateRows(
    manager,
    trainingBookingTable,
    bookings.map(({ id, attended, givenBackAt }) => ({ id, attended, givenBackAt })),
  );
