import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { openReturnStatuses } from './return-case.ts';
import type { InRepair } from './right-to-reject.ts';

/**
 * How many of each line of a purchase the customer has and could return: what was bought, less what was paid back, and less what a return that
 * goes on asks for and has not paid back. What was replaced is the customer's again, and so are repaired and rejected goods.
 */
export async function returnableOf(
  manager: EntityManager,
  purchaseLineIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await manager.query<{ id: string; returnable: number }[]>(
    `SELECT l.id, (l.quantity - COALESCE(sum(CASE WHEN r.status = ANY ($2) THEN rl.quantity ELSE e.refunded END), 0))::integer AS returnable
     FROM purchase_line_copy l
     LEFT JOIN return_lines rl ON rl.purchase_line_id = l.id
     LEFT JOIN return_cases r ON r.id = rl.return_id
     LEFT JOIN LATERAL (
       SELECT COALESCE(sum(CASE kind WHEN 'REFUNDED' THEN quantity WHEN 'UNREFUNDED' THEN -quantity END), 0) AS refunded
       FROM return_entries WHERE line_id = rl.id
     ) e ON TRUE
     WHERE l.id = ANY ($1) GROUP BY l.id`,
    [purchaseLineIds, openReturnStatuses],
  );
  return new Map(rows.map((row) => [row.id, row.returnable]));
}

/** How many goods of lines of purchases were refunded in returns, or are being refunded. The caller has locked the lines. */
export async function refundedOf(
  manager: EntityManager,
  purchaseLineIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await manager.query<{ id: string; refunded: number }[]>(
    `SELECT rl.purchase_line_id AS id, sum(CASE e.kind WHEN 'REFUNDED' THEN e.quantity ELSE -e.quantity END)::integer AS refunded
     FROM return_lines rl JOIN return_entries e ON e.line_id = rl.id AND e.kind IN ('REFUNDED', 'UNREFUNDED')
     WHERE rl.purchase_line_id = ANY ($1) GROUP BY rl.purchase_line_id`,
    [purchaseLineIds],
  );
  return new Map(rows.map((row) => [row.id, row.refunded]));
}

/** Loads how many of lines of purchases could be returned. */
export const returnableOfLines: Batch<number> = async ({ db }, ids) => {
  const found = await returnableOf(db.manager, ids);
  return ids.map((id) => found.get(id) ?? null);
};

/** A time of repair, and the return it belongs to. */
export interface LineRepair extends InRepair {
  readonly returnId: string;
}

/**
 * When goods of lines of purchases were in repair: from the day on which it was asked for until they were handed back, or until now while a
 * return that asks for a repair goes on.
 */
export async function repairsOf(
  manager: EntityManager,
  purchaseLineIds: readonly string[],
): Promise<Map<string, LineRepair[]>> {
  const rows = await manager.query<{ line: string; return_id: string; from: string; to: string | null }[]>(
    `SELECT rl.purchase_line_id AS line, r.id AS return_id, r.requested_on::text AS from, e.handed_back_on::text AS to
     FROM return_lines rl JOIN return_cases r ON r.id = rl.return_id
     JOIN return_entries e ON e.line_id = rl.id AND e.kind = 'REPAIRED'
     WHERE rl.purchase_line_id = ANY ($1)
     UNION ALL
     SELECT rl.purchase_line_id, r.id, r.requested_on::text, NULL
     FROM return_lines rl JOIN return_cases r ON r.id = rl.return_id
     WHERE rl.purchase_line_id = ANY ($1) AND r.wish = 'REPAIR' AND r.status = ANY ($2)`,
    [purchaseLineIds, openReturnStatuses],
  );
  return Map.groupBy(
    rows.map(({ return_id: returnId, ...row }) => ({ ...row, returnId })),
    (row) => row.line,
  );
}

/** Loads when goods of lines of purchases were in repair. */
export const repairsOfLines: Batch<readonly LineRepair[]> = async ({ db }, ids) => {
  const found = await repairsOf(db.manager, ids);
  return ids.map((id) => found.get(id) ?? []);
};
