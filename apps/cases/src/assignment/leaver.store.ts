import type { EntityManager } from 'typeorm';
import { unendedStatuses } from '../case/case.ts';

/** Somebody who has left, and cases that are still theirs. */
export interface Leaver {
  readonly personId: string;
  /** The team they were in; null when they were in none. */
  readonly teamId: string | null;
  readonly cases: readonly { readonly id: string; readonly teamId: string | null; readonly version: number }[];
}

/** Keeps that people have left, whose cases are to go back from that instant on. */
export async function addLeavers(
  manager: EntityManager,
  leavers: readonly { readonly person_id: string; readonly due_at: string }[],
): Promise<void> {
  if (leavers.length === 0) return;
  await manager.query(
    `INSERT INTO leavers_with_work (person_id, due_at)
     SELECT DISTINCT ON (person_id) person_id, due_at FROM json_populate_recordset(NULL::leavers_with_work, $1::json) ORDER BY person_id, due_at DESC
     ON CONFLICT (person_id) DO UPDATE SET due_at = excluded.due_at`,
    [JSON.stringify(leavers)],
  );
}

/** When the cases of somebody are to go back next; null when nobody's are. */
export async function nextLeaverAt(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ due_at: Date | null }[]>(`SELECT min(due_at) AS due_at FROM leavers_with_work`);
  return row?.due_at ?? null;
}

/** One who has left by now, with at most `limit` of the cases that are theirs and have not ended; locked until the transaction ends. */
export async function takeLeaver(manager: EntityManager, now: Date, limit: number): Promise<Leaver | null> {
  const [row] = await manager.query<{ person_id: string; team_id: string | null }[]>(
    `SELECT l.person_id, p.team_id FROM leavers_with_work l LEFT JOIN person_copy p ON p.id = l.person_id
     WHERE l.due_at <= least($1::timestamptz, now()) ORDER BY l.due_at, l.person_id LIMIT 1 FOR UPDATE OF l SKIP LOCKED`,
    [now],
  );
  if (!row) return null;
  const cases = await manager.query<{ id: string; team_id: string | null; version: number }[]>(
    `SELECT id, team_id, version FROM cases WHERE assignee_id = $1 AND status = ANY ($2) ORDER BY opened_at, id LIMIT $3`,
    [row.person_id, unendedStatuses, limit],
  );
  const theirs = cases.map(({ id, team_id, version }) => ({ id, teamId: team_id, version }));
  return { personId: row.person_id, teamId: row.team_id, cases: theirs };
}

/** Forgets somebody who has no case any more. */
export async function forgetLeaver(manager: EntityManager, personId: string): Promise<void> {
  await manager.query(`DELETE FROM leavers_with_work WHERE person_id = $1`, [personId]);
}
