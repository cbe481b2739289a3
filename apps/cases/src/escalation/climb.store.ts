import type { EntityManager } from 'typeorm';

/** Always due: whatever was about to happen is to be looked at now. */
const AT_ONCE = 'to_timestamp(0)';

/**
 * Part of the statement that adds rows to ledgers (`$1`): a case whose customer began to wait, was answered, or that ended, is looked at again,
 * if it has a ladder to climb or climbed one. That nobody misses it costs the change no statement of its own.
 */
export const CLIMBS_FOLLOW = `
  INSERT INTO escalation_due (case_id, due_at)
  SELECT DISTINCT added.case_id, ${AT_ONCE} FROM json_populate_recordset(NULL::clock_events, $1::json) AS added JOIN cases c ON c.id = added.case_id
  WHERE added.clock IN ('FIRST_RESPONSE', 'NEXT_RESPONSE', 'RESOLUTION') AND added.kind <> 'BREACH' AND (
    EXISTS (SELECT 1 FROM escalation_ladders l WHERE (l.case_type IS NULL OR l.case_type = c.type) AND (l.priority IS NULL OR l.priority = c.priority))
    OR EXISTS (SELECT 1 FROM escalation_due d WHERE d.case_id = c.id))
  ON CONFLICT (case_id) DO UPDATE SET due_at = excluded.due_at`;

/** Lets all that nobody on shift was found for be looked at again: somebody may be there now. */
export const SEARCH_AGAIN: readonly string[] = [
  `UPDATE escalation_due d SET due_at = ${AT_ONCE} FROM escalations e WHERE e.case_id = d.case_id AND e.status = 'UNCOVERED'`,
  `UPDATE callouts SET due_at = ${AT_ONCE} WHERE status = 'UNCOVERED'`,
];

/** Lets a case be looked at again, which the caller has locked. */
export async function lookAgain(manager: EntityManager, caseId: string): Promise<void> {
  await manager.query(
    `INSERT INTO escalation_due (case_id, due_at) VALUES ($1, ${AT_ONCE}) ON CONFLICT (case_id) DO UPDATE SET due_at = excluded.due_at`,
    [caseId],
  );
}

/** How far a case has climbed, as it is kept. */
export interface KeptClimb {
  readonly caseId: string;
  readonly wait: string | null;
  readonly ladderId: string | null;
  readonly step: number;
}

/** The next instant at which a case or a call-out is to be looked at; null when none is. */
export async function nextLookAt(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ due_at: Date | null }[]>(
    `SELECT least((SELECT min(due_at) FROM escalation_due WHERE due_at IS NOT NULL),
                  (SELECT min(due_at) FROM callouts WHERE due_at IS NOT NULL)) AS due_at`,
  );
  return row?.due_at ?? null;
}

/**
 * Takes up to `limit` cases that are to be looked at by both the given time and the database's, with their locks: what another process or a
 * command holds is passed over.
 */
export async function takeClimbs(manager: EntityManager, now: Date, limit: number): Promise<KeptClimb[]> {
  const rows = await manager.query<{ case_id: string; wait: string | null; ladder_id: string | null; step: number }[]>(
    `SELECT d.case_id, d.wait, d.ladder_id, d.step FROM escalation_due d JOIN cases c ON c.id = d.case_id
     WHERE d.due_at <= least($1::timestamptz, now()) ORDER BY d.due_at LIMIT $2 FOR UPDATE OF d, c SKIP LOCKED`,
    [now, limit],
  );
  return rows.map((row) => ({ caseId: row.case_id, wait: row.wait, ladderId: row.ladder_id, step: row.step }));
}

/** Keeps how far a case has climbed, and when it is to be looked at again. */
export async function saveClimb(manager: EntityManager, climb: KeptClimb, dueAt: Date | null): Promise<void> {
  await manager.query(
    `UPDATE escalation_due SET due_at = $2, wait = $3, ladder_id = $4, step = $5 WHERE case_id = $1`,
    [climb.caseId, dueAt, climb.wait, climb.ladderId, climb.step],
  );
}
