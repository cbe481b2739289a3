import type { EntityManager } from 'typeorm';
import type { SiteCost } from './site-cost.ts';

/**
 * What the people who work at a site now cost an hour together, from a day and from every later one on which something else is agreed with one of
 * them. Waits for whoever else agrees something at the site: two at once would each leave the other out.
 */
export async function costsAtSite(manager: EntityManager, siteId: string, from: string): Promise<SiteCost[]> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('site-cost ' || $1, 0))`, [siteId]);
  return manager.query<SiteCost[]>(
    `WITH here AS (
       SELECT e.* FROM employments e JOIN people p ON p.id = e.person_id
       WHERE p.site_id = $1 AND p.left_at IS NULL AND e.superseded_at IS NULL AND (e.until_day IS NULL OR e.until_day >= $2::date)
     ), days AS (SELECT DISTINCT GREATEST(from_day, $2::date) AS day FROM here)
     SELECT to_char(d.day, 'YYYY-MM-DD') AS from, e.currency, count(*)::integer AS people, sum(e.cost_minor)::float8 AS minor
     FROM days d JOIN here e ON e.from_day <= d.day AND (e.until_day IS NULL OR e.until_day >= d.day)
     WHERE e.cost_minor IS NOT NULL GROUP BY d.day, e.currency ORDER BY d.day, e.currency`,
    [siteId, from],
  );
}
