import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  EnrolPersonInput,
  RecordAssessmentInput,
  ReopenEnrolmentInput,
  WithdrawEnrolmentInput,
} from '@courtesy/graph-types/workforce';
import { currentContent, findCourseVersion, lockCourse } from '../course/course.store.ts';
import { giveBack } from '../course-session/booking.commands.ts';
import { bookingsOfEnrolment } from '../course-session/course-session.store.ts';
import { lockLearner } from '../skill/skill.commands.ts';
import type { Site } from '../site/site.ts';
import { assess, newEnrolment, reopen, withdrawFrom, type Enrolment, type TrainingHand } from './enrolment.ts';
import { enrolmentEvent } from './enrolment-events.ts';
import {
  addAssessment,
  addEnrolments,
  addReopening,
  findEnrolment,
  lockEnrolments,
  openEnrolments,
  saveEnrolments,
} from './enrolment.store.ts';
import { grant } from './granting.commands.ts';

/** Enrols somebody in a course. */
export async function enrolPerson(context: Context, input: EnrolPersonInput) {
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'enrolPerson', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const course = await lockCourse(tx.manager, input.courseId, 'shared');
      if (!course) return notFound(input.courseId);
      const learner = await lockLearner(context, tx, input.personId);
      if (!learner) return notFound(input.personId);
      const { person } = learner;
      if (person.leftAt) return { type: 'PersonHasLeft' as const, person };
      if (course.retiredAt) return { type: 'CourseIsRetired' as const, course };
      await lockTraining(tx, person.id);
      const [before] = await openEnrolments(tx.manager, course.id, [person.id]);
      if (before) return { type: 'EnrolledAlready' as const, enrolment: before };
      const content = await currentContent(tx.manager, course);
      const enrolment = newEnrolment(context.newId('enro'), { course, content, personId: person.id }, now);
      await addEnrolments(tx.manager, [enrolment]);
      tx.emit(enrolmentEvent(enrolment, now));
      return { type: 'PersonEnrolled' as const, enrolment };
    }),
  );
}

/** Lets one transaction at a time enrol somebody. */
async function lockTraining(tx: Transaction, personId: string): Promise<void> {
  await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('training/' || $1, 0))`, [personId]);
}

interface EnrolmentRequest {
  readonly enrolmentId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** What a change of an enrolment is told: who does it, where the learner works, and within which transaction. */
interface Around {
  readonly by: TrainingHand;
  readonly site: Site;
  readonly tx: Transaction;
}

/** The one way of a change: lock the learner, then the enrolment, let the domain decide, save, announce. FORBIDDEN beyond the caller's reach. */
function changeEnrolment<O extends { readonly type: string; readonly enrolment?: Enrolment }>(
  context: Context,
  { enrolmentId, expectedVersion }: EnrolmentRequest,
  decide: (current: Enrolment, around: Around) => Promise<O>,
): Promise<O | NotFound | StaleVersion<Enrolment>> {
  return context.db.transaction(async (tx) => {
    const seen = await findEnrolment(tx.manager, context.actor, enrolmentId);
    const learner = seen && (await lockLearner(context, tx, seen.personId));
    const [current] = learner ? await lockEnrolments(tx.manager, [enrolmentId]) : [];
    if (!current || !learner) return notFound(enrolmentId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const at = context.now();
    const outcome = await decide(current, {
      by: { personId: context.actor.personId ?? '', at },
      site: learner.site,
      tx,
    });
    const { enrolment } = outcome;
    if (!enrolment || enrolment.version === current.version) return outcome;
    await saveEnrolments(tx.manager, [enrolment]);
    tx.emit(enrolmentEvent(enrolment, at) satisfies NewEvent);
    return outcome;
  });
}

const nobody = invalidInput([{ path: 'enrolmentId', message: 'is decided about by people, and the caller is none' }]);

/** Puts an attempt on record; whoever passes has what the course gives from then on. */
export async function recordAssessment(context: Context, input: RecordAssessmentInput) {
  if (!context.actor.personId) return nobody;
  return changeEnrolment(context, input, async (current, { by, site, tx }) => {
    const content = await findCourseVersion(tx.manager, current.courseVersionId);
    const mark = { points: input.points, ofPoints: input.ofPoints, note: input.note ?? null };
    const outcome = assess(current, { id: context.newId('asmt'), mark, passMark: content.passMark }, by);
    if (outcome.type !== 'AssessmentRecorded') return outcome;
    await addAssessment(tx.manager, outcome.assessment);
    const course = await lockCourse(tx.manager, current.courseId, 'shared');
    if (!outcome.assessment.isPassed || !course) return outcome;
    const { personId } = current;
    const validUntil = await grant(context, tx, { personId, site, course, content, at: by.at });
    return { ...outcome, enrolment: { ...outcome.enrolment, validUntil } };
  });
}

/** Lets somebody who failed as often as they may try again. */
export async function reopenEnrolment(context: Context, input: ReopenEnrolmentInput) {
  if (!context.actor.personId) return nobody;
  return changeEnrolment(context, input, async (current, { by, tx }) => {
    const { attempts, reason } = input;
    const outcome = reopen(current, { id: context.newId('reop'), attempts: attempts ?? 1, reason }, by);
    if (outcome.type === 'EnrolmentReopened') await addReopening(tx.manager, outcome.reopening);
    return outcome;
  });
}

/** Lets somebody learn it no more, and gives the time back that lies before them. */
export const withdrawEnrolment = (context: Context, input: WithdrawEnrolmentInput) =>
  changeEnrolment(context, input, async (current, { by, tx }) => {
    const outcome = withdrawFrom(current, input.reason);
    if (outcome.type !== 'EnrolmentWithdrawn') return outcome;
    const booked = await bookingsOfEnrolment(tx.manager, current.id);
    await giveBack(
      tx,
      booked.filter(({ startsAt }) => startsAt > by.at),
      { courseId: current.courseId, at: by.at },
    );
    return outcome;
  });
