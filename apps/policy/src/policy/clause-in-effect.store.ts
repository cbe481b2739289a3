import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { citationOf, cited, type Clause, type Provision } from './clause.ts';
import { comesIntoEffect } from './effect.store.ts';

/** The version of each policy that was last to take effect by an instant, unless it has ended since, and of it the clause under the anchor. */
const IN_EFFECT = `
  SELECT wanted.place::integer AS place, c.id, c.policy_version_id, c.anchor, c.heading, c.text
  FROM unnest($1::text[], $2::text[], $3::timestamptz[]) WITH ORDINALITY AS wanted (policy_id, anchor, at, place)
  CROSS JOIN LATERAL (
    SELECT v.id, v.clause_ids, v.ends_at, v.withdrawn_at FROM policy_versions AS v
    WHERE v.policy_id = wanted.policy_id AND v.effective_from <= wanted.at AND ${comesIntoEffect('v')}
    ORDER BY v.effective_from DESC LIMIT 1
  ) AS last
  JOIN clauses AS c ON c.id = ANY (ARRAY(SELECT jsonb_array_elements_text(last.clause_ids))) AND c.anchor = wanted.anchor
  WHERE (last.ends_at IS NULL OR last.ends_at > wanted.at) AND (last.withdrawn_at IS NULL OR last.withdrawn_at > wanted.at)`;

interface Row {
  readonly place: number;
  readonly id: string;
  readonly policy_version_id: string;
  readonly anchor: string;
  readonly heading: string | null;
  readonly text: string;
}

/** A provision at an instant. */
interface Wanted extends Provision {
  readonly at: Date;
}

/** The clauses that stood under provisions, each at an instant of its own, in their order and in one statement; null where none stood. */
async function clausesStanding(manager: EntityManager, wanted: readonly Wanted[]): Promise<(Clause | null)[]> {
  if (wanted.length === 0) return [];
  const rows = await manager.query<Row[]>(IN_EFFECT, [
    wanted.map(({ policyId }) => policyId),
    wanted.map(({ anchor }) => anchor),
    wanted.map(({ at }) => at),
  ]);
  const found = new Map(
    rows.map(({ place, policy_version_id: policyVersionId, ...clause }) => [place, { ...clause, policyVersionId }]),
  );
  return wanted.map((_, index) => found.get(index + 1) ?? null);
}

/** The clauses that stood under these citations at an instant, in one statement. One that stood nowhere is left out. */
export async function clausesInEffectAt(
  manager: EntityManager,
  citations: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, Clause>> {
  const clauses = await clausesStanding(
    manager,
    citations.map((citation) => ({ ...cited(citation), at })),
  );
  return new Map(citations.flatMap((citation, index) => (clauses[index] ? [[citation, clauses[index]]] : [])));
}

/** Loads, for each citation, the clause that stood under it at an instant. */
export const clausesCited: Batch<Clause, { readonly at: Date }> = async ({ db }, citations, { at }) => {
  const found = await clausesInEffectAt(db.manager, citations, at);
  return citations.map((citation) => found.get(citation) ?? null);
};

/** The key by which {@link clausesCitedAt} knows a provision at an instant. */
export const citationAt = (provision: Provision, at: Date): string => `${at.toISOString()} ${citationOf(provision)}`;

/** Loads clauses by the keys of {@link citationAt}, whatever their instants, in one statement; null where none stood. */
export const clausesCitedAt: Batch<Clause> = ({ db }, keys) =>
  clausesStanding(
    db.manager,
    keys.map((key) => {
      const [at = '', ...citation] = key.split(' ');
      return { ...cited(citation.join(' ')), at: new Date(at) };
    }),
  );
