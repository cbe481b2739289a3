import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { skillsById } from '../skill/skill.store.ts';
import { defineCourse, retireCourse, reviseCourse } from './course.commands.ts';
import type { CourseVersion } from './course.ts';
import {
  coursesById,
  coursesByKey,
  listCourses,
  outstandingCourses,
  outstandingPeople,
  versionsOfCourses,
} from './course.store.ts';

const versionsOf = async (courseId: string, context: Context): Promise<readonly CourseVersion[]> =>
  (await context.load(versionsOfCourses, courseId, undefined)) ?? [];

const courseOf = (key: string | null, context: Context) =>
  key === null ? null : context.load(coursesByKey, key, undefined);

/** How the SDL of courses maps to functions. */
export const courseResolvers: Resolvers = {
  Query: {
    course: (_, { id }, context) => context.load(coursesById, id, undefined),
    courses: (_, page, { db }) => listCourses(db.manager, page),
  },
  Mutation: {
    defineCourse: (_, { input }, context) => defineCourse(context, input),
    reviseCourse: (_, { input }, context) => reviseCourse(context, input),
    retireCourse: (_, { input }, context) => retireCourse(context, input),
  },
  Course: {
    __resolveReference: ({ id }, context) => context.load(coursesById, id, undefined),
    current: ({ id, versionNumber }, _, context) =>
      present(
        versionsOf(id, context).then((all) => all.find(({ number }) => number === versionNumber) ?? null),
        `${id}/${versionNumber}`,
      ),
    versions: async ({ id }, _, context) => [...(await versionsOf(id, context))],
    outstanding: ({ id }, page, context) => context.load(outstandingPeople, id, page),
  },
  CourseVersion: {
    outline: ({ outline }) => [...outline],
    skill: ({ skillId }, _, context) => (skillId ? context.load(skillsById, skillId, undefined) : null),
    mandatoryFor: ({ mandatoryFor }) => [...mandatoryFor],
  },
  Criterion: { course: ({ courseKey }, _, context) => courseOf(courseKey, context) },
  SkillGap: { course: ({ courseKey }, _, context) => courseOf(courseKey, context) },
  Person: {
    outstandingCourses: async ({ id }, _, context) => [
      ...((await context.load(outstandingCourses, id, undefined)) ?? []),
    ],
  },
  CourseKeyTaken: { message: ({ course }) => `The key ${course.key} is that of "${course.title}".` },
  CourseIsRetired: { message: ({ course }) => `Nobody is enrolled in "${course.title}" any more.` },
};
