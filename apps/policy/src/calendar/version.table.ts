import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CalendarVersion } from './version.ts';

/** Where the versions of calendars are kept; the app role may insert and read, nothing else. */
export const versionTable = new EntitySchema<CalendarVersion>({
  name: 'CalendarVersion',
  tableName: 'calendar_versions',
  columns: {
    id: column.id(),
    calendarId: column.reference('calendar_id'),
    number: column.integer(),
    effectiveFrom: column.day('effective_from'),
    effectiveAt: column.instant('effective_at'),
    timeZone: column.text('time_zone'),
    week: column.json(),
    exceptions: column.json(),
    holidays: column.nullable(column.json()),
    reason: column.nullable(column.text()),
    authorId: column.nullable(column.reference('author_id')),
    publishedBy: column.text('published_by'),
    publishedAt: column.instant('published_at'),
  } satisfies Record<keyof CalendarVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'calendar_versions_calendar_fkey',
      target: 'Calendar',
      columnNames: ['calendarId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'calendar_versions_number_key', columns: ['calendarId', 'number'] }],
});
