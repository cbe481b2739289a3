import type { BusinessCalendar, CalendarException, CompiledCalendar, Interval, Weekday } from '../src/index.ts';
import { compileCalendar, weekdays } from '../src/index.ts';

const office: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** A whole week from the days that open; the others are closed. */
export function week(open: Partial<Record<Weekday, readonly Interval[]>>): BusinessCalendar['week'] {
  const closed: Record<Weekday, readonly Interval[]> = {
    sun: [],
    mon: [],
    tue: [],
    wed: [],
    thu: [],
    fri: [],
    sat: [],
  };
  return { ...closed, ...open };
}

/** The same intervals from Monday to Friday. */
export function officeWeek(...intervals: Interval[]): BusinessCalendar['week'] {
  return week(Object.fromEntries(office.map((day) => [day, intervals])));
}

/** The same intervals on all seven days. */
export function dailyWeek(...intervals: Interval[]): BusinessCalendar['week'] {
  return week(Object.fromEntries(weekdays.map((day) => [day, intervals])));
}

/** Compiles a week in a zone with its exceptions. */
export function calendar(
  timeZone: string,
  hours: BusinessCalendar['week'],
  exceptions: readonly CalendarException[] = [],
): CompiledCalendar {
  return compileCalendar({ timeZone, week: hours, exceptions });
}
