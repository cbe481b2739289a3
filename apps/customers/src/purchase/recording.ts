import { amountOf, amountOrNothingOf, isProblem, type AmountGiven, type Money, type Problem } from '@courtesy/kernel';
import type { BulkPurchaseDisposition, RecordPurchasesItemInput } from '@courtesy/graph-types/customers';
import { MAX_NAME, kept, problemWithOptional, problemWithText } from '../customer/wording.ts';
import { MAX_SOURCE } from '../external-identity/external-identity.ts';
import { MAX_SKU, type Product } from '../product/product.ts';
import { orderKey, type Purchase, type PurchaseLine, type Tender, type WholePurchase } from './purchase.ts';

/** What a customer bought, before it is recorded. */
export type Sale = RecordPurchasesItemInput;

/** One purchase of a bulk that was taken. */
export interface BulkPurchase {
  readonly index: number;
  readonly disposition: BulkPurchaseDisposition;
  readonly purchase: Purchase;
}

/** One purchase of a bulk that was refused. */
export interface RefusedPurchase {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** What became of a bulk. */
export interface PurchasesRecorded {
  readonly type: 'PurchasesRecorded';
  readonly purchases: readonly BulkPurchase[];
  readonly refused: readonly RefusedPurchase[];
}

/** The most lines a purchase has. */
export const MAX_LINES = 100;
/** The most tenders a purchase has. */
export const MAX_TENDERS = 20;
/** The most of one thing on one line. */
export const MAX_QUANTITY = 1_000_000;
const MAX_REFERENCE = 100;
/** As many digits as the shortest card number has, however they are grouped. */
const CARD_NUMBER = /(?:\d[ -]?){13,}/;

type Reading = (path: string, given: AmountGiven) => Money | Problem;

/** Reads amounts that are all to be in one currency, and adds up what could be read. */
class Till {
  readonly problems: Problem[] = [];
  #currency: string | null = null;

