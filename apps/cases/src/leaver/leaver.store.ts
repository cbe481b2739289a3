import type { EntityManager } from 'typeorm';
import { unendedStatuses, type Case } from '../case/case.ts';
import { caseTable } from '../case/case.table.ts';
import { undoneStatuses, type Task } from '../task/task.ts';
import { taskTable } from '../task/task.table.ts';

/** Somebody who left, and where they worked. */
export interface Leaver {
  readonly personId: string;
  readonly siteId: string | null;
  readonly teamId: string | null;
}

/** Part of the feed's transaction: puts on record that people left, so that their work is handed over. `$1` is rows of `leavers` as JSON. */
export const KEEP_HANDOVERS = `
  INSERT INTO leavers (person_id, left_at) SELECT id, left_at FROM json_populate_recordset(NULL::person_copy, $1::json)
  ON CONFLICT (person_id) DO NOTHING`;

/** When the next leaver's work is to be handed over; null when none is left. */
export async function nextHandover(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(left_at) AS at FROM leavers WHERE handed_over_at IS NULL`,
  );
  return row?.at ?? null;
}

/** One leaver whose work was not handed over, locked; others who look at the same time are given another. */
export async function takeLeaver(manager: EntityManager, at: Date): Promise<Leaver | null> {
  const [row] = await manager.query<{ person_id: string; site_id: string | null; team_id: string | null }[]>(
    `SELECT l.person_id, p.site_id, p.team_id FROM leavers l LEFT JOIN person_copy p ON p.id = l.person_id
     WHERE l.handed_over_at IS NULL AND l.left_at <= least($1::timestamptz, now())
     ORDER BY l.left_at, l.person_id LIMIT 1 FOR UPDATE OF l SKIP LOCKED`,
    [at],
  );
  return row ? { personId: row.person_id, siteId: row.site_id, teamId: row.team_id } : null;
}

/** Some of the cases that somebody still had to do something about. */
export const openCasesOf = (manager: EntityManager, personId: string, atMost: number): Promise<Case[]> =>
  manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.assigneeId = :personId AND c.status = ANY (:statuses)', { personId, statuses: unendedStatuses })
    .orderBy('c.id')
    .limit(atMost)
    .getMany();

/** Some of the tasks that somebody had and had not done. */
export const undoneTasksOf = (manager: EntityManager, personId: string, atMost: number): Promise<Task[]> =>
  manager
    .createQueryBuilder(taskTable, 't')
    .where('t.assigneeId = :personId AND t.status = ANY (:statuses)', { personId, statuses: undoneStatuses })
    .orderBy('t.caseId')
    .addOrderBy('t.id')
    .limit(atMost)
    .getMany();

/** Keeps that nothing of a leaver's is left to hand over. */
export async function saveHandedOver(manager: EntityManager, personId: string, at: Date): Promise<void> {
  await manager.query(`UPDATE leavers SET handed_over_at = $2 WHERE person_id = $1`, [personId, at]);
}
