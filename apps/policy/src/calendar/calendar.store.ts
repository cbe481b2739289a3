import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { CalendarFilter } from '@courtesy/graph-types/policy';
import type { Calendar } from './calendar.ts';
import { calendarTable } from './calendar.table.ts';

const byName: KeysetOrder<Calendar> = { by: ['name', 'id'], direction: 'ASC' };

const filterFields: Readonly<Record<Exclude<keyof CalendarFilter, 'and' | 'or' | 'not'>, string>> = { name: 'c.name' };

/** A page of the calendars, by name. Calendars are for all staff: nothing narrows them beyond `policy:read`. */
export function listCalendars(
  manager: EntityManager,
  query: PageArgs & { readonly where?: CalendarFilter | null | undefined; readonly now: Date },
): Promise<Connection<Calendar>> {
  const calendars = manager.createQueryBuilder(calendarTable, 'c');
  applyFilter(calendars, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(calendars, byName, query);
}

/** Loads calendars by id. */
export const calendarsById = byId(({ db }) => db.manager.createQueryBuilder(calendarTable, 'c'));

/** One calendar, read on this connection. */
export function findCalendar(manager: EntityManager, id: string): Promise<Calendar | null> {
  return manager.createQueryBuilder(calendarTable, 'c').where({ id }).getOne();
}

/** The calendar of this name. */
export function findCalendarByName(manager: EntityManager, name: string): Promise<Calendar | null> {
  return manager.createQueryBuilder(calendarTable, 'c').where({ name }).getOne();
}

/** One calendar as it stands, locked until the transaction ends. */
export function lockCalendar(manager: EntityManager, id: string): Promise<Calendar | null> {
  return manager.createQueryBuilder(calendarTable, 'c').where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds a calendar. One whose name is taken throws (see {@link isNameTaken}). */
export async function addCalendar(manager: EntityManager, calendar: Calendar): Promise<void> {
  await insertRows(manager, calendarTable, [calendar]);
}

/** Overwrites a calendar that the caller has locked. One whose name is taken throws (see {@link isNameTaken}). */
export async function saveCalendar(manager: EntityManager, calendar: Calendar): Promise<void> {
  await updateRows(manager, calendarTable, [calendar]);
}

/** Whether a write failed because another calendar has the same name. */
export function isNameTaken(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'calendars_name_key';
}
