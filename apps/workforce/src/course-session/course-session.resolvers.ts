import { courseVersionsById, coursesById } from '../course/course.store.ts';
import { present } from '../directory/present.ts';
import { enrolmentsById, enrolmentsOfSessions } from '../enrolment/enrolment.store.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { bookTraining, recordAttendance, releaseFromTraining } from './attending.commands.ts';
import { cancelCourseSession, planCourseSession } from './course-session.commands.ts';
import { bookedOnSessions, courseSessionsById, sessionsOfCourses } from './course-session.store.ts';

/** How the SDL of sessions maps to functions. */
export const courseSessionResolvers: Resolvers = {
  Query: { courseSession: (_, { id }, context) => context.load(courseSessionsById, id, undefined) },
  Mutation: {
    planCourseSession: (_, { input }, context) => planCourseSession(context, input),
    cancelCourseSession: (_, { input }, context) => cancelCourseSession(context, input),
    bookTraining: (_, { input }, context) => bookTraining(context, input),
    releaseFromTraining: (_, { input }, context) => releaseFromTraining(context, input),
    recordAttendance: (_, { input }, context) => recordAttendance(context, input),
  },
  CourseSession: {
    __resolveReference: ({ id }, context) => context.load(courseSessionsById, id, undefined),
    course: ({ courseId }, _, context) => present(context.load(coursesById, courseId, undefined), courseId),
    content: ({ courseVersionId: id }, _, context) => present(context.load(courseVersionsById, id, undefined), id),
    site: ({ siteId }, _, context) => (siteId ? context.load(sitesById, siteId, undefined) : null),
    trainer: ({ trainerId }, _, context) => (trainerId ? context.load(peopleById, trainerId, undefined) : null),
    placesLeft: async ({ id, places }, _, context) =>
      places - ((await context.load(bookedOnSessions, id, undefined)) ?? 0),
    enrolments: ({ id }, args, context) => context.load(enrolmentsOfSessions, id, args),
  },
  Course: { sessions: ({ id }, args, context) => present(context.load(sessionsOfCourses, id, args), id) },
  TrainingBooked: {
    enrolments: ({ enrolmentIds }, _, context) =>
      Promise.all(enrolmentIds.map((id) => present(context.load(enrolmentsById, id, undefined), id))),
    refused: ({ refused }) => [...refused],
  },
  CourseSessionIsElsewhere: {
    message: ({ session }) =>
      session.status === 'CANCELLED'
        ? 'This session was called off.'
        : `This session is from ${session.startsAt.toISOString()} to ${session.endsAt.toISOString()}, and it is too late or too early for that.`,
  },
  NotBooked: { message: () => 'They are not booked on this session.' },
};
