import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RecordPurchaseInput, RecordPurchasesInput } from '@courtesy/graph-types/customers';
import { MAX_BULK } from '../customer/bulk.ts';
import { customersById } from '../customer/customer.store.ts';
import { rootsOf } from '../customer/family.store.ts';
import { countAnew } from '../health/health.store.ts';
import { productsBySku } from '../product/product.store.ts';
import { orderKey, type OrderNumberTaken, type PurchaseRecorded, type WholePurchase } from './purchase.ts';
import { addPurchases, isTakenOrder, purchasesByOrder } from './purchase.store.ts';
import {
  isSameSale,
  newPurchase,
  problemsOfGoods,
  siftSales,
  type BulkPurchase,
  type PurchasesRecorded,
  type RefusedPurchase,
  type SaleItem,
} from './recording.ts';

/** What other services are told of a purchase. */
function recordedEvent({ purchase, lines, tenders }: WholePurchase): NewEvent {
  const { id, customerId, orderNumber, boughtAt, channel, siteId, currency, recordedAt } = purchase;
  return {
    type: 'courtesy.purchase.recorded.v1',
    ...{ subject: id, sequence: 1, time: recordedAt },
    data: {
      ...{ customerId, orderNumber, purchasedAt: boughtAt.toISOString(), channel, siteId, currency },
      lines: lines.map(({ purchaseId: _purchase, place: _place, paidMinor, ...line }) => ({
        ...line,
        paidMinor: String(paidMinor),
      })),
      tenders: tenders.map(({ purchaseId: _purchase, place: _place, amountMinor, ...tender }) => ({
        ...tender,
        amountMinor: String(amountMinor),
      })),
    },
  };
}

interface Taking {
  readonly fresh: WholePurchase[];
  readonly purchases: BulkPurchase[];
  readonly refused: RefusedPurchase[];
}

const refusal = (index: number, path: string, message: string): RefusedPurchase => ({
  index,
  problems: [{ path, message }],
});

/** A purchase as it reads today: that of whoever stands for its customer. */
const ofRoot = (whole: WholePurchase, roots: ReadonlyMap<string, string>): WholePurchase => {
  const { customerId } = whole.purchase;
  return { ...whole, purchase: { ...whole.purchase, customerId: roots.get(customerId) ?? customerId } };
};

/** Decides each item: a new purchase, one on record as it is, or a refusal. Stores what is new, and announces it. */
async function takeSales(context: Context, tx: Transaction, items: readonly SaleItem[]): Promise<Taking> {
  const sales = items.map(({ sale }) => sale);
  const known = await purchasesByOrder(tx.manager, sales);
  const roots = await rootsOf(tx.manager, [
    ...sales.map(({ customerId }) => customerId),
    ...[...known.values()].map(({ purchase }) => purchase.customerId),
  ]);
  const skus = sales.flatMap(({ lines }) => lines.map(({ sku }) => sku.trim()));
  const products = await productsBySku(tx.manager, [...new Set(skus)]);
  const recording = { newId: context.newId, now: context.now(), by: context.actor.subject, products };
  const taking: Taking = { fresh: [], purchases: [], refused: [] };
  for (const { index, sale } of items) {
    const before = known.get(orderKey(sale));
    const customerId = roots.get(sale.customerId);
    const problems = problemsOfGoods(sale, products);
    if (customerId === undefined) taking.refused.push(refusal(index, 'customerId', 'names no customer'));
    else if (problems.length > 0) taking.refused.push({ index, problems });
    else {
      const whole = newPurchase({ ...sale, customerId }, recording);
      if (before && !isSameSale(ofRoot(before, roots), whole))
        taking.refused.push(refusal(index, 'orderNumber', `is that of ${before.purchase.id}, which says otherwise`));
      else {
        if (!before) taking.fresh.push(whole);
        const { purchase } = before ?? whole;
        taking.purchases.push({ index, disposition: before ? 'UNCHANGED' : 'RECORDED', purchase });
      }
    }
  }
  await addPurchases(tx.manager, taking.fresh);
  await countAnew(tx.manager, [...new Set(taking.fresh.map(({ purchase }) => purchase.customerId))], context.now());
  tx.emit(...taking.fresh.map(recordedEvent));
  return taking;
}

/** How often recording is tried when somebody else records the same order at the same time. */
const MAX_TRIES = 5;

async function untilUntaken<O>(work: () => Promise<O>): Promise<O> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTakenOrder(error) || attempt === MAX_TRIES) throw error;
    }
  }
}

/** What can come of recording a purchase. */
export type RecordPurchaseOutcome =
  PurchaseRecorded | OrderNumberTaken | NotFound | InvalidInput | IdempotencyKeyReused;

/** Records what a customer bought. */
export async function recordPurchase(context: Context, input: RecordPurchaseInput): Promise<RecordPurchaseOutcome> {
  const { actor, db } = context;
  const now = context.now();
  const { idempotencyKey: key, ...sale } = input;
  const { taken, refused } = siftSales([sale], now);
  if (refused[0]) return invalidInput(refused[0].problems);
  const customer = await context.load(customersById, input.customerId, undefined);
  if (!customer) return notFound(input.customerId);
  const work = (tx: Transaction) => async (): Promise<RecordPurchaseOutcome> => {
    const { purchases, refused: unfit } = await takeSales(context, tx, taken);
    const [made] = purchases;
    if (made?.disposition === 'RECORDED') return { type: 'PurchaseRecorded', purchase: made.purchase };
    // Whether it says the same or not, one that is on record is another's doing.
    const known = await purchasesByOrder(
      tx.manager,
      taken.map((item) => item.sale),
    );
    for (const { purchase } of known.values()) return { type: 'OrderNumberTaken', purchase };
    return invalidInput(unfit.flatMap(({ problems }) => problems));
  };
  return untilUntaken(() =>
    db.transaction((tx) =>
      once(tx, { key, operation: 'recordPurchase', subject: actor.subject, input, now }, work(tx)),
    ),
  );
}

/**
 * Records many purchases from another system in one transaction. An item that cannot be right is refused alone. An order that is on record
 * as it is sent is left alone, so the same bulk sent again changes nothing.
 */
export async function recordPurchases(
  context: Context,
  input: RecordPurchasesInput,
): Promise<PurchasesRecorded | InvalidInput> {
  const count = input.purchases.length;
  if (count === 0 || count > MAX_BULK)
    return invalidInput([{ path: 'purchases', message: `has ${count} items; send 1 to ${MAX_BULK}` }]);
  const { taken, refused } = siftSales(input.purchases, context.now());
  const taking = await untilUntaken(() => context.db.transaction((tx) => takeSales(context, tx, taken)));
  const all = [...refused, ...taking.refused].toSorted((a, b) => a.index - b.index);
  return { type: 'PurchasesRecorded', purchases: taking.purchases, refused: all };
}
