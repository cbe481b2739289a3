import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import type { PurchaseCopy, PurchaseLineCopy, PurchaseTenderCopy } from './purchase-copy.ts';
import { purchaseCopyTable, purchaseLineCopyTable, purchaseTenderCopyTable } from './purchase-copy.table.ts';

/** A purchase with all that belongs to it. */
export interface WholePurchase {
  readonly purchase: PurchaseCopy;
  readonly lines: readonly PurchaseLineCopy[];
  readonly tenders: readonly PurchaseTenderCopy[];
}

/** Adds purchases. Those that are known already are left as they are. */
export async function addPurchases(manager: EntityManager, told: readonly WholePurchase[]): Promise<void> {
  const added = new Set(
    await insertRows(
      manager,
      purchaseCopyTable,
      told.map(({ purchase }) => purchase),
      '(id) DO NOTHING',
    ),
  );
  const fresh = told.filter(({ purchase }) => added.has(purchase.id));
  await insertRows(
    manager,
    purchaseLineCopyTable,
    fresh.flatMap(({ lines }) => lines),
  );
  await insertRows(
    manager,
    purchaseTenderCopyTable,
    fresh.flatMap(({ tenders }) => tenders),
  );
}

/** One purchase; null when it is not known here, or not yet. */
export function findPurchase(manager: EntityManager, id: string): Promise<PurchaseCopy | null> {
  return manager.createQueryBuilder(purchaseCopyTable, 'p').where('p.id = :id', { id }).getOne();
}

/** The lines of a purchase, in order. */
export function linesOfPurchase(manager: EntityManager, purchaseId: string): Promise<PurchaseLineCopy[]> {
  return manager
    .createQueryBuilder(purchaseLineCopyTable, 'l')
    .where('l.purchaseId = :purchaseId', { purchaseId })
    .orderBy('l.place')
    .getMany();
}

/** The means by which a purchase was paid, in order. */
export function tendersOfPurchase(manager: EntityManager, purchaseId: string): Promise<PurchaseTenderCopy[]> {
  return manager
    .createQueryBuilder(purchaseTenderCopyTable, 't')
    .where('t.purchaseId = :purchaseId', { purchaseId })
    .orderBy('t.place')
    .getMany();
}

/**
 * Lines of purchases locked until the transaction ends, always in the order of their ids, so that two who lock the same ones never wait
 * for each other. Whoever promises money or goods for a line locks it first.
 */
export function lockPurchaseLines(manager: EntityManager, ids: readonly string[]): Promise<PurchaseLineCopy[]> {
  return manager
    .createQueryBuilder(purchaseLineCopyTable, 'l')
    .where('l.id = ANY (:ids)', { ids })
    .orderBy('l.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** Loads lines of purchases by id. Whether the caller may see them is decided by what names them. */
export const purchaseLinesById: Batch<PurchaseLineCopy> = async ({ db }, ids) => {
  const lines = await db.manager
    .createQueryBuilder(purchaseLineCopyTable, 'l')
    .where('l.id = ANY (:ids)', { ids })
    .getMany();
  const known = new Map(lines.map((line) => [line.id, line]));
  return ids.map((id) => known.get(id) ?? null);
};
