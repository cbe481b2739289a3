import type { EntityManager } from 'typeorm';
import type { Candidate } from './on-duty.ts';

interface CandidateRow {
  readonly person_id: string;
  readonly role: string;
  readonly site_id: string;
  readonly team_id: string | null;
  readonly shift_ends_at: Date | null;
  readonly is_elsewhere: boolean;
  readonly is_absent: boolean;
  readonly is_on_leave: boolean;
  readonly asked: number;
}

/**
 * Leads and managers of the site or on shift there, whoever runs its region, and whoever runs the organisation. A lead or manager is there on a
 * shift at the site, one who runs a region on a shift at any of its sites, one who runs the organisation on any shift.
 */
const CANDIDATES = `
  WITH place AS (SELECT $1::text AS site_id, (SELECT region_id FROM site_copy WHERE id = $1) AS region_id),
  pool AS (
    SELECT p.* FROM person_copy p, place
    WHERE p.left_at IS NULL AND (
      p.role = 'EXECUTIVE'
      OR p.role = 'REGIONAL' AND (SELECT s.region_id FROM site_copy s WHERE s.id = p.site_id) = place.region_id
      OR p.role IN ('LEAD', 'MANAGER') AND (p.site_id = place.site_id OR EXISTS (
        SELECT 1 FROM shift_copy s WHERE s.person_id = p.id AND s.site_id = place.site_id AND NOT s.cancelled
          AND s.starts_at <= $2 AND s.ends_at > $2)))
  )
  SELECT p.id AS person_id, p.role, p.site_id, p.team_id, here.ends_at AS shift_ends_at,
    now_on.n > 0 AND here.ends_at IS NULL AS is_elsewhere, off.n > 0 AS is_absent,
    EXISTS (SELECT 1 FROM leave_copy l WHERE l.person_id = p.id AND l.status = 'APPROVED' AND l.from_at <= $2 AND l.until_at > $2) AS is_on_leave,
    (SELECT count(*)::integer FROM escalations e WHERE e.to_person_id = p.id AND e.status = 'RAISED') AS asked
  FROM pool p CROSS JOIN place
  LEFT JOIN LATERAL (
    SELECT max(s.ends_at) AS ends_at FROM shift_copy s
    WHERE s.person_id = p.id AND NOT s.cancelled AND s.starts_at <= $2 AND s.ends_at > $2
      AND CASE p.role WHEN 'EXECUTIVE' THEN true
        WHEN 'REGIONAL' THEN s.site_id IN (SELECT id FROM site_copy WHERE region_id = place.region_id)
        ELSE s.site_id = place.site_id END
  ) AS here ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS n FROM shift_copy s
    WHERE s.person_id = p.id AND NOT s.cancelled AND s.starts_at <= $2 AND s.ends_at > $2
  ) AS now_on ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS n FROM shift_copy s WHERE s.person_id = p.id AND s.cancelled AND s.starts_at <= $2 AND s.ends_at > $2
  ) AS off ON true
  ORDER BY p.id`;

/** Everybody who could be asked about a matter of a site at an instant. Without a site only whoever runs the organisation can. */
export async function candidatesFor(manager: EntityManager, siteId: string | null, at: Date): Promise<Candidate[]> {
  const rows = await manager.query<CandidateRow[]>(CANDIDATES, [siteId, at]);
  return rows.map((row) => ({
    ...{ personId: row.person_id, role: row.role, siteId: row.site_id, teamId: row.team_id },
    ...{ shiftEndsAt: row.shift_ends_at, isElsewhere: row.is_elsewhere, isAbsent: row.is_absent },
    ...{ isOnLeave: row.is_on_leave, asked: row.asked },
  }));
}

/** The site that a matter lies at: its own, that of whoever handles it, or that of its team; null when nobody can say. */
export async function placeOf(
  manager: EntityManager,
  about: { readonly siteId: string | null; readonly teamId: string | null; readonly assigneeId: string | null },
): Promise<string | null> {
  if (about.siteId) return about.siteId;
  const [row] = await manager.query<{ site_id: string }[]>(
    `SELECT site_id FROM person_copy WHERE left_at IS NULL AND (id = $1 OR team_id = $2) ORDER BY id = $1 DESC, id LIMIT 1`,
    [about.assigneeId, about.teamId],
  );
  return row?.site_id ?? null;
}
