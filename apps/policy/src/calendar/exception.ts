import type { Problem } from '@courtesy/kernel';
import type { CalendarExceptionInput } from '@courtesy/graph-types/policy';
import type { Calendar } from './calendar.ts';
import {
  exceptionOf,
  firstInstantOf,
  problemsOfHours,
  withHolidays,
  type CalendarVersion,
  type VersionException,
  type VersionRecord,
} from './version.ts';

/** Versions that follow others with one date changed, and the calendar after them. */
export interface Amended {
  readonly calendar: Calendar;
  /** At least one, by when they take effect. */
  readonly versions: readonly [CalendarVersion, ...CalendarVersion[]];
}

/** Why a calendar is amended, and when. */
export interface Amendment {
  readonly reason: string;
  readonly now: Date;
  /** What is recorded of each new version, with a fresh id at every call. */
  readonly record: () => VersionRecord;
}

/** What is wrong with a one-off exception; empty when nothing is. */
export function problemsOfException(exception: CalendarExceptionInput): Problem[] {
  const hours = { effectiveFrom: '2000-01-01', timeZone: 'UTC', week: {}, exceptions: [exception] };
  return problemsOfHours(hours).map(({ path, message }) => ({
    path: path.replace('exceptions[0]', 'exception'),
    message,
  }));
}

const DAY_MS = 86_400_000;

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(at: Date, timeZone: string): string {
  const around = [-1, 0, 1].map((days) => new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10));
  return around.findLast((date) => firstInstantOf(date, timeZone) <= at) ?? (around[0] as string);
}

/** Whether a date lies before yesterday where the calendar is; the shift that opened yesterday may still run. */
export function isOver(date: string, latest: CalendarVersion, now: Date): boolean {
  return date < localDate(new Date(now.getTime() - DAY_MS), latest.timeZone);
}

/** The exceptions that people gave, without the holidays. */
const given = ({ exceptions }: CalendarVersion): VersionException[] =>
  exceptions.filter(({ origin }) => origin !== 'HOLIDAY');

/** Puts new versions with other exceptions in the place of `current` ones: of the one in force from now on, of a later one from its own day. */
function amend(
  { calendar, number, current }: Standing,
  change: (exceptions: readonly VersionException[]) => readonly VersionException[],
  { reason, now, record }: Amendment,
): Amended | null {
  const versions = current.map((version, index) => {
    const inForce = version.effectiveAt <= now;
    return {
      ...version,
      ...record(),
      number: number + index + 1,
      reason: reason.trim(),
      exceptions: withHolidays(change(given(version)), version.holidays),
      effectiveAt: inForce ? now : version.effectiveAt,
      effectiveFrom: inForce ? localDate(now, version.timeZone) : version.effectiveFrom,
    };
  });
  const [first, ...later] = versions;
  if (!first) return null;
  return { calendar: { ...calendar, version: calendar.version + versions.length }, versions: [first, ...later] };
}

/** A calendar with its versions that count now or later, and the highest number that any has. */
export interface Standing {
  readonly calendar: Calendar;
  readonly number: number;
  readonly current: readonly CalendarVersion[];
}

/** Gives a date other hours, now and in every version to come. Null when the calendar has no version. */
export function addException(standing: Standing, added: CalendarExceptionInput, amendment: Amendment): Amended | null {
  const oneOff: VersionException = { ...exceptionOf(added), origin: 'ONE_OFF' };
  return amend(standing, (exceptions) => [...exceptions.filter(({ date }) => date !== added.date), oneOff], amendment);
}

/**
 * Gives a date its usual hours again, from the first version that has others. Every version after that follows anew, whether or not it has
 * the exception: a new number would take the place of an older one that is to come. Null when none has it.
 */
export function removeException(standing: Standing, date: string, amendment: Amendment): Amended | null {
  const first = standing.current.findIndex((version) => given(version).some((each) => each.date === date));
  const current = first < 0 ? [] : standing.current.slice(first);
  return amend({ ...standing, current }, (exceptions) => exceptions.filter((each) => each.date !== date), amendment);
}
