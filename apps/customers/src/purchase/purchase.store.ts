import type { EntityManager, EntitySchema } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import type { PurchaseFilter, PurchaseOrder } from '@courtesy/graph-types/customers';
import { belongingPages } from '../customer/belongings.store.ts';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { meaningFamilies } from '../customer/family.store.ts';
import {
  orderKey,
  type OrderName,
  type Purchase,
  type PurchaseLine,
  type Tender,
  type WholePurchase,
} from './purchase.ts';
import { purchaseLineTable, purchaseTable, tenderTable } from './purchase.table.ts';

/** Loads purchases by id, as far as the caller may see their customers. */
export const purchasesById = belongingsById(purchaseTable);

/** The same page of the purchases of each customer, in one statement. */
export const purchasePages = belongingPages({ table: purchaseTable, since: 'boughtAt', until: null });

/** Loads lines of purchases by id, as far as the caller may see their customers. */
export const purchaseLinesById = byId(({ db, actor }) => {
  const visible = visibleBelongings(db.manager, actor, purchaseTable).select('b.id');
  return db.manager
    .createQueryBuilder(purchaseLineTable, 'l')
    .where(`l.purchaseId IN (${visible.getQuery()})`, visible.getParameters());
});

/** A batch of what belongs to purchases that the caller has in hand, in the order of the receipt. */
function partsOf<T extends { readonly purchaseId: string }>(table: EntitySchema<T>): Batch<readonly T[]> {
  return async ({ db }, purchaseIds) => {
    const rows = await partsOfPurchases(db.manager, table, purchaseIds);
    return purchaseIds.map((id) => rows.get(id) ?? []);
  };
}

async function partsOfPurchases<T extends { readonly purchaseId: string }>(
  manager: EntityManager,
  table: EntitySchema<T>,
  purchaseIds: readonly string[],
): Promise<Map<string, T[]>> {
  const rows = await manager
    .createQueryBuilder(table, 'l')
    .where('l.purchaseId = ANY (:purchaseIds)', { purchaseIds })
    .orderBy('l.place')
    .getMany();
  return Map.groupBy(rows, (row) => row.purchaseId);
}

/** Loads the lines of purchases. */
export const linesOfPurchases: Batch<readonly PurchaseLine[]> = partsOf(purchaseLineTable);
/** Loads the tenders of purchases. */
export const tendersOfPurchases: Batch<readonly Tender[]> = partsOf(tenderTable);

const orders: Readonly<Record<PurchaseOrder, KeysetOrder<Purchase>>> = {
  NEWEST_FIRST: { by: ['boughtAt', 'id'], direction: 'DESC' },
  OLDEST_FIRST: { by: ['boughtAt', 'id'], direction: 'ASC' },
};

const fields = {
  customer: 'b.customerId',
  source: 'b.source',
  orderNumber: 'b.orderNumber',
  channel: 'b.channel',
  site: 'b.siteId',
  boughtAt: 'b.boughtAt',
};

/** A page of the purchases the actor may see. */
export async function listPurchases(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & {
    readonly where?: PurchaseFilter | null | undefined;
    readonly orderBy?: PurchaseOrder | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<Purchase>> {
  const purchases = visibleBelongings(manager, actor, purchaseTable);
  const where = await meaningFamilies(manager, query.where as Filter | null | undefined, 'customer');
  applyFilter(purchases, where, { fields, now: query.now });
  return readPage(purchases, orders[query.orderBy ?? 'NEWEST_FIRST'], query);
}

/** The purchases that are known by these orders, whole, by `orderKey`. */
export async function purchasesByOrder(
  manager: EntityManager,
  wanted: readonly OrderName[],
): Promise<Map<string, WholePurchase>> {
  const found = await manager
    .createQueryBuilder(purchaseTable, 'p')
    .where('(p.source, p.orderNumber) IN (SELECT * FROM unnest(:sources::text[], :numbers::text[]))', {
      sources: wanted.map(({ source }) => source),
      numbers: wanted.map(({ orderNumber }) => orderNumber),
    })
    .getMany();
  if (found.length === 0) return new Map();
  const ids = found.map(({ id }) => id);
  const lines = await partsOfPurchases(manager, purchaseLineTable, ids);
  const tenders = await partsOfPurchases(manager, tenderTable, ids);
  return new Map(
    found.map((purchase) => {
      const { id } = purchase;
      return [orderKey(purchase), { purchase, lines: lines.get(id) ?? [], tenders: tenders.get(id) ?? [] }];
    }),
  );
}

/**
 * Adds purchases, always in the order of their orders' names, so that two bulks that bring the same ones never wait for each other. An order
 * that is taken throws (see {@link isTakenOrder}).
 */
export async function addPurchases(manager: EntityManager, added: readonly WholePurchase[]): Promise<void> {
  const ordered = added.toSorted((a, b) => (orderKey(a.purchase) < orderKey(b.purchase) ? -1 : 1));
  await insertRows(
    manager,
    purchaseTable,
    ordered.map(({ purchase }) => purchase),
  );
  await insertRows(
    manager,
    purchaseLineTable,
    ordered.flatMap(({ lines }) => lines),
  );
  await insertRows(
    manager,
    tenderTable,
    ordered.flatMap(({ tenders }) => tenders),
  );
}

/** Whether an insert failed because another purchase has the order's number. */
export function isTakenOrder(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'purchases_order_key';
}
