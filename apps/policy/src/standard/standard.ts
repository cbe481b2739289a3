import { invalidInput, isIdOf, type Duration, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { CasePriority, CaseType } from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';

/** How soon cases of a kind are to be answered and resolved, from one instant to another. */
export interface ServiceStandard {
  readonly id: string;
  readonly name: string;
  readonly calendarId: string;
  readonly caseType: CaseType;
  /** Null for any priority that has no standard of its own. */
  readonly priority: CasePriority | null;
  /** Business time; null when none is promised. */
  readonly firstResponse: Duration | null;
  /** Business time; null when none is promised. */
  readonly resolution: Duration | null;
  readonly effectiveFrom: Date;
  /** Exclusive; null while open. */
  readonly effectiveUntil: Date | null;
  /** The person who published it, when it was one. */
  readonly authorId: string | null;
  /** The subject of the caller who published it. */
  readonly publishedBy: string;
  readonly publishedAt: Date;
  readonly version: number;
}

/** Which cases a standard is for. Standards of one series follow one another in time and never overlap. */
export type StandardSeries = Pick<ServiceStandard, 'caseType' | 'priority'>;

/** A new standard, and the one whose place it takes, if any. */
export interface ServiceStandardPublished {
  readonly type: 'ServiceStandardPublished';
  readonly standard: ServiceStandard;
  readonly replaced: ServiceStandard | null;
}

/** A standard ends, and none takes its place. */
export interface ServiceStandardWithdrawn {
  readonly type: 'ServiceStandardWithdrawn';
  readonly standard: ServiceStandard;
}

/** The standard ends by then already. */
export interface ServiceStandardEnded {
  readonly type: 'ServiceStandardEnded';
  readonly standard: ServiceStandard;
}

/** A standard as a caller gives it. */
export interface StandardGiven {
  readonly name: string;
  readonly calendarId: string;
  readonly firstResponse?: Duration | null | undefined;
  readonly resolution?: Duration | null | undefined;
  readonly effectiveFrom?: Date | null | undefined;
}

const EARLIEST = new Date('1900-01-01T00:00:00Z');
const LATEST = new Date('9999-12-31T23:59:59.999Z');

/** What is wrong with an instant as the bound of a standard; empty when nothing is. */
export function problemsOfInstant(path: string, at: Date | null | undefined): Problem[] {
  if (!at || (at >= EARLIEST && at <= LATEST)) return [];
  return [{ path, message: 'lies outside the years 1900 to 9999' }];
}

function problemsOfTargets({ firstResponse, resolution }: StandardGiven): Problem[] {
  if (firstResponse == null && resolution == null)
    return [{ path: 'firstResponse', message: 'and resolution are both absent; give at least one' }];
  const problems = Object.entries({ firstResponse, resolution }).flatMap(([path, target]) =>
    target != null && target <= 0 ? [{ path, message: 'is not longer than nothing; give a time such as PT4H' }] : [],
  );
  if (problems.length > 0) return problems;
  return firstResponse != null && resolution != null && resolution < firstResponse
    ? [{ path: 'resolution', message: 'is shorter than firstResponse; a case is answered before it is resolved' }]
    : [];
}

/** Everything that keeps a standard from being published; empty when nothing does. */
export function problemsOfStandard(given: StandardGiven): Problem[] {
  const calendar = isIdOf('cal', given.calendarId)
    ? []
    : [{ path: 'calendarId', message: `"${given.calendarId}" is not the id of a calendar` }];
  return [
    ...problemsOfName('name', given.name),
    ...calendar,
    ...problemsOfTargets(given),
    ...problemsOfInstant('effectiveFrom', given.effectiveFrom),
  ];
}

/**
 * Puts a standard in force in place of `latest`, the one of its series that takes effect last. It must take effect later than that one, so
 * that no two of a series are ever in force at once.
 */
export function publish(
  latest: ServiceStandard | null,
  next: ServiceStandard,
): ServiceStandardPublished | InvalidInput {
  if (!latest) return { type: 'ServiceStandardPublished', standard: next, replaced: null };
  if (next.effectiveFrom <= latest.effectiveFrom) {
    const message = `must lie after ${latest.effectiveFrom.toISOString()}, from when "${latest.name}" is in force`;
    return invalidInput([{ path: 'effectiveFrom', message }]);
  }
  const ended = latest.effectiveUntil !== null && latest.effectiveUntil <= next.effectiveFrom;
  const replaced = ended ? null : endAt(latest, next.effectiveFrom);
  return { type: 'ServiceStandardPublished', standard: next, replaced };
}

/** Ends a standard at `until`, or when nobody says, as soon as it can end at `now` or later. */
export function withdraw(
  current: ServiceStandard,
  until: Date | null | undefined,
  now: Date,
): ServiceStandardWithdrawn | ServiceStandardEnded | InvalidInput {
  const end = until ?? (now < current.effectiveFrom ? current.effectiveFrom : now);
  if (current.effectiveUntil !== null && current.effectiveUntil <= end)
    return { type: 'ServiceStandardEnded', standard: current };
  if (end < current.effectiveFrom) {
    const message = `lies before ${current.effectiveFrom.toISOString()}, from when the standard is in force`;
    return invalidInput([{ path: 'effectiveUntil', message }]);
  }
  return { type: 'ServiceStandardWithdrawn', standard: endAt(current, end) };
}

const endAt = (standard: ServiceStandard, until: Date): ServiceStandard => ({
  ...standard,
  effectiveUntil: until,
  version: standard.version + 1,
});
