import type { EntityManager } from 'typeorm';
import type { Actor } from '@courtesy/subgraph';

/** Of the teams in `$1` those that have somebody at the site, or in the region, in `$2`. */
const BY_SITE = `SELECT DISTINCT p.team_id FROM person_copy p WHERE p.team_id = ANY ($1) AND p.left_at IS NULL AND p.site_id = $2`;
const BY_REGION = `
  SELECT DISTINCT p.team_id FROM person_copy p JOIN site_copy s ON s.id = p.site_id
  WHERE p.team_id = ANY ($1) AND p.left_at IS NULL AND s.region_id = $2`;

/**
 * Which of these teams lie beyond what an actor sees: teams other than their own, without anybody at their site, or in their region. A team of
 * which nobody is known lies beyond all but who sees everything.
 */
export async function teamsBeyond(
  manager: EntityManager,
  { reach, teamId, siteId, regionId }: Actor,
  teamIds: readonly string[],
): Promise<string[]> {
  if (reach === 'ALL') return [];
  if (reach === 'OWN' || reach === 'TEAM') return teamIds.filter((id) => reach === 'OWN' || id !== teamId);
  const [sql, place] = reach === 'SITE' ? ([BY_SITE, siteId] as const) : ([BY_REGION, regionId] as const);
  const rows = await manager.query<{ team_id: string }[]>(sql, [teamIds, place ?? null]);
  const within = new Set(rows.map(({ team_id }) => team_id));
  return teamIds.filter((id) => !within.has(id));
}
