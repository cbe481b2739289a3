import type { ReturnStatus, ReturnVerb } from '@courtesy/graph-types/cases';
import {
  returnTransitions,
  type IllegalReturnStep,
  type QuantityExceeded,
  type ReturnCase,
  type ReturnEntry,
  type ReturnLine,
  type WholeReturn,
} from './return-case.ts';

/** How many goods of a line of a return are where. */
export interface Goods {
  readonly asked: number;
  readonly received: number;
  readonly inspected: number;
  readonly refunded: number;
  readonly replaced: number;
  readonly repaired: number;
  readonly rejected: number;
}

/** How many can still be given something for. Of each, one thing only. */
export interface ReturnOptions {
  readonly refunded: number;
  readonly replaced: number;
  readonly repaired: number;
}

const counts = {
  RECEIVED: 'received',
  INSPECTED: 'inspected',
  REFUNDED: 'refunded',
  REPLACED: 'replaced',
  REPAIRED: 'repaired',
  REJECTED: 'rejected',
} as const;

/** Counts the goods of a line by what was done with them. */
export function goodsOf(line: Pick<ReturnLine, 'id' | 'quantity'>, entries: readonly ReturnEntry[]): Goods {
  const goods = { asked: line.quantity, received: 0, inspected: 0, refunded: 0, replaced: 0, repaired: 0, rejected: 0 };
  for (const { lineId, kind, quantity } of entries) {
    if (lineId !== line.id) continue;
    if (kind === 'UNREFUNDED') goods.refunded -= quantity;
    else goods[counts[kind]] += quantity;
  }
  return goods;
}

/** How many came back and had nothing given for them. */
export const openGoods = ({ received, refunded, replaced, repaired, rejected }: Goods): number =>
  received - refunded - replaced - repaired - rejected;

/** How many of a line, or of several, can still be given something for: what is replaced cannot also be refunded. */
export function optionsOf(goods: readonly Goods[]): ReturnOptions {
  const open = goods.reduce((sum, each) => sum + openGoods(each), 0);
  return { refunded: open, replaced: open, repaired: open };
}

/** For how many goods of a line a verb can be done now. */
export function leftFor(verb: ReturnVerb, goods: Goods): number {
  switch (verb) {
    case 'RECEIVE':
      return goods.asked - goods.received;
    case 'INSPECT':
      return goods.received - goods.inspected;
    case 'REFUND':
    case 'REPLACE':
    case 'REPAIR':
      return openGoods(goods);
    default:
      return 0;
  }
}

/** How a return ends for which nothing more is to be given. Money counts before goods, and goods before work. */
function endOf(goods: readonly Goods[]): ReturnStatus {
  if (goods.some(({ refunded }) => refunded > 0)) return 'REFUNDED';
  if (goods.some(({ replaced }) => replaced > 0)) return 'REPLACED';
  return goods.some(({ repaired }) => repaired > 0) ? 'REPAIRED' : 'REJECTED';
}

/** Where a return stands by its goods, once some have come back. */
export function statusByGoods(goods: readonly Goods[]): ReturnStatus {
  if (goods.every((each) => openGoods(each) === 0)) return endOf(goods);
  return goods.some((each) => leftFor('INSPECT', each) > 0) ? 'RECEIVED' : 'INSPECTED';
}

/** So many goods of one line. */
export interface Quantity {
  readonly lineId: string;
  readonly quantity: number;
}

/** Asks the table for a verb; the one place where a status of a return changes, and where its version grows. */
export function takeReturnStep(
  whole: WholeReturn,
  verb: ReturnVerb,
  changes: Partial<Omit<ReturnCase, 'id' | 'status' | 'version'>> = {},
): ReturnCase | IllegalReturnStep {
  const { return: current, lines, entries } = whole;
  const target = returnTransitions[verb][current.status];
  if (!target) return { type: 'IllegalReturnStep', return: current, verb };
  const status = target === 'BY_GOODS' ? statusByGoods(lines.map((line) => goodsOf(line, entries))) : target;
  return { ...current, ...changes, status, version: current.version + 1 };
}

/** The first line of which there are not so many as a verb needs; null when there are enough of each. */
export function exceeded(whole: WholeReturn, verb: ReturnVerb, wanted: readonly Quantity[]): QuantityExceeded | null {
  for (const line of whole.lines) {
    const asked = wanted.reduce((sum, each) => sum + (each.lineId === line.id ? each.quantity : 0), 0);
    const left = leftFor(verb, goodsOf(line, whole.entries));
    if (asked > left) return { type: 'QuantityExceeded', return: whole.return, lineId: line.id, asked, left };
  }
  return null;
}

/** What has come back and had nothing given for it, line by line. */
export function openQuantities({ lines, entries }: WholeReturn): Quantity[] {
  return lines.flatMap((line) => {
    const quantity = openGoods(goodsOf(line, entries));
    return quantity > 0 ? [{ lineId: line.id, quantity }] : [];
  });
}
