import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Calendar } from './calendar.ts';

/** Where calendars are kept. */
export const calendarTable = new EntitySchema<Calendar>({
  name: 'Calendar',
  tableName: 'calendars',
  columns: {
    id: column.id(),
    name: column.text(),
    version: column.version(),
  } satisfies Record<keyof Calendar, EntitySchemaColumnOptions>,
  uniques: [{ name: 'calendars_name_key', columns: ['name'] }],
});
