import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { BookingObstacle, CourseSessionStatus, PlanCourseSessionInput } from '@courtesy/graph-types/workforce';
import type { Course } from '../course/course.ts';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';
import { shared, uncovered, wholeOf, type PersonalRoster } from '../roster/roster.ts';
import { problemsOfSpan, type Span } from '../shift/shift.ts';

/** When and where a course is taught. */
export interface CourseSession extends Span {
  readonly id: string;
  readonly courseId: string;
  readonly courseVersionId: string;
  /** Null: online. */
  readonly siteId: string | null;
  /** Null: somebody from outside, or nobody. */
  readonly trainerId: string | null;
  readonly places: number;
  readonly status: CourseSessionStatus;
  /** Why it was called off; null while it was not. */
  readonly reason: string | null;
  readonly version: number;
}

/** Time of one person that training takes. */
export interface TrainingBooking extends Span {
  readonly id: string;
  readonly sessionId: string;
  /** Null for whoever trains. */
  readonly enrolmentId: string | null;
  readonly personId: string;
  /** Null until it is said. */
  readonly attended: boolean | null;
  /** Since when the time is theirs again; null while it is not. */
  readonly givenBackAt: Date | null;
}

/** What came of something done with a session. */
export interface CourseSessionOutcome<T extends string> {
  readonly type: T;
  readonly session: CourseSession;
}

/** A session is planned. */
export type CourseSessionPlanned = CourseSessionOutcome<'CourseSessionPlanned'>;
/** It does not take place, and everybody has their time back. */
export type CourseSessionCancelled = CourseSessionOutcome<'CourseSessionCancelled'>;
/** It was called off, has begun, or has not, as the verb needs it otherwise. */
export type CourseSessionIsElsewhere = CourseSessionOutcome<'CourseSessionIsElsewhere'>;
/** It is on record who came. */
export type AttendanceRecorded = CourseSessionOutcome<'AttendanceRecorded'>;
/** Somebody has their time back. */
export type TrainingReleased = CourseSessionOutcome<'TrainingReleased'>;
/** They are not booked. */
export type NotBooked = CourseSessionOutcome<'NotBooked'>;

/** Somebody who could not be booked, and why. */
export interface RefusedTrainingBooking {
  readonly index: number;
  readonly because: BookingObstacle;
  /** From when to when it is in the way; null when it is not a matter of time. */
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
}

/** What became of booking people. */
export interface TrainingBooked extends CourseSessionOutcome<'TrainingBooked'> {
  readonly enrolmentIds: readonly string[];
  readonly refused: readonly RefusedTrainingBooking[];
}

/** The most places of a session, the most people of one booking, and the longest reason, in characters. */
export const [MAX_PLACES, MAX_BOOKED, MAX_REASON] = [1_000, 100, 2_000];

/** What is wrong with a session in itself. */
export const problemsOfSession = (given: PlanCourseSessionInput, now: Date): Problem[] => [
  ...problemsOfId('siteId', 'site', given.siteId),
  ...problemsOfId('trainerId', 'pers', given.trainerId),
  ...problemsOfSpan(given),
  ...(given.startsAt > now ? [] : [{ path: 'startsAt', message: 'does not lie in the future' }]),
  ...(given.places >= 1 && given.places <= MAX_PLACES
    ? []
    : [{ path: 'places', message: `is ${given.places}; give 1 to ${MAX_PLACES}` }]),
];

/** A session as it begins. */
export const newSession = (
  id: string,
  given: PlanCourseSessionInput,
  { course, courseVersionId }: { readonly course: Course; readonly courseVersionId: string },
): CourseSession => ({
  ...{ id, courseId: course.id, courseVersionId, siteId: given.siteId ?? null, trainerId: given.trainerId ?? null },
  ...{ startsAt: given.startsAt, endsAt: given.endsAt, places: given.places, status: 'PLANNED', reason: null },
  version: 1,
});

/** Calls a session off that has not begun. */
export function callOff(
  current: CourseSession,
  reason: string,
  at: Date,
): CourseSessionCancelled | CourseSessionIsElsewhere | InvalidInput {
  if (current.status === 'CANCELLED' || current.startsAt <= at)
    return { type: 'CourseSessionIsElsewhere', session: current };
  const problems = problemsOfText('reason', reason, MAX_REASON);
  if (problems.length > 0) return invalidInput(problems);
  return {
    type: 'CourseSessionCancelled',
    session: { ...current, status: 'CANCELLED', reason, version: current.version + 1 },
  };
}

/** What in somebody's roster is in the way of training, the first of it; null when nothing is. */
export function obstacleIn(
  wanted: Span,
  roster: PersonalRoster,
): Pick<RefusedTrainingBooking, 'because' | 'startsAt' | 'endsAt'> | null {
  const first = (because: BookingObstacle, spans: readonly Span[]) => {
    const found = spans.map((each) => shared(wanted, each)).find((each) => each !== null);
    return found ? { because, startsAt: found.startsAt, endsAt: found.endsAt } : null;
  };
  return (
    first('OUTSIDE_SHIFT', uncovered(wanted, roster.shifts)) ??
    first(
      'LEAVE',
      roster.leaves.map(({ from, until }) => ({ startsAt: from, endsAt: until })),
    ) ??
    first('VISIT', roster.blocks.map(wholeOf)) ??
    first('TRAINING', roster.trainings)
  );
}

/** Somebody who is to be booked, as far as it matters here. */
export interface Bookable {
  readonly index: number;
  readonly personId: string;
  readonly isKnown: boolean;
  readonly hasLeft: boolean;
  /** Whether they tried as often as they may. */
  readonly isLocked: boolean;
  readonly isBooked: boolean;
  readonly roster: PersonalRoster;
}

/** What is in the way of booking somebody but their time; null when nothing is. */
function obstacleOf({ isKnown, hasLeft, isBooked, isLocked }: Bookable, isPlace: boolean): BookingObstacle | null {
  if (!isKnown) return 'NOT_ON_RECORD';
  if (hasLeft) return 'HAS_LEFT';
  if (isBooked) return 'BOOKED_ALREADY';
  if (isLocked) return 'LOCKED';
  return isPlace ? null : 'NO_PLACE';
}

/** Books one after another as long as there are places; each is taken or refused by themselves. */
export function bookAll(
  session: CourseSession,
  wanted: readonly Bookable[],
  taken: number,
): { readonly booked: readonly Bookable[]; readonly refused: readonly RefusedTrainingBooking[] } {
  const booked: Bookable[] = [];
  const refused: RefusedTrainingBooking[] = [];
  const seen = new Set<string>();
  for (const each of wanted) {
    const { index } = each;
    const isTwice = each.isBooked || seen.has(each.personId);
    const because = obstacleOf({ ...each, isBooked: isTwice }, taken + booked.length < session.places);
    const obstacle = because ? { because, startsAt: null, endsAt: null } : obstacleIn(session, each.roster);
    if (obstacle) refused.push({ index, ...obstacle });
    else {
      booked.push(each);
      seen.add(each.personId);
    }
  }
  return { booked, refused };
}
