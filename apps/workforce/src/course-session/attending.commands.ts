import { invalidInput, notFound } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  BookTrainingInput,
  RecordAttendanceInput,
  ReleaseFromTrainingInput,
} from '@courtesy/graph-types/workforce';
import { requirePerson } from '../appraisal/appraisal.commands.ts';
import { findCourseVersion, lockCourse } from '../course/course.store.ts';
import type { Course } from '../course/course.ts';
import { enrolmentEvent } from '../enrolment/enrolment-events.ts';
import { attended, newEnrolment } from '../enrolment/enrolment.ts';
import { addEnrolments, lockEnrolments, openEnrolments, saveEnrolments } from '../enrolment/enrolment.store.ts';
import { lockPeople } from '../person/person.store.ts';
import { rostersOf } from '../roster/roster.store.ts';
import { bookingEvent, giveBack } from './booking.commands.ts';
import { requirePlace } from './course-session.commands.ts';
import {
  bookAll,
  MAX_BOOKED,
  type CourseSession,
  type TrainingBooked,
  type TrainingBooking,
} from './course-session.ts';
import { addBookings, bookingsOfSession, lockCourseSession, saveBookings } from './course-session.store.ts';

interface Wanted {
  readonly session: CourseSession;
  readonly course: Course;
  readonly personIds: readonly string[];
}

/** Books whoever can be, and enrols those who were not. */
async function book(
  context: Context,
  tx: Transaction,
  { session, course, personIds }: Wanted,
): Promise<TrainingBooked> {
  const at = context.now();
  const people = new Map((await lockPeople(tx.manager, personIds)).map((each) => [each.id, each]));
  for (const person of people.values()) await requirePerson(context, tx, person);
  const rosterOf = await rostersOf(tx.manager, personIds, session);
  const open = new Map((await openEnrolments(tx.manager, course.id, personIds)).map((each) => [each.personId, each]));
  const standing = await bookingsOfSession(tx.manager, session.id);
  const wanted = personIds.map((personId, index) => ({
    ...{ index, personId, isKnown: people.has(personId), hasLeft: people.get(personId)?.leftAt != null },
    isLocked: open.get(personId)?.state === 'LOCKED',
    isBooked: standing.some((each) => each.personId === personId),
    roster: rosterOf(personId),
  }));
  const learners = standing.filter(({ enrolmentId }) => enrolmentId !== null).length;
  const { booked, refused } = bookAll(session, wanted, learners);
  const content = await findCourseVersion(tx.manager, session.courseVersionId);
  const enrolments = booked.map(
    ({ personId }) => open.get(personId) ?? newEnrolment(context.newId('enro'), { course, content, personId }, at),
  );
  const fresh = enrolments.filter(({ personId }) => !open.has(personId));
  await addEnrolments(tx.manager, fresh);
  const bookings = enrolments.map(({ id: enrolmentId, personId }): TrainingBooking => ({
    ...{ id: context.newId('tbkg'), sessionId: session.id, enrolmentId, personId, startsAt: session.startsAt },
    ...{ endsAt: session.endsAt, attended: null, givenBackAt: null },
  }));
  await addBookings(tx.manager, bookings);
  tx.emit(
    ...fresh.map((each) => enrolmentEvent(each, at)),
    ...bookings.map((each) => bookingEvent(each, { courseId: course.id, at })),
  );
  return { type: 'TrainingBooked', session, enrolmentIds: enrolments.map(({ id }) => id), refused };
}

/** Books people on a session, each taken or refused by themselves. */
export async function bookTraining(context: Context, input: BookTrainingInput) {
  const { personIds } = input;
  if (personIds.length === 0 || personIds.length > MAX_BOOKED)
    return invalidInput([{ path: 'personIds', message: `has ${personIds.length} items; send 1 to ${MAX_BOOKED}` }]);
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'bookTraining', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const session = await lockCourseSession(tx.manager, input.sessionId);
      if (!session) return notFound(input.sessionId);
      if (session.status === 'CANCELLED' || session.startsAt <= now)
        return { type: 'CourseSessionIsElsewhere' as const, session };
      const course = await lockCourse(tx.manager, session.courseId, 'shared');
      if (!course) return notFound(session.courseId);
      if (course.retiredAt) return { type: 'CourseIsRetired' as const, course };
      return book(context, tx, { session, course, personIds });
    }),
  );
}

/** Gives one person their time back; they stay enrolled. */
export async function releaseFromTraining(context: Context, input: ReleaseFromTrainingInput) {
  return context.db.transaction(async (tx) => {
    const session = await lockCourseSession(tx.manager, input.sessionId);
    const [person] = session ? await lockPeople(tx.manager, [input.personId]) : [];
    if (!session) return notFound(input.sessionId);
    if (!person) return notFound(input.personId);
    await requirePerson(context, tx, person);
    const at = context.now();
    if (session.startsAt <= at) return { type: 'CourseSessionIsElsewhere' as const, session };
    const standing = await bookingsOfSession(tx.manager, session.id);
    const own = standing.filter(({ personId, enrolmentId }) => personId === person.id && enrolmentId !== null);
    if (own.length === 0) return { type: 'NotBooked' as const, session };
    await giveBack(tx, own, { courseId: session.courseId, at });
    return { type: 'TrainingReleased' as const, session };
  });
}

/** Puts down who came. Whoever is not named and was booked did not. */
export async function recordAttendance(context: Context, { sessionId, personIds }: RecordAttendanceInput) {
  return context.db.transaction(async (tx) => {
    const session = await lockCourseSession(tx.manager, sessionId);
    if (!session) return notFound(sessionId);
    await requirePlace(context, tx, session.siteId);
    const at = context.now();
    if (session.status === 'CANCELLED' || session.startsAt > at)
      return { type: 'CourseSessionIsElsewhere' as const, session };
    const standing = (await bookingsOfSession(tx.manager, session.id)).filter(
      ({ enrolmentId }) => enrolmentId !== null,
    );
    const people = await lockPeople(
      tx.manager,
      standing.map(({ personId }) => personId),
    );
    for (const person of people) await requirePerson(context, tx, person);
    const strangers = personIds.flatMap((id, i) =>
      standing.some(({ personId }) => personId === id) ? [] : [{ path: `personIds[${i}]`, message: 'is not booked' }],
    );
    if (strangers.length > 0) return invalidInput(strangers);
    const came = new Set(personIds);
    await saveBookings(
      tx.manager,
      standing.map((each) => ({ ...each, attended: came.has(each.personId) })),
    );
    const ids = standing.flatMap(({ personId, enrolmentId }) => (came.has(personId) ? (enrolmentId ?? []) : []));
    const before = await lockEnrolments(tx.manager, ids);
    const changed = before.map(attended).filter(({ version }, i) => version !== before[i]?.version);
    await saveEnrolments(tx.manager, changed);
    tx.emit(...changed.map((each) => enrolmentEvent(each, at)));
    return { type: 'AttendanceRecorded' as const, session };
  });
}
