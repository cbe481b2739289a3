import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { casesSeen } from './family.store.ts';
import type { CaseMerge, MergedCase, Undoing } from './case-merge.ts';

interface MergeRow {
  readonly id: string;
  readonly survivor_id: string;
  readonly reason: string;
  readonly merged_by: string;
  readonly person_id: string | null;
  readonly at: Date;
  readonly merged: readonly MergedCase[];
  readonly undone: (Omit<Undoing, 'at'> & { readonly at: string }) | null;
}

const mergeOf = (row: MergeRow): CaseMerge => ({
  ...{ id: row.id, survivorId: row.survivor_id, merged: row.merged },
  ...{ reason: row.reason, mergedBy: row.merged_by, personId: row.person_id, at: row.at },
  undone: row.undone && { ...row.undone, at: new Date(row.undone.at) },
});

const MERGES = `
  SELECT g.id, g.survivor_id, g.reason, g.merged_by, g.person_id, g.at,
    (SELECT json_agg(json_build_object('caseId', e.case_id, 'status', e.status, 'statusReason', e.status_reason) ORDER BY e.case_id)
      FROM case_merge_items e WHERE e.merge_id = g.id) AS merged,
    (SELECT json_build_object('reason', u.reason, 'by', u.undone_by, 'personId', u.person_id, 'at', u.at)
      FROM case_merge_undos u WHERE u.id = g.id) AS undone
  FROM case_merges g`;

/** One merge; null when there is none. */
export async function findMerge(manager: EntityManager, id: string): Promise<CaseMerge | null> {
  const [row] = await manager.query<MergeRow[]>(`${MERGES} WHERE g.id = $1`, [id]);
  return row ? mergeOf(row) : null;
}

/** Puts a merge on record, with how its cases stood. */
export async function addMerge(
  manager: EntityManager,
  merge: CaseMerge,
  newId: (prefix: string) => string,
): Promise<void> {
  const items = merge.merged.map((each) => ({
    ...{ id: newId('cmri'), case_id: each.caseId },
    ...{ status: each.status, status_reason: each.statusReason },
  }));
  await manager.query(
    `WITH merge AS (
       INSERT INTO case_merges (id, survivor_id, reason, merged_by, person_id, at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
     )
     INSERT INTO case_merge_items (id, merge_id, case_id, status, status_reason)
     SELECT i.id, merge.id, i.case_id, i.status, i.status_reason FROM merge, json_populate_recordset(NULL::case_merge_items, $7::json) AS i`,
    [merge.id, merge.survivorId, merge.reason, merge.mergedBy, merge.personId, merge.at, JSON.stringify(items)],
  );
}

/** Puts on record that a merge was undone. */
export async function addMergeUndoing(manager: EntityManager, mergeId: string, undone: Undoing): Promise<void> {
  await manager.query(
    `INSERT INTO case_merge_undos (id, reason, undone_by, person_id, at) VALUES ($1, $2, $3, $4, $5)`,
    [mergeId, undone.reason, undone.by, undone.personId, undone.at],
  );
}

/** Loads merges by id; null where the caller may see none of its cases. */
export const mergesSeen: Batch<CaseMerge> = async ({ db, actor }, ids) => {
  const rows = await db.manager.query<MergeRow[]>(`${MERGES} WHERE g.id = ANY ($1)`, [ids]);
  const merges = rows.map(mergeOf);
  const about = ({ survivorId, merged }: CaseMerge) => [survivorId, ...merged.map(({ caseId }) => caseId)];
  const seen = new Set((await casesSeen(db.manager, actor, merges.flatMap(about))).map(({ id }) => id));
  const known = new Map(merges.map((each) => [each.id, about(each).some((id) => seen.has(id)) ? each : null]));
  return ids.map((id) => known.get(id) ?? null);
};

/** Loads, for each case, the merges that it survived or was merged by, undone ones too, the earliest first. Who sees the case sees them. */
export const mergesOfCases: Batch<readonly CaseMerge[]> = async ({ db }, caseIds) => {
  const rows = await db.manager.query<(MergeRow & { readonly owner: string })[]>(
    `WITH owned AS (
       SELECT survivor_id AS owner, id AS merge_id FROM case_merges WHERE survivor_id = ANY ($1)
       UNION SELECT case_id, merge_id FROM case_merge_items WHERE case_id = ANY ($1)
     )
     SELECT owned.owner, found.* FROM owned JOIN (${MERGES}) AS found ON found.id = owned.merge_id ORDER BY found.at, found.id`,
    [caseIds],
  );
  const byOwner = Map.groupBy(rows, ({ owner }) => owner);
  return caseIds.map((id) => (byOwner.get(id) ?? []).map(mergeOf));
};

/** The contacts that stand with a case or with those merged into it. */
export async function contactIdsOf(manager: EntityManager, caseIds: readonly string[]): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `WITH family AS (
       SELECT unnest($1::text[]) AS id UNION SELECT case_id FROM merged_cases WHERE survivor_id = ANY ($1)
     )
     SELECT i.id FROM interactions i JOIN family ON family.id = i.case_id
     WHERE NOT EXISTS (SELECT 1 FROM contact_homes h WHERE h.interaction_id = i.id)
     UNION ALL SELECT h.interaction_id FROM contact_homes h JOIN family ON family.id = h.case_id`,
    [caseIds],
  );
  return rows.map(({ id }) => id);
}
