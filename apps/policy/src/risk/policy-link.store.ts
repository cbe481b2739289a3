import type { EntityManager } from 'typeorm';

/** The anchors of each policy in any of its versions; a policy that is not on record is left out. */
export async function anchorsOf(
  manager: EntityManager,
  policyIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (policyIds.length === 0) return new Map();
  const rows = await manager.query<{ id: string; anchors: string[] }[]>(
    `SELECT p.id, array_agg(DISTINCT c.anchor) FILTER (WHERE c.id IS NOT NULL) AS anchors
     FROM policies AS p
     LEFT JOIN policy_versions AS v ON v.policy_id = p.id
     LEFT JOIN LATERAL jsonb_array_elements_text(v.clause_ids) AS said (id) ON TRUE
     LEFT JOIN clauses AS c ON c.id = said.id
     WHERE p.id = ANY ($1) GROUP BY p.id`,
    [policyIds],
  );
  return new Map(rows.map(({ id, anchors }) => [id, new Set(anchors ?? [])]));
}
