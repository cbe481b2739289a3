import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { CasePriority, CaseType } from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import { problemsOfClockRules, type ClockRules, type ClocksGiven, type ClockTimes } from './clock-rules.ts';

/** How soon cases of a kind are to be answered and resolved, from one instant to another. Times are business time. */
export interface ServiceStandard extends ClockTimes, ClockRules {
  readonly id: string;
  readonly name: string;
  readonly calendarId: string;
  readonly caseType: CaseType;
  /** Null for any priority that has no standard of its own. */
  readonly priority: CasePriority | null;
  /** Null for all tiers, or for a contract. */
  readonly tier: string | null;
  /** Null when it is for no contract in particular. */
  readonly contractId: string | null;
  /** Whether it counts by the calendar of a case's site where that has one; null, as on records from before there was a choice, is no. */
  readonly siteHours: boolean | null;
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
export type StandardSeries = Pick<ServiceStandard, 'caseType' | 'priority' | 'tier' | 'contractId'>;

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
export interface StandardGiven extends ClocksGiven {
  readonly name: string;
  readonly calendarId: string;
  readonly tier?: string | null | undefined;
  readonly contractId?: string | null | undefined;
  readonly effectiveFrom?: Date | null | undefined;
}

const EARLIEST = new Date('1900-01-01T00:00:00Z');
const LATEST = new Date('9999-12-31T23:59:59.999Z');

/** What is wrong with an instant as the bound of a standard; empty when nothing is. */
export function problemsOfInstant(path: string, at: Date | null | undefined): Problem[] {
  if (!at || (at >= EARLIEST && at <= LATEST)) return [];
  return [{ path, message: 'lies outside the years 1900 to 9999' }];
}

const TIER = /^[A-Z][A-Z0-9_]{0,39}$/;

/** What is wrong with the name of a tier; empty when nothing is. */
export function problemsOfTier(path: string, tier: string | null | undefined): Problem[] {
  if (tier == null || TIER.test(tier)) return [];
  return [{ path, message: `"${tier.slice(0, 60)}" is no name of a tier; write capitals, such as GOLD` }];
}

function problemsOfBand({ tier, contractId }: StandardGiven): Problem[] {
  if (tier != null && contractId != null)
    return [{ path: 'tier', message: 'and contractId are both given; a standard is for one of them' }];
  if (contractId != null && !isIdOf('ctr', contractId))
    return [{ path: 'contractId', message: `"${contractId}" is not the id of a contract` }];
  return problemsOfTier('tier', tier);
}

/** Everything that keeps a standard from being published; empty when nothing does. */
export function problemsOfStandard(given: StandardGiven): Problem[] {
  const calendar = isIdOf('cal', given.calendarId)
    ? []
    : [{ path: 'calendarId', message: `"${given.calendarId}" is not the id of a calendar` }];
  return [
    ...problemsOfName('name', given.name),
    ...calendar,
    ...problemsOfBand(given),
    ...problemsOfClockRules(given),
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
