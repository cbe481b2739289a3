import type { NewEvent } from '@courtesy/events';
import type { Calendar } from './calendar.ts';
import type { CalendarVersion } from './version.ts';

/** What other services are told of a calendar that changed: its name, and the hours of its latest version. */
export function changedEvent(calendar: Calendar, latest: CalendarVersion, at: Date): NewEvent {
  const days = Object.entries(latest.week).map(([day, intervals]) => [day, pairsOf(intervals)]);
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
      timeZone: latest.timeZone,
      week: Object.fromEntries(days) as Record<string, [string, string][]>,
      exceptions: latest.exceptions.map(({ date, intervals, name }) => ({
        date,
        intervals: pairsOf(intervals),
        ...(name !== undefined && { name }),
      })),
    },
  };
}

const pairsOf = (intervals: CalendarVersion['exceptions'][number]['intervals']) =>
  intervals.map(([opens, closes]): [string, string] => [opens, closes]);