  sum(given: readonly (readonly [path: string, amount: AmountGiven])[], read: Reading): bigint {
    let sum = 0n;
    for (const [path, amount] of given) {
      const found = read(path, amount);
      this.#currency ??= amount.currency;
      if (isProblem(found)) this.problems.push(found);
      else if (found.currency !== this.#currency)
        this.problems.push({ path, message: `is in ${found.currency}, but the purchase is in ${this.#currency}` });
      else sum += found.minor;
    }
    return sum;
  }
}

function problemsOfMoney({ lines, tenders }: Sale): Problem[] {
  const till = new Till();
  const paid = till.sum(
    lines.map((line, i) => [`lines[${i}].paid`, line.paid] as const),
    amountOrNothingOf,
  );
  const tendered = till.sum(
    tenders.map((tender, i) => [`tenders[${i}].amount`, tender.amount] as const),
    amountOf,
  );
  if (till.problems.length === 0 && paid !== tendered)
    return [{ path: 'tenders', message: `sum to ${tendered} minor units, but the lines to ${paid}` }];
  if (till.problems.length === 0 && paid > LARGEST) return [{ path: 'lines', message: 'sum to more than can be kept' }];
  return till.problems;
}

/** What a PostgreSQL bigint holds. */
const LARGEST = 2n ** 63n - 1n;

function problemsOfLines({ lines }: Sale): (Problem | null)[] {
  if (lines.length === 0 || lines.length > MAX_LINES)
    return [{ path: 'lines', message: `has ${lines.length} items; a purchase has 1 to ${MAX_LINES}` }];
  return lines.flatMap(({ sku, name, quantity }, i) => [
    problemWithText(`lines[${i}].sku`, sku, MAX_SKU),
    problemWithOptional(`lines[${i}].name`, name, MAX_NAME),
    quantity >= 1 && quantity <= MAX_QUANTITY
      ? null
      : { path: `lines[${i}].quantity`, message: `is ${quantity}; say 1 to ${MAX_QUANTITY}` },
  ]);
}

function problemsOfTenders({ tenders }: Sale): (Problem | null)[] {
  if (tenders.length > MAX_TENDERS)
    return [{ path: 'tenders', message: `has ${tenders.length} items; at most ${MAX_TENDERS} are kept` }];
  return tenders.map(({ reference }, i) => {
    const path = `tenders[${i}].reference`;
    if (reference && CARD_NUMBER.test(reference))
      return { path, message: 'could be the number of a card, which is never kept; give the token of the payment' };
    return problemWithOptional(path, reference, MAX_REFERENCE);
  });
}

/** Everything that keeps a purchase from being recorded, as far as it can be told without looking anything up. */
export function problemsOfSale(sale: Sale, now: Date): Problem[] {
  const found: (Problem | null)[] = [
    problemWithText('source', sale.source, MAX_SOURCE),
    problemWithText('orderNumber', sale.orderNumber, MAX_NAME),
    sale.boughtAt > now ? { path: 'boughtAt', message: 'lies in the future' } : null,
    sale.siteId && sale.channel !== 'IN_STORE'
      ? { path: 'siteId', message: `is given for ${sale.channel}; only IN_STORE has one` }
      : null,
    ...problemsOfLines(sale),
    ...problemsOfTenders(sale),
    ...problemsOfMoney(sale),
  ];
  return found.filter((each) => each !== null);
}

/** What is wrong with the lines, given the products that are known by their numbers. */
export function problemsOfGoods(sale: Sale, products: ReadonlyMap<string, Product>): Problem[] {
  return sale.lines.flatMap(({ sku, name, category }, i) => {
    if (products.has(sku.trim()) || (name && category)) return [];
    const path = `lines[${i}].${name ? 'category' : 'name'}`;
    return [{ path, message: `is absent, and no product has the number ${sku.trim()}` }];
  });
}

/** What a purchase is made from, beside the sale itself. */
export interface Recording {
  readonly newId: (prefix: string) => string;
  readonly now: Date;
  /** The subject of the caller. */
  readonly by: string;
  readonly products: ReadonlyMap<string, Product>;
}

const minorOf = (read: Money | Problem): bigint => {
  if (isProblem(read)) throw new Error(`${read.path} ${read.message}`);
  return read.minor;
};

function newLines(sale: Sale, purchaseId: string, { newId, products }: Recording): PurchaseLine[] {
  return sale.lines.map((line, place) => {
    const sku = line.sku.trim();
    const product = products.get(sku);
    return {
      ...{ id: newId('purl'), purchaseId, place, productId: product?.id ?? null, sku },
      name: kept(line.name) ?? product?.name ?? sku,
      category: line.category ?? product?.category ?? 'GENERAL',
      quantity: line.quantity,
      paidMinor: minorOf(amountOrNothingOf('paid', line.paid)),
    };
  });
}

/** A purchase as it is recorded. The sale must have no problems. */
export function newPurchase(sale: Sale, recording: Recording): WholePurchase {
  const id = recording.newId('pur');
  const lines = newLines(sale, id, recording);
  const tenders = sale.tenders.map(({ kind, amount, reference }, place): Tender => ({
    ...{ id: recording.newId('tend'), purchaseId: id, place, kind },
    amountMinor: minorOf(amountOf('amount', amount)),
    reference: kept(reference),
  }));
  const purchase: Purchase = {
    ...{ id, customerId: sale.customerId, source: sale.source.trim(), orderNumber: sale.orderNumber.trim() },
    ...{ boughtAt: sale.boughtAt, channel: sale.channel, siteId: sale.siteId ?? null },
    currency: sale.lines[0]?.paid.currency ?? '',
    totalMinor: lines.reduce((sum, line) => sum + line.paidMinor, 0n),
    ...{ recordedAt: recording.now, recordedBy: recording.by },
  };
  return { purchase, lines, tenders };
}

/** What was sold, without what recording it adds: two that say the same are the same sale. */
const contentOf = ({ purchase, lines, tenders }: WholePurchase): string =>
  JSON.stringify([
    [purchase.customerId, purchase.boughtAt.toISOString(), purchase.channel, purchase.siteId, purchase.currency],
    lines.map(({ sku, quantity, paidMinor }) => [sku, quantity, String(paidMinor)]),
    tenders.map(({ kind, amountMinor, reference }) => [kind, String(amountMinor), reference]),
  ]);

/** Whether two purchases say the same of one sale. What a product is called or how it is treated may have changed since. */
export const isSameSale = (a: WholePurchase, b: WholePurchase): boolean => contentOf(a) === contentOf(b);

/** One item of a bulk, and its place there. */
export interface SaleItem {
  readonly index: number;
  readonly sale: Sale;
}

/** Sorts a bulk's sales into those that can be taken and those that cannot, with the reasons. */
export function siftSales(sales: readonly Sale[], now: Date): { taken: SaleItem[]; refused: RefusedPurchase[] } {
  const seen = new Set<string>();
  const taken: SaleItem[] = [];
  const refused: RefusedPurchase[] = [];
  for (const [index, given] of sales.entries()) {
    const sale = { ...given, source: given.source.trim(), orderNumber: given.orderNumber.trim() };
    const problems = problemsOfSale(sale, now);
    const key = orderKey(sale);
    if (seen.has(key))
      problems.push({ path: 'orderNumber', message: 'stands in this bulk before; send each purchase once' });
    seen.add(key);
    if (problems.length > 0) refused.push({ index, problems });
    else taken.push({ index, sale });
  }
  return { taken, refused };
}
