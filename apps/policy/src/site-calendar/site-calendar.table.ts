import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { SiteCalendar, SiteCalendarSpan } from './site-calendar.ts';

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

/** By which calendar each site worked from when on; the app role may add and read. */
export const siteCalendarHistoryTable = new EntitySchema<SiteCalendarSpan>({
  name: 'SiteCalendarSpan',
  tableName: 'site_calendar_history',
  columns: {
    siteId: { ...column.id(), name: 'site_id' },
    version: { ...column.version(), primary: true },
    calendarId: column.reference('calendar_id'),
    assignedAt: column.instant('assigned_at'),
  } satisfies Record<keyof SiteCalendarSpan, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'site_calendar_history_calendar_fkey',
      target: 'Calendar',
      columnNames: ['calendarId'],
      referencedColumnNames: ['id'],
    },
  ],
});
