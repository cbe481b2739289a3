import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { CalendarVersion } from './version.ts';
import { versionTable } from './version.table.ts';

const versions = (manager: EntityManager): SelectQueryBuilder<CalendarVersion> =>
  manager.createQueryBuilder(versionTable, 'v');

/** Loads versions by id. */
export const versionsById = byId(({ db }) => versions(db.manager));

/** The last version of each calendar that a condition leaves. */
async function lastOfEach(
  manager: EntityManager,
  calendarIds: readonly string[],
  condition: readonly [sql: string, parameters: Readonly<Record<string, unknown>>],
): Promise<(CalendarVersion | null)[]> {
  const found = await versions(manager)
    .distinctOn(['v.calendarId'])
    .where('v.calendarId = ANY (:calendarIds)', { calendarIds })
    .andWhere(...condition)
    .orderBy('v.calendarId')
    .addOrderBy('v.number', 'DESC')
    .getMany();
  const byCalendar = new Map(found.map((each) => [each.calendarId, each]));
  return calendarIds.map((id) => byCalendar.get(id) ?? null);
}

/** Loads, for each calendar, the version in force at an instant; null before its first takes effect. */
export const versionsInForce: Batch<CalendarVersion, { readonly at: Date }> = ({ db }, calendarIds, { at }) =>
  lastOfEach(db.manager, calendarIds, ['v.effectiveAt <= :at', { at }]);

/** Loads, for each calendar, the version that counts on a day (`YYYY-MM-DD`); null before its first takes effect. */
export const versionsOnDay: Batch<CalendarVersion, { readonly date: string }> = ({ db }, calendarIds, { date }) =>
  // Compared as text, since PostgreSQL refuses the year 0, which is a date all the same.
  lastOfEach(db.manager, calendarIds, [`to_char(v.effectiveFrom, 'YYYY-MM-DD') <= :date`, { date }]);

/** Loads, for each version, the first day on which the next one counts. */
export const ends: Batch<string> = async ({ db }, ids) => {
  const rows = await db.manager.query<{ id: string; ends: string }[]>(
    `SELECT v.id, next.effective_from::text AS ends FROM calendar_versions v
     JOIN calendar_versions next ON next.calendar_id = v.calendar_id AND next.number = v.number + 1
     WHERE v.id = ANY ($1)`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row.ends]));
  return ids.map((id) => byId.get(id) ?? null);
};

/** The pages of the versions of calendars, latest first. */
export const versionPages = nestedPages<CalendarVersion>({
  rows: ({ db }) => versions(db.manager),
  of: 'calendarId',
  order: { by: ['number'], direction: 'DESC' },
});

/** The version of a calendar that was published last. */
export function latestVersion(manager: EntityManager, calendarId: string): Promise<CalendarVersion | null> {
  return versions(manager).where({ calendarId }).orderBy('v.number', 'DESC').limit(1).getOne();
}

/** Adds a version. */
export async function addVersion(manager: EntityManager, version: CalendarVersion): Promise<void> {
  await insertRows(manager, versionTable, [version]);
}
