import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  CourseContentInput,
  DefineCourseInput,
  RetireCourseInput,
  ReviseCourseInput,
} from '@courtesy/graph-types/workforce';
import { lockSkill } from '../skill/skill.store.ts';
import {
  newCourse,
  problemsOfContent,
  problemsOfNames,
  retireCourseAt,
  revise,
  versionOf,
  type Course,
} from './course.ts';
import { addCourse, addCourseVersion, findCourseByKey, lockCourse, saveCourse } from './course.store.ts';

const courseEvent = (course: Course, time: Date): NewEvent => ({
  ...{ type: 'courtesy.course.changed.v1', subject: course.id, sequence: course.version, time },
  data: {
    ...{ key: course.key, title: course.title, versionNumber: course.versionNumber },
    isRetired: course.retiredAt !== null,
  },
});

/** Keeps the version that a course has now, and announces it. */
async function keepContent(
  context: Context,
  tx: Transaction,
  course: Course,
  content: CourseContentInput,
): Promise<void> {
  const madeAt = context.now();
  await addCourseVersion(tx.manager, versionOf(course, content, { id: context.newId('couv'), madeAt }));
  tx.emit(courseEvent(course, madeAt));
}

const skillOf = async (tx: Transaction, { gives }: CourseContentInput) =>
  gives ? lockSkill(tx.manager, gives.skillId) : null;

/** Puts a course on record. */
export async function defineCourse(context: Context, input: DefineCourseInput) {
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'defineCourse', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const problems = [
        ...problemsOfNames(input),
        ...problemsOfContent(input.content, await skillOf(tx, input.content)),
      ];
      if (problems.length > 0) return invalidInput(problems);
      const course = newCourse(context.newId('cour'), input);
      if (!(await addCourse(tx.manager, course))) {
        const taken = await findCourseByKey(tx.manager, input.key);
        if (taken) return { type: 'CourseKeyTaken' as const, course: taken };
      }
      await keepContent(context, tx, course, input.content);
      return { type: 'CourseDefined' as const, course };
    }),
  );
}

/** Gives a course its next version; whoever is enrolled keeps theirs. */
export async function reviseCourse(context: Context, input: ReviseCourseInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockCourse(tx.manager, input.courseId);
    if (!current) return notFound(input.courseId);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const problems = problemsOfContent(input.content, await skillOf(tx, input.content));
    if (problems.length > 0) return invalidInput(problems);
    const outcome = revise(current, input.title ?? null);
    if (outcome.type !== 'CourseRevised') return outcome;
    await saveCourse(tx.manager, outcome.course);
    await keepContent(context, tx, outcome.course, input.content);
    return outcome;
  });
}

/** Lets nobody be enrolled any more. */
export async function retireCourse(context: Context, { courseId, expectedVersion }: RetireCourseInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockCourse(tx.manager, courseId);
    if (!current) return notFound(courseId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = retireCourseAt(current, context.now());
    if (outcome.type !== 'CourseRetired') return outcome;
    await saveCourse(tx.manager, outcome.course);
    tx.emit(courseEvent(outcome.course, context.now()));
    return outcome;
  });
}
