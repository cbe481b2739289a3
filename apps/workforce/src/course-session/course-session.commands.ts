import { invalidInput, notFound, staleVersion, type Problem } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type { CancelCourseSessionInput, PlanCourseSessionInput } from '@courtesy/graph-types/workforce';
import { currentContent, lockCourse } from '../course/course.store.ts';
import { nothingThere } from '../directory/problems.ts';
import { reaches } from '../directory/reach.ts';
import { lockPeople } from '../person/person.store.ts';
import { findSites } from '../site/site.store.ts';
import { bookingEvent, giveBack } from './booking.commands.ts';
import { callOff, newSession, problemsOfSession, type CourseSession, type TrainingBooking } from './course-session.ts';
import {
  addBookings,
  addCourseSession,
  bookingsOfSession,
  lockCourseSession,
  saveCourseSession,
  trainingDuring,
} from './course-session.store.ts';

const sessionEvent = (session: CourseSession, time: Date): NewEvent => ({
  ...{ type: 'courtesy.course-session.changed.v1', subject: session.id, sequence: session.version, time },
  data: {
    ...{ courseId: session.courseId, siteId: session.siteId, trainerId: session.trainerId },
    ...{ startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString() },
    ...{ places: session.places, status: session.status },
  },
});

/** Lets whoever sees a site, or works there, plan at it; online is for everybody who trains. Throws FORBIDDEN otherwise. */
export async function requirePlace({ actor }: Context, tx: Transaction, siteId: string | null): Promise<void> {
  if (siteId === null || actor.siteId === siteId) return;
  const site = (await findSites(tx.manager, [siteId])).get(siteId);
  if (!reaches(actor, { siteId, regionId: site?.regionId })) throw forbidden('This lies beyond what you may change.');
}

/** What speaks against a trainer: nobody of the kind, or they train or learn at that time. */
async function problemsOfTrainer(tx: Transaction, given: PlanCourseSessionInput): Promise<Problem[]> {
  const { trainerId } = given;
  if (trainerId == null) return [];
  const [trainer] = await lockPeople(tx.manager, [trainerId]);
  if (!trainer) return [nothingThere('trainerId', trainerId)];
  if (trainer.leftAt) return [{ path: 'trainerId', message: 'has left the organisation' }];
  const [other] = await trainingDuring(tx.manager, [trainerId], given);
  return other ? [{ path: 'trainerId', message: `trains or learns from ${other.startsAt.toISOString()}` }] : [];
}

/** Plans when and where a course is taught. */
export async function planCourseSession(context: Context, input: PlanCourseSessionInput) {
  const at = context.now();
  const problems = problemsOfSession(input, at);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'planCourseSession', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const course = await lockCourse(tx.manager, input.courseId, 'shared');
      if (!course) return notFound(input.courseId);
      if (course.retiredAt) return { type: 'CourseIsRetired' as const, course };
      await requirePlace(context, tx, input.siteId ?? null);
      const isThere = input.siteId == null || (await findSites(tx.manager, [input.siteId])).has(input.siteId);
      const wrong = [
        ...(isThere ? [] : [nothingThere('siteId', input.siteId ?? '')]),
        ...(await problemsOfTrainer(tx, input)),
      ];
      if (wrong.length > 0) return invalidInput(wrong);
      const { id: courseVersionId } = await currentContent(tx.manager, course);
      const session = newSession(context.newId('cses'), input, { course, courseVersionId });
      await addCourseSession(tx.manager, session);
      tx.emit(sessionEvent(session, at));
      if (session.trainerId) {
        const { trainerId: personId, startsAt, endsAt, id: sessionId } = session;
        const own: TrainingBooking = {
          ...{ id: context.newId('tbkg'), sessionId, enrolmentId: null, personId, startsAt, endsAt },
          ...{ attended: null, givenBackAt: null },
        };
        await addBookings(tx.manager, [own]);
        tx.emit(bookingEvent(own, { courseId: course.id, at }));
      }
      return { type: 'CourseSessionPlanned' as const, session };
    }),
  );
}

/** Calls a session off, and gives everybody their time back. */
export async function cancelCourseSession(context: Context, input: CancelCourseSessionInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockCourseSession(tx.manager, input.sessionId);
    if (!current) return notFound(input.sessionId);
    await requirePlace(context, tx, current.siteId);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const at = context.now();
    const outcome = callOff(current, input.reason, at);
    if (outcome.type !== 'CourseSessionCancelled') return outcome;
    await saveCourseSession(tx.manager, outcome.session);
    tx.emit(sessionEvent(outcome.session, at));
    await giveBack(tx, await bookingsOfSession(tx.manager, current.id), { courseId: current.courseId, at });
    return outcome;
  });
}
