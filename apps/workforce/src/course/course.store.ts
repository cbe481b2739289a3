import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Person } from '../person/person.ts';
import { personTable } from '../person/person.table.ts';
import type { Course, CourseVersion } from './course.ts';
import { courseTable, courseVersionTable } from './course.table.ts';

const byKey: KeysetOrder<Course> = { by: ['key', 'id'], direction: 'ASC' };

/** What can be learnt is for all staff to know. */
const courses = (manager: EntityManager) => manager.createQueryBuilder(courseTable, 'c').where('TRUE');

/** Loads courses by id. */
export const coursesById = byId(({ db }) => courses(db.manager));
/** Loads versions by id. */
export const courseVersionsById = byId(({ db }) =>
  db.manager.createQueryBuilder(courseVersionTable, 'v').where('TRUE'),
);

/** Loads courses by key. */
export const coursesByKey: Batch<Course> = async ({ db }, keys) => {
  const found = await courses(db.manager).andWhere('c.key = ANY (:keys)', { keys }).getMany();
  const known = new Map(found.map((each) => [each.key, each]));
  return keys.map((key) => known.get(key) ?? null);
};

/** A page of all courses, by key. */
export const listCourses = (manager: EntityManager, page: PageArgs): Promise<Connection<Course>> =>
  readPage(courses(manager), byKey, page);

/** The versions of each course, the first one first. */
export const versionsOfCourses: Batch<readonly CourseVersion[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(courseVersionTable, 'v')
    .where('v.courseId = ANY (:ids)', { ids })
    .orderBy('v.number')
    .getMany();
  const known = Map.groupBy(found, ({ courseId }) => courseId);
  return ids.map((id) => known.get(id) ?? []);
};

/** Whether a course is needed in a job and somebody has not passed it, or no longer holds what it gave, as SQL. */
const isOutstanding = (course: string, person: string, role: string) => `EXISTS (
    SELECT 1 FROM courses k JOIN course_versions w ON w.course_id = k.id AND w.number = k.version_number
    WHERE k.id = ${course} AND k.retired_at IS NULL AND w.mandatory_for @> to_jsonb(${role}))
  AND NOT EXISTS (
    SELECT 1 FROM enrolments e WHERE e.course_id = ${course} AND e.person_id = ${person}
    AND e.state = 'PASSED' AND (e.valid_until IS NULL OR e.valid_until > :now))`;

/** Who of those within the caller's reach still has to pass each course, by name. */
export const outstandingPeople = nestedPages<Person>({
  rows: ({ db, actor, now }) =>
    db.manager
      .createQueryBuilder(personTable, 'p')
      .where(...withinReach(actor, { person: 'p.id', site: 'p.siteId' }))
      .andWhere('p.leftAt IS NULL')
      .setParameter('now', now()),
  of: (owner) => isOutstanding(owner, 'p.id', 'p.jobRole'),
  order: { by: ['displayName', 'id'], direction: 'ASC' },
});

/** The courses that each person still has to pass, by key; of people whom the caller leads, and of themselves. */
export const outstandingCourses: Batch<readonly Course[]> = async ({ db, actor, now }, ids) => {
  const sees = actor.scopes.includes('training:write') ? actor : { ...actor, reach: 'OWN' as const };
  const pairs = await db.manager
    .createQueryBuilder()
    .select(['p.id AS "personId"', 'c.id AS "courseId"'])
    .from('people', 'p')
    .innerJoin('courses', 'c', 'TRUE')
    .where(...withinReach(sees, { person: 'p.id', site: 'p.site_id' }))
    .andWhere('p.id = ANY (:ids) AND p.left_at IS NULL', { ids })
    .andWhere(isOutstanding('c.id', 'p.id', 'p.job_role'), { now: now() })
    .orderBy('c.key')
    .getRawMany<{ personId: string; courseId: string }>();
  const courseIds = [...new Set(pairs.map(({ courseId }) => courseId))];
  const found = await courses(db.manager).andWhere('c.id = ANY (:courseIds)', { courseIds }).getMany();
  const known = new Map(found.map((each) => [each.id, each]));
  const byPerson = Map.groupBy(pairs, ({ personId }) => personId);
  return ids.map((id) => (byPerson.get(id) ?? []).flatMap(({ courseId }) => known.get(courseId) ?? []));
};

/** The course of a key; null when there is none. */
export const findCourseByKey = (manager: EntityManager, key: string): Promise<Course | null> =>
  courses(manager).andWhere('c.key = :key', { key }).getOne();

/** One course, locked until the transaction ends: alone for a change, or `shared` so that it only stays as it is. */
export const lockCourse = (
  manager: EntityManager,
  id: string,
  mode: 'alone' | 'shared' = 'alone',
): Promise<Course | null> =>
  courses(manager)
    .andWhere('c.id = :id', { id })
    .setLock(mode === 'alone' ? 'pessimistic_write' : 'pessimistic_read')
    .getOne();

/** The version that a course has now. */
export const currentContent = (manager: EntityManager, { id, versionNumber }: Course): Promise<CourseVersion> =>
  manager.createQueryBuilder(courseVersionTable, 'v').where({ courseId: id, number: versionNumber }).getOneOrFail();

/** One version. */
export const findCourseVersion = (manager: EntityManager, id: string): Promise<CourseVersion> =>
  manager.createQueryBuilder(courseVersionTable, 'v').where({ id }).getOneOrFail();

/** Adds a course unless one of its key is there. Whether it did. */
export const addCourse = async (manager: EntityManager, course: Course): Promise<boolean> =>
  (await insertRows(manager, courseTable, [course], '(key) DO NOTHING')).length > 0;

/** Overwrites a course that the caller has locked. */
export const saveCourse = (manager: EntityManager, course: Course): Promise<void> =>
  updateRows(manager, courseTable, [course]);

/** Adds a version. */
export async function addCourseVersion(manager: EntityManager, version: CourseVersion): Promise<void> {
  await insertRows(manager, courseVersionTable, [version]);
}
