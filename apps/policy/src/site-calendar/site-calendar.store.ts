import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import type { SiteCalendar } from './site-calendar.ts';
import { siteCalendarHistoryTable, siteCalendarTable } from './site-calendar.table.ts';

/** Loads, for each site, the id of the calendar it works by. */
export const calendarIdsOfSites: Batch<string> = async ({ db }, siteIds) => {
  const found = await db.manager
    .createQueryBuilder(siteCalendarTable, 's')
    .where('s.siteId = ANY (:siteIds)', { siteIds })
    .getMany();
  const bySite = new Map(found.map((each) => [each.siteId, each.calendarId]));
  return siteIds.map((id) => bySite.get(id) ?? null);
};

/** The id of the calendar by which a site worked at an instant; null before it was given one. */
export async function calendarIdOfSiteAt(manager: EntityManager, siteId: string, at: Date): Promise<string | null> {
  const worked = await manager
    .createQueryBuilder(siteCalendarHistoryTable, 'h')
    .where('h.siteId = :siteId AND h.assignedAt <= :at', { siteId, at })
    .orderBy('h.version', 'DESC')
    .limit(1)
    .getOne();
  return worked?.calendarId ?? null;
}

/**
 * Lets a site work by a calendar, and returns the assignment as stored; null when the site works by it already. One statement, so that two
 * assignments at once leave one of them, and neither fails.
 */
export async function keepAssignment(
  manager: EntityManager,
  assignment: Omit<SiteCalendar, 'version'>,
): Promise<SiteCalendar | null> {
  const [stored] = await manager.query<{ version: number }[]>(
    `WITH stored AS (
     INSERT INTO site_calendars (site_id, calendar_id, assigned_at, assigned_by, version) VALUES ($1, $2, $3, $4, 1)
     ON CONFLICT (site_id) DO UPDATE SET calendar_id = excluded.calendar_id, assigned_at = excluded.assigned_at,
       assigned_by = excluded.assigned_by, version = site_calendars.version + 1
     WHERE site_calendars.calendar_id <> excluded.calendar_id
     RETURNING site_id, version, calendar_id, assigned_at), kept AS (
     INSERT INTO site_calendar_history SELECT site_id, version, calendar_id, assigned_at FROM stored)
     SELECT version FROM stored`,
    [assignment.siteId, assignment.calendarId, assignment.assignedAt, assignment.assignedBy],
  );
  return stored ? { ...assignment, version: stored.version } : null;
}
