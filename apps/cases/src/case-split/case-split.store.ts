import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { casesSeen } from '../case-merge/family.store.ts';
import type { Undoing } from '../case-merge/case-merge.ts';
import type { CaseSplit } from './case-split.ts';

interface SplitRow extends Omit<CaseSplit, 'undone'> {
  readonly undone: (Omit<Undoing, 'at'> & { readonly at: string }) | null;
}

const splitOf = ({ undone, ...split }: SplitRow): CaseSplit => ({
  ...split,
  undone: undone && { ...undone, at: new Date(undone.at) },
});

const SPLITS = `
  SELECT s.id, s.origin_id AS "originId", s.case_id AS "caseId", s.reason, s.split_by AS "splitBy", s.person_id AS "personId", s.at,
    (SELECT json_agg(c.interaction_id ORDER BY c.interaction_id) FROM case_split_contacts c
      WHERE c.split_id = s.id AND NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = c.interaction_id)) AS "contactIds",
    (SELECT json_build_object('reason', u.reason, 'by', u.undone_by, 'personId', u.person_id, 'at', u.at)
      FROM case_split_undos u WHERE u.id = s.id) AS undone
  FROM case_splits s`;

/** One split; null when there is none. */
export async function findSplit(manager: EntityManager, id: string): Promise<CaseSplit | null> {
  const [row] = await manager.query<SplitRow[]>(`${SPLITS} WHERE s.id = $1`, [id]);
  return row ? splitOf(row) : null;
}

/** Puts a split on record. */
export async function addSplit(manager: EntityManager, split: CaseSplit): Promise<void> {
  await manager.query(
    `INSERT INTO case_splits (id, origin_id, case_id, reason, split_by, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [split.id, split.originId, split.caseId, split.reason, split.splitBy, split.personId, split.at],
  );
}

/** Puts on record that a split was undone, by which merge. */
export async function addSplitUndoing(
  manager: EntityManager,
  undone: Undoing & { readonly splitId: string; readonly mergeId: string },
): Promise<void> {
  await manager.query(
    `INSERT INTO case_split_undos (id, merge_id, reason, undone_by, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [undone.splitId, undone.mergeId, undone.reason, undone.by, undone.personId, undone.at],
  );
}

/** Loads splits by id; null where the caller may see neither case. */
export const splitsSeen: Batch<CaseSplit> = async ({ db, actor }, ids) => {
  const splits = (await db.manager.query<SplitRow[]>(`${SPLITS} WHERE s.id = ANY ($1)`, [ids])).map(splitOf);
  const cases = splits.flatMap(({ originId, caseId }) => [originId, caseId]);
  const seen = new Set((await casesSeen(db.manager, actor, cases)).map(({ id }) => id));
  const known = new Map(
    splits.map((each) => [each.id, seen.has(each.originId) || seen.has(each.caseId) ? each : null]),
  );
  return ids.map((id) => known.get(id) ?? null);
};

/** Loads, for each case, the splits by which it was made or others were made of its contacts, undone ones too, the earliest first. */
export const splitsOfCases: Batch<readonly CaseSplit[]> = async ({ db }, caseIds) => {
  const rows = await db.manager.query<SplitRow[]>(
    `${SPLITS} WHERE s.origin_id = ANY ($1) OR s.case_id = ANY ($1) ORDER BY s.at, s.id`,
    [caseIds],
  );
  const splits = rows.map(splitOf);
  return caseIds.map((id) => splits.filter(({ originId, caseId }) => originId === id || caseId === id));
};
