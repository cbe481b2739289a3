import type { NewEvent } from '@courtesy/events';
import type { Calendar } from './calendar.ts';
import type { CalendarVersion } from './version.ts';

/** What other services are told of a calendar that changed: its name, and the hours of its latest version. */
export function changedEvent(calendar: Calendar, latest: CalendarVersion, at: Date): NewEvent {
  return {
    type: 'courtesy.calendar.changed.v1',
    subject: calendar.id,
    sequence: calendar.version,
    time: at,
    data: {
      name: calendar.name,
      versionId: latest.id,
      version: latest.number,
      effectiveFrom: latest.effectiveFrom,
      ...hoursOf(latest),
    },
  };
}

/** What other services are told of a version, from the instant it counts: all they need to count by it for as long as they keep it. */
export function publishedEvent(version: CalendarVersion): NewEvent {
  return {
    type: 'courtesy.calendar-version.published.v1',
    subject: version.id,
    sequence: 1,
    time: version.publishedAt,
    data: {
      calendarId: version.calendarId,
      number: version.number,
      effectiveAt: version.effectiveAt.toISOString(),
      ...hoursOf(version),
      reason: version.reason,
    },
  };
}

function hoursOf({ timeZone, week, exceptions }: CalendarVersion) {
  const days = Object.entries(week).map(([day, intervals]) => [day, pairsOf(intervals)]);
  return {
    timeZone,
    week: Object.fromEntries(days) as Record<string, [string, string][]>,
    exceptions: exceptions.map(({ date, intervals, name }) => ({
      date,
      intervals: pairsOf(intervals),
      ...(name !== undefined && { name }),
    })),
  };
}

const pairsOf = (intervals: CalendarVersion['exceptions'][number]['intervals']) =>
  intervals.map(([opens, closes]): [string, string] => [opens, closes]);
