import type { Context } from '@courtesy/subgraph';
import { courseVersionsById, coursesById } from '../course/course.store.ts';
import { sessionsOfEnrolments } from '../course-session/course-session.store.ts';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import { percentOf } from '../quality-review/rating.ts';
import type { Resolvers } from '../resolver-types.ts';
import { enrolPerson, recordAssessment, reopenEnrolment, withdrawEnrolment } from './enrolment.commands.ts';
import {
  assessmentsById,
  assessmentsOfEnrolments,
  enrolmentsById,
  enrolmentsOfCourses,
  enrolmentsOfPeople,
  reopeningsOfEnrolments,
} from './enrolment.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);

/** How the SDL of enrolments maps to functions. */
export const enrolmentResolvers: Resolvers = {
  Query: { enrolment: (_, { id }, context) => context.load(enrolmentsById, id, undefined) },
  Mutation: {
    enrolPerson: (_, { input }, context) => enrolPerson(context, input),
    recordAssessment: (_, { input }, context) => recordAssessment(context, input),
    reopenEnrolment: (_, { input }, context) => reopenEnrolment(context, input),
    withdrawEnrolment: (_, { input }, context) => withdrawEnrolment(context, input),
  },
  Enrolment: {
    __resolveReference: ({ id }, context) => context.load(enrolmentsById, id, undefined),
    person: ({ personId }, _, context) => personOf(personId, context),
    course: ({ courseId }, _, context) => present(context.load(coursesById, courseId, undefined), courseId),
    content: ({ courseVersionId: id }, _, context) => present(context.load(courseVersionsById, id, undefined), id),
    sessions: async ({ id }, _, context) => [...((await context.load(sessionsOfEnrolments, id, undefined)) ?? [])],
    assessments: async ({ id }, _, context) => [
      ...((await context.load(assessmentsOfEnrolments, id, undefined)) ?? []),
    ],
    reopenings: async ({ id }, _, context) => [...((await context.load(reopeningsOfEnrolments, id, undefined)) ?? [])],
  },
  Assessment: {
    __resolveReference: ({ id }, context) => context.load(assessmentsById, id, undefined),
    enrolment: ({ enrolmentId }, _, context) =>
      present(context.load(enrolmentsById, enrolmentId, undefined), enrolmentId),
    score: ({ points, ofPoints }) => percentOf({ part: points, whole: ofPoints }),
    markedBy: ({ markedById }, _, context) => personOf(markedById, context),
  },
  EnrolmentReopening: { by: ({ byId }, _, context) => personOf(byId, context) },
  Person: {
    enrolments: ({ id }, args, context) => present(context.load(enrolmentsOfPeople, id, args), id),
  },
  Course: { enrolments: ({ id }, args, context) => context.load(enrolmentsOfCourses, id, args) },
  EnrolledAlready: { message: () => 'They are enrolled in this course already.' },
  EnrolmentIsElsewhere: {
    message: ({ enrolment: { state, attemptsUsed } }) =>
      `This enrolment stands at ${state}, with ${attemptsUsed} attempts.`,
  },
  EnrolmentIsLocked: {
    message: ({ enrolment }) =>
      `They tried ${enrolment.attemptsUsed} of ${enrolment.attemptsAllowed} times; a lead can let them try again.`,
  },
  NotForOneself: { message: () => 'Nobody decides about their own training; somebody else is to.' },
};
