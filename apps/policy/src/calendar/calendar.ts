import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { CalendarVersion } from './version.ts';

/** When a desk is open. Its hours stand in its versions. */
export interface Calendar {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** A new calendar with its first version. */
export interface CalendarPublished {
  readonly type: 'CalendarPublished';
  readonly calendar: Calendar;
  readonly version: CalendarVersion;
}

/** A calendar has other hours from some day on. */
export interface CalendarVersionPublished {
  readonly type: 'CalendarVersionPublished';
  readonly calendar: Calendar;
  readonly version: CalendarVersion;
}

/** A calendar is called something else. */
export interface CalendarRenamed {
  readonly type: 'CalendarRenamed';
  readonly calendar: Calendar;
}

/** A calendar has one exception more from now on. */
export interface CalendarExceptionAdded {
  readonly type: 'CalendarExceptionAdded';
  readonly calendar: Calendar;
  readonly version: CalendarVersion;
  readonly laterVersions: readonly CalendarVersion[];
}

/** A calendar has one exception less from now on. */
export interface CalendarExceptionRemoved {
  readonly type: 'CalendarExceptionRemoved';
  readonly calendar: Calendar;
  readonly version: CalendarVersion;
  readonly laterVersions: readonly CalendarVersion[];
}

/** A calendar has no exception on the date. */
export interface CalendarExceptionUnknown {
  readonly type: 'CalendarExceptionUnknown';
  readonly calendar: Calendar;
  readonly date: string;
}

/** Another calendar has the name. */
export interface CalendarNameTaken {
  readonly type: 'CalendarNameTaken';
  readonly calendar: Calendar;
}

/** The longest name of a calendar, a standard or a date, in characters. */
export const MAX_NAME = 200;

/** What is wrong with a name that a person gave; empty when nothing is. */
export function problemsOfName(path: string, name: string): Problem[] {
  if (name.trim() === '') return [{ path, message: 'is empty; say what people call it' }];
  if (name.length > MAX_NAME) return [{ path, message: `has ${name.length} characters; at most ${MAX_NAME} are kept` }];
  return [];
}

/** Begins a calendar with its first version. */
export function begin(
  named: { readonly id: string; readonly name: string },
  first: CalendarVersion,
): CalendarPublished {
  return { type: 'CalendarPublished', calendar: { id: named.id, name: named.name.trim(), version: 1 }, version: first };
}

/**
 * Gives a calendar its next version. Versions cannot overlap: each counts until the next one takes effect, and none takes effect before
 * an earlier one did. One that takes effect on the same day replaces the earlier one whole.
 */
export function publishNext(
  current: Calendar,
  latest: CalendarVersion,
  next: CalendarVersion,
): CalendarVersionPublished | InvalidInput {
  if (next.effectiveFrom < latest.effectiveFrom) {
    const message = `lies before ${latest.effectiveFrom}, from when version ${latest.number} counts; give that day or a later one`;
    return invalidInput([{ path: 'effectiveFrom', message }]);
  }
  return {
    type: 'CalendarVersionPublished',
    calendar: { ...current, version: current.version + 1 },
    version: { ...next, calendarId: current.id, number: latest.number + 1 },
  };
}

/** Calls a calendar something else. The name it has already changes nothing, and its version stays. */
export function rename(current: Calendar, name: string): CalendarRenamed {
  const renamed = name.trim();
  if (renamed === current.name) return { type: 'CalendarRenamed', calendar: current };
  return { type: 'CalendarRenamed', calendar: { ...current, name: renamed, version: current.version + 1 } };
}
