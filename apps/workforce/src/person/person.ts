import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { DirectoryDisposition, InputMaybe, JobRole } from '@courtesy/graph-types/workforce';
import type { RefusedDirectoryItem } from '../directory/addition.ts';
import { problemsOfPosting, type Posting, type Surroundings } from './joining.ts';

/** Somebody who works, or worked, for the organisation. After they left, their posting is the last one. */
export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly jobRole: JobRole;
  readonly siteId: string;
  readonly teamId: string | null;
  readonly managerId: string | null;
  readonly joinedAt: Date;
  readonly leftAt: Date | null;
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly version: number;
}

/** Somebody is on record: a new person, or one known before by their reference. */
export interface PersonJoined {
  readonly type: 'PersonJoined';
  readonly disposition: DirectoryDisposition;
  readonly person: Person;
}

/** Somebody has another role, site, team or manager. */
export interface PersonMoved {
  readonly type: 'PersonMoved';
  readonly person: Person;
  readonly at: Date;
}

/** Somebody would report to themselves; `line` leads from the wished manager up to them. */
export interface ReportingCycle {
  readonly type: 'ReportingCycle';
  readonly person: Person;
  readonly line: readonly Person[];
}

/** Whoever has left stays as they were. */
export interface PersonHasLeft {
  readonly type: 'PersonHasLeft';
  readonly person: Person;
}

/** Somebody left, and `reports` report to another manager since. */
export interface DepartureRecorded {
  readonly type: 'DepartureRecorded';
  readonly person: Person;
  readonly at: Date;
  readonly reportsMoved: number;
}

/** One item of a bulk that was taken. */
export interface BulkPerson {
  readonly index: number;
  readonly disposition: DirectoryDisposition;
  readonly person: Person;
}

/** What became of a bulk. */
export interface PeopleJoined {
  readonly type: 'PeopleJoined';
  readonly people: readonly BulkPerson[];
  readonly refused: readonly RefusedDirectoryItem[];
}

/** Where somebody is to go. What is undefined stays; null takes a team or a manager away. */
export interface Move {
  readonly jobRole?: InputMaybe<JobRole>;
  readonly siteId?: InputMaybe<string>;
  readonly teamId?: InputMaybe<string>;
  readonly managerId?: InputMaybe<string>;
}

/** Where a move leads. A team brings its site with it; a new site without a team leaves the old team behind. */
export function postingAfter(
  current: Person,
  move: Move,
  around: Pick<Surroundings, 'teams'>,
): Posting & {
  readonly teamId: string | null;
  readonly managerId: string | null;
} {
  const teamSite = move.teamId ? around.teams.get(move.teamId)?.siteId : undefined;
  const siteId = move.siteId ?? teamSite ?? current.siteId;
  const keptTeam = siteId === current.siteId ? current.teamId : null;
  return {
    siteId,
    teamId: move.teamId === undefined ? keptTeam : move.teamId,
    managerId: move.managerId === undefined ? current.managerId : move.managerId,
  };
}

/** When a change is made, and what it must not lie before. */
export interface Moment {
  readonly at: Date;
  readonly now: Date;
  /** When the person's reporting line last changed; null when they never had one. */
  readonly lineChangedAt: Date | null;
}

function problemsOfMoment(path: string, current: Person, { at, now, lineChangedAt }: Moment): Problem[] {
  if (at > now) return [{ path, message: 'lies in the future' }];
  if (at < current.joinedAt) return [{ path, message: 'lies before they joined' }];
  if (lineChangedAt && at < lineChangedAt) return [{ path, message: 'lies before their reporting line last changed' }];
  return [];
}

/**
 * Moves somebody. `line` is the reporting line from the wished manager upwards: nobody may stand in their own. A move that changes nothing
 * leaves the version as it is.
 */
export function move(
  current: Person,
  to: Move,
  around: Surroundings & { readonly line: readonly Person[] },
  moment: Moment,
): PersonMoved | ReportingCycle | PersonHasLeft | InvalidInput {
  if (current.leftAt) return { type: 'PersonHasLeft', person: current };
  const posting = postingAfter(current, to, around);
  const problems = [...problemsOfPosting(posting, around), ...problemsOfMoment('movedAt', current, moment)];
  if (problems.length > 0) return invalidInput(problems);
  const place = around.line.findIndex(({ id }) => id === current.id);
  if (place >= 0) return { type: 'ReportingCycle', person: current, line: around.line.slice(0, place + 1) };
  const moved: Person = { ...current, ...posting, jobRole: to.jobRole ?? current.jobRole };
  const same = (['jobRole', 'siteId', 'teamId', 'managerId'] as const).every((part) => moved[part] === current[part]);
  const person = same ? current : { ...moved, version: current.version + 1 };
  return { type: 'PersonMoved', person, at: moment.at };
}

/** Lets somebody go. Their posting stays on record as the last one. */
export function leave(current: Person, moment: Moment): DepartureRecorded | PersonHasLeft | InvalidInput {
  if (current.leftAt) return { type: 'PersonHasLeft', person: current };
  const problems = problemsOfMoment('leftAt', current, moment);
  if (problems.length > 0) return invalidInput(problems);
  const person = { ...current, leftAt: moment.at, version: current.version + 1 };
  return { type: 'DepartureRecorded', person, at: moment.at, reportsMoved: 0 };
}

/** The same person, reporting to whoever their manager reported to. */
export const passUp = (report: Person, leaving: Person): Person => ({
  ...report,
  managerId: leaving.managerId,
  version: report.version + 1,
});
