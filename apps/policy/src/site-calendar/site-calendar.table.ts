import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { SiteCalendar } from './site-calendar.ts';

/** Where the calendars of sites are kept: one row per site that was given one. */
export const siteCalendarTable = new EntitySchema<SiteCalendar>({
  name: 'SiteCalendar',
  tableName: 'site_calendars',
  columns: {
    siteId: { ...column.id(), name: 'site_id' },
    calendarId: column.reference('calendar_id'),
    assignedAt: column.instant('assigned_at'),
    assignedBy: column.text('assigned_by'),
    version: column.version(),
  } satisfies Record<keyof SiteCalendar, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'site_calendars_calendar_fkey',
      target: 'Calendar',
      columnNames: ['calendarId'],
      referencedColumnNames: ['id'],
    },
  ],
});
