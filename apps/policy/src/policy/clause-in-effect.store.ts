import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { citationOf, cited, type Clause } from './clause.ts';
import { comesIntoEffect } from './effect.store.ts';

/** The version of each policy that was last to take effect by $3, unless it has ended since, and of it the clause under the anchor. */
const IN_EFFECT = `
  SELECT wanted.policy_id, c.id, c.policy_version_id, c.anchor, c.heading, c.text
  FROM unnest($1::text[], $2::text[]) AS wanted (policy_id, anchor)
  CROSS JOIN LATERAL (
    SELECT v.id, v.clause_ids, v.ends_at, v.withdrawn_at FROM policy_versions AS v
    WHERE v.policy_id = wanted.policy_id AND v.effective_from <= $3 AND ${comesIntoEffect('v')}
    ORDER BY v.effective_from DESC LIMIT 1
  ) AS last
  JOIN clauses AS c ON c.id = ANY (ARRAY(SELECT jsonb_array_elements_text(last.clause_ids))) AND c.anchor = wanted.anchor
  WHERE (last.ends_at IS NULL OR last.ends_at > $3) AND (last.withdrawn_at IS NULL OR last.withdrawn_at > $3)`;

interface Row {
  readonly policy_id: string;
  readonly id: string;
  readonly policy_version_id: string;
  readonly anchor: string;
  readonly heading: string | null;
  readonly text: string;
}

/** The clauses that stood under these citations at an instant, in one statement. One that stood nowhere is left out. */
export async function clausesInEffectAt(
  manager: EntityManager,
  citations: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, Clause>> {
  if (citations.length === 0) return new Map();
  const wanted = citations.map(cited);
  const rows = await manager.query<Row[]>(IN_EFFECT, [
    wanted.map(({ policyId }) => policyId),
    wanted.map(({ anchor }) => anchor),
    at,
  ]);
  return new Map(
    rows.map(({ policy_id: policyId, policy_version_id: policyVersionId, ...clause }) => [
      citationOf({ policyId, anchor: clause.anchor }),
      { ...clause, policyVersionId },
    ]),
  );
}

/** Loads, for each citation, the clause that stood under it at an instant. */
export const clausesCited: Batch<Clause, { readonly at: Date }> = async ({ db }, citations, { at }) => {
  const found = await clausesInEffectAt(db.manager, citations, at);
  return citations.map((citation) => found.get(citation) ?? null);
};
