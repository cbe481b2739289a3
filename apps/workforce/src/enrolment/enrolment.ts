import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { EnrolmentState } from '@courtesy/graph-types/workforce';
import type { Course, CourseVersion } from '../course/course.ts';
import { problemsOfText } from '../directory/problems.ts';

/** That somebody is to learn what a course teaches. */
export interface Enrolment {
  readonly id: string;
  readonly courseId: string;
  /** What the course taught and gave when they were enrolled. */
  readonly courseVersionId: string;
  readonly personId: string;
  readonly state: EnrolmentState;
  readonly attemptsUsed: number;
  readonly attemptsAllowed: number;
  readonly enrolledAt: Date;
  readonly passedAt: Date | null;
  /** Until before when what it gave holds; null while it was not passed, and for what has no end. */
  readonly validUntil: Date | null;
  /** Why it was withdrawn; null while it was not. */
  readonly reason: string | null;
  readonly version: number;
}

/** One attempt; never changed. */
export interface Assessment {
  readonly id: string;
  readonly enrolmentId: string;
  /** 1 for the first. */
  readonly number: number;
  readonly points: number;
  readonly ofPoints: number;
  readonly isPassed: boolean;
  readonly note: string | null;
  readonly markedById: string;
  readonly markedAt: Date;
}

/** That a lead let somebody try again; never changed. */
export interface EnrolmentReopening {
  readonly id: string;
  readonly enrolmentId: string;
  readonly attempts: number;
  readonly reason: string;
  readonly byId: string;
  readonly reopenedAt: Date;
}

/** What came of something done with an enrolment. */
export interface EnrolmentOutcome<T extends string> {
  readonly type: T;
  readonly enrolment: Enrolment;
}

/** Somebody is enrolled. */
export type PersonEnrolled = EnrolmentOutcome<'PersonEnrolled'>;
/** They are enrolled already. */
export type EnrolledAlready = EnrolmentOutcome<'EnrolledAlready'>;
/** They are to learn it no more. */
export type EnrolmentWithdrawn = EnrolmentOutcome<'EnrolmentWithdrawn'>;
/** It stands where this cannot be done with it. */
export type EnrolmentIsElsewhere = EnrolmentOutcome<'EnrolmentIsElsewhere'>;
/** They tried as often as they may. */
export type EnrolmentIsLocked = EnrolmentOutcome<'EnrolmentIsLocked'>;
/** Nobody decides about their own. */
export type NotForOneself = EnrolmentOutcome<'NotForOneself'>;
/** They may try again. */
export interface EnrolmentReopened extends EnrolmentOutcome<'EnrolmentReopened'> {
  readonly reopening: EnrolmentReopening;
}
/** An attempt is on record. */
export interface AssessmentRecorded extends EnrolmentOutcome<'AssessmentRecorded'> {
  readonly assessment: Assessment;
}

/** Who does something, and when. */
export interface TrainingHand {
  readonly personId: string;
  readonly at: Date;
}

const [MAX_TEXT, MAX_POINTS, MAX_MORE] = [2_000, 10_000, 10];

/** An enrolment as it begins, with what the course teaches now. */
export const newEnrolment = (
  id: string,
  {
    course,
    content,
    personId,
  }: { readonly course: Course; readonly content: CourseVersion; readonly personId: string },
  enrolledAt: Date,
): Enrolment => ({
  ...{ id, courseId: course.id, courseVersionId: content.id, personId, state: 'ENROLLED', attemptsUsed: 0 },
  ...{ attemptsAllowed: content.maxAttempts, enrolledAt, passedAt: null, validUntil: null, reason: null, version: 1 },
});

/** Whether somebody is still at it: neither passed nor withdrawn. */
export const isOpen = ({ state }: Enrolment): boolean => state !== 'PASSED' && state !== 'WITHDRAWN';

const further = (current: Enrolment, changes: Partial<Enrolment>): Enrolment => ({
  ...current,
  ...changes,
  version: current.version + 1,
});
const elsewhere = (enrolment: Enrolment): EnrolmentIsElsewhere => ({ type: 'EnrolmentIsElsewhere', enrolment });

