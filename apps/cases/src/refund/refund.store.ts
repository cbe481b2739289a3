import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { remainingOf } from '../payment/payout.ts';
import type { TenderLeft } from '../payment/tenders.ts';
import {
  findPurchase,
  linesOfPurchase,
  lockPurchaseLines,
  tendersOfPurchase,
} from '../purchase-copy/purchase-copy.store.ts';
import type { Refundable, RefundLineRow } from './refund.ts';
import { refundLineTable } from './refund-line.table.ts';

/** What refunds that stand have promised of lines, in minor units: a refund that came to nothing promises nothing. */
export async function promisedOf(manager: EntityManager, lineIds: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await manager.query<{ line_id: string; promised: string }[]>(
    `SELECT l.line_id, sum(l.minor) AS promised FROM refund_lines l JOIN payouts p ON p.id = l.refund_id
     WHERE l.line_id = ANY ($1) AND p.status NOT IN ('REJECTED', 'FAILED', 'REVERSED') GROUP BY l.line_id`,
    [lineIds],
  );
  return new Map(rows.map((row) => [row.line_id, BigInt(row.promised)]));
}

/** A purchase with all its lines locked until the transaction ends, and what is promised of each; null when it is not known here. */
export async function lockRefundable(manager: EntityManager, purchaseId: string): Promise<Refundable | null> {
  const purchase = await findPurchase(manager, purchaseId);
  if (!purchase) return null;
  const ids = (await linesOfPurchase(manager, purchaseId)).map(({ id }) => id);
  const lines = await lockPurchaseLines(manager, ids);
  return { purchase, lines, promised: await promisedOf(manager, ids) };
}

/** The tenders of a purchase with what refunds that stand give back to each. The caller has locked the purchase's lines. */
export async function tendersLeft(manager: EntityManager, purchaseId: string): Promise<TenderLeft[]> {
  const rows = await manager.query<{ tender_id: string; returned: string }[]>(
    `SELECT share->>'tenderId' AS tender_id, sum((share->>'minor')::bigint) AS returned
     FROM payouts p, jsonb_array_elements(p.shares) AS share
     WHERE p.purchase_id = $1 AND p.status NOT IN ('REJECTED', 'FAILED', 'REVERSED') GROUP BY 1`,
    [purchaseId],
  );
  const returned = new Map(rows.map((row) => [row.tender_id, BigInt(row.returned)]));
  const tenders = await tendersOfPurchase(manager, purchaseId);
  return tenders.map(({ id, kind, amountMinor, reference }) => ({
    ...{ id, kind, amountMinor, reference, returnedMinor: returned.get(id) ?? 0n },
  }));
}

/** Adds the lines of a refund. */
export async function addRefundLines(manager: EntityManager, lines: readonly RefundLineRow[]): Promise<void> {
  await insertRows(manager, refundLineTable, lines);
}

/** Loads the lines of refunds. */
export const linesOfRefunds: Batch<readonly RefundLineRow[]> = async ({ db }, refundIds) => {
  const lines = await db.manager
    .createQueryBuilder(refundLineTable, 'l')
    .innerJoin('PurchaseLineCopy', 'bought', 'bought.id = l.lineId')
    .where('l.refundId = ANY (:refundIds)', { refundIds })
    .orderBy('bought.place')
    .getMany();
  const byRefund = Map.groupBy(lines, ({ refundId }) => refundId);
  return refundIds.map((id) => byRefund.get(id) ?? []);
};

/** Loads, for each line of a purchase, what can still be given back of it. */
export const refundableOfLines: Batch<{ readonly minor: bigint; readonly currency: string }> = async ({ db }, ids) => {
  const promised = await promisedOf(db.manager, ids);
  const rows = await db.manager.query<{ id: string; paid_minor: string; currency: string }[]>(
    `SELECT l.id, l.paid_minor, p.currency FROM purchase_line_copy l JOIN purchase_copy p ON p.id = l.purchase_id WHERE l.id = ANY ($1)`,
    [ids],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const line = known.get(id);
    if (!line) return null;
    return { minor: remainingOf(BigInt(line.paid_minor), promised.get(id) ?? 0n), currency: line.currency };
  });
};
