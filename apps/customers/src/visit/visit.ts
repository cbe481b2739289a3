import { isIdOf, type Problem } from '@courtesy/kernel';
import type { Duration } from '@courtesy/kernel';
import type {
  InputMaybe,
  PlanVisitInput,
  RosterConflictKind,
  VisitStatus,
  VisitVerb,
} from '@courtesy/graph-types/customers';
import { problemWithText } from '../customer/wording.ts';

/** People of the organisation and a customer are to meet, at one of the sites or where the customer is. */
export interface Visit {
  readonly id: string;
  readonly customerId: string;
  readonly caseId: string | null;
  readonly purpose: string;
  /** Where, when it is a site; otherwise {@link contactPointId} is set, a postal address of the customer. */
  readonly siteId: string | null;
  readonly contactPointId: string | null;
  /** Who goes; at least one. */
  readonly personIds: readonly string[];
  /** Who else is there, by name. */
  readonly attendees: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly travelBefore: Duration;
  readonly travelAfter: Duration;
  readonly status: VisitStatus;
  readonly startedAt: Date | null;
  /** When it was completed, called off, or nobody was met. */
  readonly endedAt: Date | null;
  readonly outcome: string | null;
  readonly followUp: string | null;
  readonly followUpDueAt: Date | null;
  /** Why it was last put off, called off, or nobody was met. */
  readonly reason: string | null;
  readonly plannedBy: string;
  readonly plannedAt: Date;
  readonly version: number;
}

/** Where a visit stands in the way of something else of somebody who goes, as the workforce service found. */
export interface VisitConflict {
  readonly personId: string;
  readonly kind: RosterConflictKind;
  readonly from: Date;
  readonly until: Date;
}

/** A visit is planned. */
export interface VisitPlanned {
  readonly type: 'VisitPlanned';
  readonly visit: Visit;
}

/** The customer knows of a visit and agrees. */
export interface VisitConfirmed {
  readonly type: 'VisitConfirmed';
  readonly visit: Visit;
}

/** A visit is at another time, or by others. */
export interface VisitRescheduled {
  readonly type: 'VisitRescheduled';
  readonly visit: Visit;
}

/** A visit has begun. */
export interface VisitStarted {
  readonly type: 'VisitStarted';
  readonly visit: Visit;
}

/** A visit is over, and what came of it is known. */
export interface VisitCompleted {
  readonly type: 'VisitCompleted';
  readonly visit: Visit;
}

/** Nobody was met. */
export interface NoShowRecorded {
  readonly type: 'NoShowRecorded';
  readonly visit: Visit;
}

/** A visit was called off. */
export interface VisitCancelled {
  readonly type: 'VisitCancelled';
  readonly visit: Visit;
}

/** A visit was asked for what it cannot do from where it stands. */
export interface IllegalVisitTransition {
  readonly type: 'IllegalVisitTransition';
  readonly visit: Visit;
  readonly verb: VisitVerb;
}

/** Nobody can have missed a visit that was not to have begun. */
export interface VisitNotDue {
  readonly type: 'VisitNotDue';
  readonly visit: Visit;
}

/** What each verb can be asked of, and where it leads. A visit at another time is to be confirmed anew. */
export const visitTransitions: Readonly<Record<VisitVerb, Readonly<Partial<Record<VisitStatus, VisitStatus>>>>> = {
  CONFIRM: { PLANNED: 'CONFIRMED' },
  RESCHEDULE: { PLANNED: 'PLANNED', CONFIRMED: 'PLANNED' },
  START: { PLANNED: 'IN_PROGRESS', CONFIRMED: 'IN_PROGRESS' },
  COMPLETE: { IN_PROGRESS: 'COMPLETED' },
  RECORD_NO_SHOW: { PLANNED: 'NO_SHOW', CONFIRMED: 'NO_SHOW', IN_PROGRESS: 'NO_SHOW' },
  CANCEL: { PLANNED: 'CANCELLED', CONFIRMED: 'CANCELLED' },
};

const verbs = Object.keys(visitTransitions) as VisitVerb[];

/** What can be done with a visit that stands at `status`. */
export const allowedVisitVerbs = (status: VisitStatus): VisitVerb[] =>
  verbs.filter((verb) => visitTransitions[verb][status] !== undefined);