/** The enrolment of somebody who came to a session; one that stands further stays. */
export const attended = (current: Enrolment): Enrolment =>
  current.state === 'ENROLLED' ? further(current, { state: 'ATTENDED' }) : current;

/** What somebody reached in an attempt. */
export interface Mark {
  readonly points: number;
  readonly ofPoints: number;
  readonly note: string | null;
}

function problemsOfMark({ points, ofPoints, note }: Mark): Problem[] {
  if (ofPoints < 1 || ofPoints > MAX_POINTS)
    return [{ path: 'ofPoints', message: `is ${ofPoints}; give 1 to ${MAX_POINTS}` }];
  return [
    ...(points >= 0 && points <= ofPoints ? [] : [{ path: 'points', message: `is ${points}; give 0 to ${ofPoints}` }]),
    ...(note === null ? [] : problemsOfText('note', note, MAX_TEXT)),
  ];
}

/** Puts an attempt on record: passed, failed, or failed as often as one may. */
export function assess(
  current: Enrolment,
  { id, mark, passMark }: { readonly id: string; readonly mark: Mark; readonly passMark: number },
  by: TrainingHand,
): AssessmentRecorded | EnrolmentIsLocked | EnrolmentIsElsewhere | NotForOneself | InvalidInput {
  if (by.personId === current.personId) return { type: 'NotForOneself', enrolment: current };
  if (current.state === 'LOCKED') return { type: 'EnrolmentIsLocked', enrolment: current };
  if (!isOpen(current)) return elsewhere(current);
  const problems = problemsOfMark(mark);
  if (problems.length > 0) return invalidInput(problems);
  const number = current.attemptsUsed + 1;
  const isPassed = mark.points * 100 >= passMark * mark.ofPoints;
  const failed = number >= current.attemptsAllowed ? 'LOCKED' : 'FAILED';
  const state = isPassed ? 'PASSED' : failed;
  return {
    type: 'AssessmentRecorded',
    enrolment: further(current, { state, attemptsUsed: number, passedAt: isPassed ? by.at : null }),
    assessment: { id, enrolmentId: current.id, number, isPassed, ...mark, markedById: by.personId, markedAt: by.at },
  };
}

/** Lets somebody who is locked try again. */
export function reopen(
  current: Enrolment,
  { id, attempts, reason }: { readonly id: string; readonly attempts: number; readonly reason: string },
  by: TrainingHand,
): EnrolmentReopened | EnrolmentIsElsewhere | NotForOneself | InvalidInput {
  if (by.personId === current.personId) return { type: 'NotForOneself', enrolment: current };
  if (current.state !== 'LOCKED') return elsewhere(current);
  const problems = [
    ...problemsOfText('reason', reason, MAX_TEXT),
    ...(attempts >= 1 && attempts <= MAX_MORE
      ? []
      : [{ path: 'attempts', message: `is ${attempts}; give 1 to ${MAX_MORE}` }]),
  ];
  if (problems.length > 0) return invalidInput(problems);
  return {
    type: 'EnrolmentReopened',
    enrolment: further(current, { state: 'FAILED', attemptsAllowed: current.attemptsAllowed + attempts }),
    reopening: { id, enrolmentId: current.id, attempts, reason, byId: by.personId, reopenedAt: by.at },
  };
}

/** Lets somebody learn it no more. Whoever tried and failed stays enrolled, so that nobody gets attempts anew. */
export function withdrawFrom(
  current: Enrolment,
  reason: string,
): EnrolmentWithdrawn | EnrolmentIsElsewhere | InvalidInput {
  if (!isOpen(current) || current.attemptsUsed > 0) return elsewhere(current);
  const problems = problemsOfText('reason', reason, MAX_TEXT);
  if (problems.length > 0) return invalidInput(problems);
  return { type: 'EnrolmentWithdrawn', enrolment: further(current, { state: 'WITHDRAWN', reason }) };
}
