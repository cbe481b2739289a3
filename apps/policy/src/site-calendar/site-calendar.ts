import { isIdOf, type Problem } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Calendar } from '../calendar/calendar.ts';

/** Which calendar a site works by. Sites are the workforce service's; this service knows of them by id only. */
export interface SiteCalendar {
  readonly siteId: string;
  readonly calendarId: string;
  readonly assignedAt: Date;
  /** The subject of the caller who said so. */
  readonly assignedBy: string;
  readonly version: number;
}

/** By which calendar a site worked from an instant until its next assignment. */
export type SiteCalendarSpan = Omit<SiteCalendar, 'assignedBy'>;

/** A site works by a calendar. */
export interface SiteCalendarAssigned {
  readonly type: 'SiteCalendarAssigned';
  readonly siteId: string;
  readonly calendar: Calendar;
}

/** What is wrong with the ids of an assignment; empty when nothing is. */
export function problemsOfAssignment(given: { readonly siteId: string; readonly calendarId: string }): Problem[] {
  const problems: Problem[] = [];
  if (!isIdOf('site', given.siteId))
    problems.push({ path: 'siteId', message: `"${given.siteId}" is not the id of a site` });
  if (!isIdOf('cal', given.calendarId))
    problems.push({ path: 'calendarId', message: `"${given.calendarId}" is not the id of a calendar` });
  return problems;
}

/** What other services are told of a site that works by another calendar than before. */
export function assignedEvent({ siteId, calendarId, assignedAt, version }: SiteCalendar): NewEvent {
  return {
    type: 'courtesy.site-calendar.assigned.v1',
    subject: siteId,
    sequence: version,
    time: assignedAt,
    data: { calendarId },
  };
}