/** Takes one step with a visit, with what the step says of it. */
export function takeVisitStep(
  visit: Visit,
  verb: VisitVerb,
  changes: Partial<Visit>,
  now: Date,
): Visit | IllegalVisitTransition | VisitNotDue {
  const status = visitTransitions[verb][visit.status];
  if (!status) return { type: 'IllegalVisitTransition', visit, verb };
  if (verb === 'RECORD_NO_SHOW' && now < visit.startsAt) return { type: 'VisitNotDue', visit };
  return { ...visit, ...changes, status, version: visit.version + 1 };
}

/** The longest purpose, outcome, follow-up and reason, in characters. */
export const MAX_VISIT_TEXT = 2000;
/** The most people who go, and the most others who are there. */
export const MAX_PEOPLE = 20;
const MAX_ATTENDEE = 200;
/** The longest visit, and the longest way to or from it, in milliseconds: 24 and 12 hours. */
const MAX_VISIT_MS = 86_400_000;
const MAX_TRAVEL_MS = 43_200_000;

/** When a visit is, how long the way to and from it takes, and who goes. */
export interface VisitTimes {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly travelBefore: Duration;
  readonly travelAfter: Duration;
  readonly personIds: readonly string[];
}

function problemsOfTravel(path: 'travelBefore' | 'travelAfter', travel: Duration): Problem[] {
  return travel < 0 || travel > MAX_TRAVEL_MS ? [{ path, message: 'is not between PT0S and PT12H' }] : [];
}

function problemsOfPeople(personIds: readonly string[]): Problem[] {
  const path = 'personIds';
  if (personIds.length === 0) return [{ path, message: 'must be given: the caller is no person' }];
  if (personIds.length > MAX_PEOPLE || new Set(personIds).size < personIds.length)
    return [{ path, message: `names somebody twice, or more than ${MAX_PEOPLE}` }];
  return personIds
    .filter((id) => !isIdOf('pers', id))
    .map((id) => ({ path, message: `"${id}" is not the id of a person` }));
}

/** What is wrong with when a visit is and who goes; empty when nothing is. */
export function problemsOfTimes(times: VisitTimes, now: Date): Problem[] {
  const { startsAt, endsAt, travelBefore, travelAfter, personIds } = times;
  const length = endsAt.getTime() - startsAt.getTime();
  return [
    ...(startsAt <= now ? [{ path: 'startsAt', message: 'has passed' }] : []),
    ...(length <= 0 ? [{ path: 'endsAt', message: 'does not lie after startsAt' }] : []),
    ...(length > MAX_VISIT_MS ? [{ path: 'endsAt', message: 'lies more than 24 hours after startsAt' }] : []),
    ...problemsOfTravel('travelBefore', travelBefore),
    ...problemsOfTravel('travelAfter', travelAfter),
    ...problemsOfPeople(personIds),
  ];
}

function problemsOfPlace({ siteId, contactPointId }: PlanVisitInput): Problem[] {
  const both = Boolean(siteId) === Boolean(contactPointId);
  if (both) return [{ path: 'siteId', message: 'and contactPointId: give one of them, and only one' }];
  if (siteId && !isIdOf('site', siteId)) return [{ path: 'siteId', message: `"${siteId}" is not the id of a site` }];
  return [];
}

function problemsOfAttendees(attendees: InputMaybe<readonly string[]>): Problem[] {
  if (!attendees) return [];
  if (attendees.length > MAX_PEOPLE) return [{ path: 'attendees', message: `are more than ${MAX_PEOPLE}` }];
  return attendees.flatMap((name, i) => problemWithText(`attendees.${i}`, name, MAX_ATTENDEE) ?? []);
}

/** Everything that is wrong with a visit as planned, but for what only records can tell; empty when nothing is. */
export function problemsOfVisit(input: PlanVisitInput, times: VisitTimes, now: Date): Problem[] {
  const { caseId } = input;
  const purpose = problemWithText('purpose', input.purpose, MAX_VISIT_TEXT);
  return [
    ...(purpose ? [purpose] : []),
    ...(caseId && !isIdOf('case', caseId) ? [{ path: 'caseId', message: `"${caseId}" is not the id of a case` }] : []),
    ...problemsOfPlace(input),
    ...problemsOfAttendees(input.attendees),
    ...problemsOfTimes(times, now),
  ];
}
