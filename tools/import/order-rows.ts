import { addMoney, compareMoney, decimalOf, money, type Money, moneyOf, subtractMoney } from '@courtesy/kernel';
import type { PurchaseLineInput, RecordPurchasesItemInput, TenderInput } from '@courtesy/graph-types/customers';
import { unguarded } from './cell.ts';
import type { MappedHeader, RowReading, Titles } from './column-mapping.ts';
import type { WholeRow } from './csv-rows.ts';
import type { ExternalName } from './graph-inputs.ts';
import { instantOf } from './written-date.ts';

/** What a row can say of an order: its line, its tender, or both. What holds of the whole order is read from its first row. */
export type OrderField =
  | 'source'
  | 'orderNumber'
  | 'customerSource'
  | 'customerId'
  | 'boughtAt'
  | 'channel'
  | 'currency'
  | 'total'
  | 'sku'
  | 'name'
  | 'category'
  | 'quantity'
  | 'paid'
  | 'tenderKind'
  | 'tenderAmount'
  | 'tenderReference';

/** The titles under which each field is found without a mapping. */
export const orderTitles: Titles<OrderField> = {
  source: ['system', 'order source'],
  orderNumber: ['order', 'order no', 'order id', 'receipt', 'receipt number'],
  customerSource: [],
  customerId: ['customer', 'customer no', 'customer number'],
  boughtAt: ['date', 'order date', 'bought at', 'purchased at'],
  channel: ['sales channel'],
  currency: ['currency code'],
  total: ['order total'],
  sku: ['product', 'product number', 'article'],
  name: ['product name', 'description'],
  category: ['product category'],
  quantity: ['qty'],
  paid: ['line total', 'amount', 'line paid'],
  tenderKind: ['tender', 'payment method'],
  tenderAmount: ['payment amount'],
  tenderReference: ['payment reference'],
};

/** An order without the id of its customer. */
export interface ReadOrder {
  readonly customer: ExternalName;
  readonly purchase: Omit<RecordPurchasesItemInput, 'customerId'>;
}

/** What an order is read with. */
export interface OrderContext {
  readonly header: MappedHeader<OrderField>;
  readonly startOfDay: (day: string) => Date;
  /** The source of orders and of customers that name none. */
  readonly source: string;
}

class BadOrder extends Error {}

type Row = RowReading<OrderField> & { readonly line: number };

function amountOf(row: Row, field: 'paid' | 'tenderAmount' | 'total', currency: string): Money {
  try {
    return moneyOf(row.text(field), currency);
  } catch (error) {
    throw new BadOrder(`line ${row.line}: ${field} "${row.text(field)}" ${currency}: ${(error as Error).message}`);
  }
}

const asInput = (amount: Money) => ({ amount: decimalOf(amount), currency: amount.currency });
const sumOf = (amounts: readonly Money[], currency: string) => amounts.reduce(addMoney, money(0n, currency));

function oneOf<Word extends string>(row: Row, field: OrderField, words: readonly Word[]): Word {
  const word = row
    .text(field)
    .toUpperCase()
    .replace(/[^A-Z]+/g, '_') as Word;
  if (words.includes(word)) return word;
  throw new BadOrder(`line ${row.line}: ${field} "${row.text(field)}" is none of ${words.join(', ')}`);
}

const CHANNELS = ['IN_STORE', 'ONLINE', 'PHONE'] as const;
const TENDERS = [
  ...['CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD'],
  ...['GIFT_CARD', 'BANK_TRANSFER', 'ACCOUNT_CREDIT'],
] as readonly TenderInput['kind'][];
/** By what rules of returns treat goods. */
export const CATEGORIES = ['GENERAL', 'PERISHABLE', 'SEALED_HYGIENE', 'MADE_TO_MEASURE', 'DIGITAL'] as const;

function lineOf(row: Row, paid: Money): PurchaseLineInput {
  const quantity = row.text('quantity') || '1';
  if (!/^\d{1,9}$/.test(quantity)) throw new BadOrder(`line ${row.line}: quantity "${quantity}" is no whole number`);
  return {
    ...{ sku: row.text('sku'), name: row.text('name') || undefined, quantity: Number(quantity), paid: asInput(paid) },
    category: row.text('category') === '' ? undefined : oneOf(row, 'category', CATEGORIES),
  };
}

/** The tenders of an order. One whose amount is left out, as of a single payment, is what the others leave. */
function tendersOf(rows: readonly Row[], total: Money): TenderInput[] {
  const paying = rows.filter((row) => row.text('tenderKind') !== '');
  const said = paying.filter((row) => row.text('tenderAmount') !== '');
  if (paying.length - said.length > 1 && said.length > 0)
    throw new BadOrder('more than one tender has no tenderAmount: only one can be the rest');
  const amounts = said.map((row) => amountOf(row, 'tenderAmount', total.currency));
  const rest = subtractMoney(total, sumOf(amounts, total.currency));
  const kinds = said.length === 0 ? paying.slice(0, 1) : paying;
  const tenders = kinds.flatMap((row) => {
    const amount = said.includes(row) ? amountOf(row, 'tenderAmount', total.currency) : rest;
    const reference = row.text('tenderReference') || undefined;
    return amount.minor === 0n ? [] : [{ kind: oneOf(row, 'tenderKind', TENDERS), amount: asInput(amount), reference }];
  });
  if (kinds.length === said.length && rest.minor !== 0n)
    throw new BadOrder(`the tenders leave ${decimalOf(rest)} ${rest.currency} of ${decimalOf(total)} unpaid`);
  return tenders;
}

function orderFrom(rows: readonly Row[], first: Row, { header, startOfDay, source }: OrderContext): ReadOrder {
  const currency = first.text('currency').toUpperCase();
  const written = first.text('boughtAt');
  const boughtAt = instantOf(written, header.dateFormat, startOfDay);
  if (boughtAt === null) throw new BadOrder(`line ${first.line}: boughtAt "${written}" is not ${header.dateFormat}`);
  for (const row of rows)
    for (const field of ['currency', 'boughtAt', 'channel', 'customerId', 'total'] as const)
      if (row.text(field) !== '' && row.text(field) !== first.text(field))
        throw new BadOrder(`line ${row.line}: ${field} "${row.text(field)}" is not that of the order's first row`);
  const goods = rows.filter((row) => row.text('sku') !== '');
  if (goods.length === 0) throw new BadOrder('no row of the order has a sku');
  const paid = goods.map((row) => amountOf(row, 'paid', currency));
  const total = sumOf(paid, currency);
  if (first.text('total') !== '' && compareMoney(amountOf(first, 'total', currency), total) !== 0)
    throw new BadOrder(`the lines sum to ${decimalOf(total)}, but total is ${first.text('total')} ${currency}`);
  return {
    customer: { source: first.text('customerSource') || source, id: first.text('customerId') },
    purchase: {
      ...{ source: first.text('source') || source, orderNumber: first.text('orderNumber'), boughtAt },
      channel: oneOf(first, 'channel', CHANNELS),
      lines: goods.map((row, place) => lineOf(row, paid[place] ?? total)),
      tenders: tendersOf(rows, total),
    },
  };
}

/** Reads the rows of one order, in the order of the file. */
export function orderOf(rows: readonly WholeRow[], context: OrderContext): ReadOrder | { readonly reason: string } {
  const read = rows.map(({ fields, line }): Row => ({ ...context.header.row(fields, unguarded), line }));
  const [first] = read;
  if (!first) return { reason: 'no row' };
  try {
    return orderFrom(read, first, context);
  } catch (error) {
    if (error instanceof BadOrder) return { reason: error.message };
    throw error;
  }
}
