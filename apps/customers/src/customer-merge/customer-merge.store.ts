import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { recordsById } from '../customer/customer.store.ts';
import type { BelongingCount, CustomerMerge, CustomerFieldChoice, CustomerMergeReversal } from './customer-merge.ts';

interface MergeRow {
  readonly id: string;
  readonly survivor_id: string;
  readonly reason: string;
  readonly merged_by: string;
  readonly person_id: string | null;
  readonly at: Date;
  readonly merged_ids: readonly string[];
  readonly fields: readonly CustomerFieldChoice[];
  readonly counts: readonly BelongingCount[];
  readonly reverted: (Omit<CustomerMergeReversal, 'at'> & { readonly at: string }) | null;
}

const mergeOf = (row: MergeRow): CustomerMerge => ({
  ...{ id: row.id, survivorId: row.survivor_id, mergedIds: row.merged_ids, fields: row.fields, counts: row.counts },
  ...{ reason: row.reason, mergedBy: row.merged_by, personId: row.person_id, at: row.at },
  reverted: row.reverted && { ...row.reverted, at: new Date(row.reverted.at) },
});

const MERGES = `
  SELECT g.id, g.survivor_id, g.reason, g.merged_by, g.person_id, g.at,
    (SELECT json_agg(m.customer_id ORDER BY m.place) FROM customer_merge_members m WHERE m.merge_id = g.id) AS merged_ids,
    (SELECT json_agg(json_build_object('field', f.field, 'fromId', f.from_id, 'before', f.before, 'after', f.after) ORDER BY f.place)
      FROM customer_merge_fields f WHERE f.merge_id = g.id) AS fields,
    (SELECT COALESCE(json_agg(json_build_object('kind', n.kind, 'kept', n.kept, 'moved', n.moved) ORDER BY n.kind COLLATE "C"), '[]')
      FROM customer_merge_counts n WHERE n.merge_id = g.id) AS counts,
    (SELECT json_build_object('reason', r.reason, 'by', r.reverted_by, 'personId', r.person_id, 'at', r.at)
      FROM customer_merge_reversals r WHERE r.id = g.id) AS reverted
  FROM customer_merges g`;

/** One merge; null when there is none. */
export async function findMerge(manager: EntityManager, id: string): Promise<CustomerMerge | null> {
  const [row] = await manager.query<MergeRow[]>(`${MERGES} WHERE g.id = $1`, [id]);
  return row ? mergeOf(row) : null;
}

/** Puts a merge on record. */
export async function addMerge(manager: EntityManager, merge: CustomerMerge): Promise<void> {
  const { id, survivorId, reason, mergedBy, personId, at, mergedIds, fields, counts } = merge;
  await manager.query(
    `WITH merge AS (
       INSERT INTO customer_merges (id, survivor_id, reason, merged_by, person_id, at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
     ), members AS (
       INSERT INTO customer_merge_members (merge_id, customer_id, place)
       SELECT merge.id, m.id, m.place FROM merge, unnest($7::text[]) WITH ORDINALITY AS m (id, place)
     ), fields AS (
       INSERT INTO customer_merge_fields (merge_id, place, field, from_id, before, after, beneath, given)
       SELECT merge.id, (f.value ->> 'place')::integer, f.value ->> 'field', f.value ->> 'fromId',
         f.value -> 'before', f.value -> 'after', f.value -> 'before', f.value -> 'after'
       FROM merge, jsonb_array_elements($8::jsonb) AS f
     )
     INSERT INTO customer_merge_counts (merge_id, kind, kept, moved)
     SELECT merge.id, n.kind, n.kept, n.moved FROM merge, json_to_recordset($9::json) AS n (kind text, kept integer, moved integer)`,
    [
      ...[id, survivorId, reason, mergedBy, personId, at, mergedIds],
      JSON.stringify(fields.map((each, place) => ({ ...each, place }))),
      JSON.stringify(counts),
    ],
  );
}

/** Puts on record that a merge was taken back. */
export async function addReversal(
  manager: EntityManager,
  mergeId: string,
  reversal: CustomerMergeReversal,
): Promise<void> {
  await manager.query(
    `INSERT INTO customer_merge_reversals (id, reason, reverted_by, person_id, at) VALUES ($1, $2, $3, $4, $5)`,
    [mergeId, reversal.reason, reversal.by, reversal.personId, reversal.at],
  );
}

/** Loads merges by id; null where the caller may not see the survivor's record. */
export const mergesSeen: Batch<CustomerMerge> = async (context, ids) => {
  const rows = await context.db.manager.query<MergeRow[]>(`${MERGES} WHERE g.id = ANY ($1)`, [ids]);
  const known = new Map(rows.map((row) => [row.id, mergeOf(row)]));
  const survivorIds = [...new Set(rows.map((row) => row.survivor_id))];
  const seen = new Set((await recordsById(context, survivorIds)).map((each) => each?.id));
  return ids.map((id) => {
    const merge = known.get(id);
    return merge && seen.has(merge.survivorId) ? merge : null;
  });
};

/** Loads, for each customer whom the caller has in hand, the merges in which anybody of their family took part, the earliest first. */
export const mergesOfCustomers: Batch<readonly CustomerMerge[]> = async ({ db }, customerIds) => {
  const rows = await db.manager.query<(MergeRow & { readonly owner: string })[]>(
    `WITH family AS (
       SELECT w.id AS owner, m.id AS member FROM unnest($1::text[]) AS w (id) CROSS JOIN LATERAL unnest(customer_family(w.id)) AS m (id)
     ), owned AS (
       SELECT family.owner, g.id AS merge_id FROM family JOIN customer_merges g ON g.survivor_id = family.member
       UNION SELECT family.owner, m.merge_id FROM family JOIN customer_merge_members m ON m.customer_id = family.member
     )
     SELECT owned.owner, found.* FROM owned JOIN (${MERGES}) AS found ON found.id = owned.merge_id ORDER BY found.at, found.id`,
    [customerIds],
  );
  const byOwner = Map.groupBy(rows, (row) => row.owner);
  return customerIds.map((id) => (byOwner.get(id) ?? []).map(mergeOf));
};

/** Loads, for each customer, the ids of those merged into them. */
export const mergedIdsOf: Batch<readonly string[]> = async ({ db }, customerIds) => {
  const rows = await db.manager.query<{ customer_id: string; survivor_id: string }[]>(
    `SELECT customer_id, survivor_id FROM customer_aliases WHERE survivor_id = ANY ($1) ORDER BY customer_id`,
    [customerIds],
  );
  const bySurvivor = Map.groupBy(rows, (row) => row.survivor_id);
  return customerIds.map((id) => (bySurvivor.get(id) ?? []).map((row) => row.customer_id));
};
