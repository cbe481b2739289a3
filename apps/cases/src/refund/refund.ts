import { amountOf, decimalOf, isIdOf, isProblem, type Money, type Problem } from '@courtesy/kernel';
import type { RequestRefundInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import { remainingOf, type AmountExceedsRefundable, type GivenFact, type Payout } from '../payment/payout.ts';
import type { PurchaseCopy, PurchaseLineCopy } from '../purchase-copy/purchase-copy.ts';

/** Money that goes back for something bought. */
export interface Refund extends Payout {
  readonly kind: 'REFUND';
}

/** How much of one line of a purchase a refund is for, in minor units. */
export interface RefundLineRow {
  readonly id: string;
  readonly refundId: string;
  readonly lineId: string;
  readonly minor: bigint;
}

/** A line asked for, with its amount read. */
export interface LineAsked {
  readonly lineId: string;
  readonly amount: Money;
}

/** The most lines that one refund is for. */
const MAX_LINES = 100;

/** Reads the lines that are asked for; every problem when they cannot be right. */
export function linesAsked(input: RequestRefundInput): LineAsked[] | Problem[] {
  const problems: Problem[] = [];
  const count = input.lines.length;
  if (count === 0 || count > MAX_LINES)
    problems.push({ path: 'lines', message: `has ${count} items; send 1 to ${MAX_LINES}` });
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  if (reason) problems.push(reason);
  const seen = new Set<string>();
  const lines = input.lines.flatMap(({ lineId, amount }, place): LineAsked[] => {
    const path = `lines[${place}]`;
    if (!isIdOf('purl', lineId))
      problems.push({ path: `${path}.lineId`, message: `"${lineId}" is not the id of a line` });
    if (seen.has(lineId)) problems.push({ path: `${path}.lineId`, message: 'is there already; name each line once' });
    seen.add(lineId);
    const read = amountOf(`${path}.amount`, amount);
    if (!isProblem(read)) return [{ lineId, amount: read }];
    problems.push(read);
    return [];
  });
  return problems.length > 0 ? problems : lines;
}

/** Whether reading found problems. */
export const areProblems = (read: LineAsked[] | Problem[]): read is Problem[] =>
  read[0] !== undefined && 'path' in read[0];

/** What a refund is held against: the lines of its purchase, locked, and what is promised of each by refunds that stand. */
export interface Refundable {
  readonly purchase: PurchaseCopy;
  readonly lines: readonly PurchaseLineCopy[];
  readonly promised: ReadonlyMap<string, bigint>;
}

/** What is wrong with lines that are asked for, seen beside their purchase. */
export function problemsOfLines(asked: readonly LineAsked[], { purchase, lines }: Refundable): Problem[] {
  const ids = new Set(lines.map(({ id }) => id));
  return asked.flatMap(({ lineId, amount }, place) => {
    const path = `lines[${place}]`;
    if (!ids.has(lineId)) return [{ path: `${path}.lineId`, message: `is no line of ${purchase.id}` }];
    if (amount.currency === purchase.currency) return [];
    return [{ path: `${path}.amount`, message: `is not in ${purchase.currency}, as the purchase is` }];
  });
}

/** The first line of which more is asked for than is left; null when there is enough of all. */
export function firstExceeded(
  asked: readonly LineAsked[],
  { purchase, lines, promised }: Refundable,
): AmountExceedsRefundable | null {
  const paid = new Map(lines.map(({ id, paidMinor }) => [id, paidMinor]));
  for (const { lineId, amount } of asked) {
    const minor = remainingOf(paid.get(lineId) ?? 0n, promised.get(lineId) ?? 0n);
    if (amount.minor > minor)
      return { type: 'AmountExceedsRefundable', lineId, remaining: { minor, currency: purchase.currency } };
  }
  return null;
}

const DAY_MS = 86_400_000;

/** What is on record of a purchase, by the names that rules use: it stands before what the caller says. */
function factsOnRecord(amount: Money, { purchase, lines }: Pick<Refundable, 'purchase' | 'lines'>): GivenFact[] {
  const categories = new Set(lines.map(({ category }) => category));
  const [category] = categories;
  const channel = purchase.channel === 'IN_STORE' ? 'IN_STORE' : 'DISTANCE';
  return [
    { name: 'amount', number: decimalOf(amount) },
    { name: 'channel', text: channel },
    ...(category !== undefined && categories.size === 1 ? [{ name: 'category', text: category }] : []),
  ];
}

/** The facts that a refund is decided on: those on record, then what the caller knows. Days held are counted from the purchase unless said. */
export function factsOf(
  input: Pick<RequestRefundInput, 'facts'>,
  of: Pick<Refundable, 'purchase' | 'lines'> & { readonly amount: Money; readonly at: Date },
): GivenFact[] {
  const recorded = factsOnRecord(of.amount, of);
  const known = new Set(recorded.map(({ name }) => name));
  const said = (input.facts ?? [])
    .filter(({ name }) => !known.has(name))
    .map(({ name, text, number, isTrue }): GivenFact => ({
      name,
      ...(text != null && { text }),
      ...(number != null && { number }),
      ...(isTrue != null && { isTrue }),
    }));
  if (said.some(({ name }) => name === 'daysHeld')) return [...recorded, ...said];
  const days = Math.max(0, Math.floor((of.at.getTime() - of.purchase.purchasedAt.getTime()) / DAY_MS));
  return [...recorded, { name: 'daysHeld', number: String(days) }, ...said];
}
