import { decimalOf, invalidInput, money, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { IdempotencyKeyReused, Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RefundReturnInput, RequestRefundInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import { remainingOf, type AmountExceedsRefundable } from '../payment/payout.ts';
import { payoutWorker } from '../payment/payout-worker.commands.ts';
import { actingOf, nobody } from '../payment/requesting.commands.ts';
import type { PurchaseCopy, PurchaseLineCopy } from '../purchase-copy/purchase-copy.ts';
import { findPurchase, lockPurchaseLines } from '../purchase-copy/purchase-copy.store.ts';
import { place } from '../refund/refund.commands.ts';
import { areProblems, linesAsked } from '../refund/refund.ts';
import { promisedOf } from '../refund/refund.store.ts';
import { findTable, REFUND_TABLE } from './asking-policy.commands.ts';
import type { Held } from './changing.commands.ts';
import { byLine, changeOnce, settle, settlementRefused, type SettlementRefused } from './goods.commands.ts';
import { goodsOf, openGoods } from './goods.ts';
import { findingsOf, shareOf, type Findings } from './refunding.ts';
import { factsOfLine, problemsOfQuantities, type PolicyFact } from './requesting.ts';
import type { PolicyUnanswered, ReturnCase, ReturnLine, ReturnRefunded } from './return-case.ts';
import { refundedOf, repairsOf } from './returnable.store.ts';

/** What can come of refunding goods. */
export type RefundReturnOutcome =
  | ReturnRefunded
  | AmountExceedsRefundable
  | PolicyUnanswered
  | SettlementRefused
  | NotFound
  | StaleVersion<ReturnCase>
  | InvalidInput
  | IdempotencyKeyReused;

/** Goods of one line that are to be refunded, with what was found of them. */
interface Wanted {
  readonly line: ReturnLine;
  readonly goods: PurchaseLineCopy;
  readonly quantity: number;
  readonly found: Findings;
}

function wantedOf(held: Held, input: RefundReturnInput, goods: ReadonlyMap<string, PurchaseLineCopy>): Wanted[] {
  const { lines, entries } = held.whole;
  return input.lines.flatMap((asked) => {
    const line = lines.find(({ id }) => id === asked.lineId);
    const bought = line && goods.get(line.purchaseLineId);
    if (!line || !bought) return [];
    const counted = goodsOf(line, entries);
    const settled = counted.received - openGoods(counted);
    return [{ line, goods: bought, quantity: asked.quantity, found: findingsOf(entries, asked, settled) }];
  });
}

const isAlike = (wanted: readonly Wanted[]): boolean =>
  new Set(wanted.map(({ goods, found }) => JSON.stringify([goods.category, found]))).size === 1;

/** What the rules of refunds are told: of the purchase and the request, and of what was found of the goods. */
async function factsFor(
  tx: Transaction,
  held: Held,
  { line, goods, found }: Wanted,
  purchase: PurchaseCopy,
): Promise<PolicyFact[]> {
  const asked = held.whole.return;
  const repairs = (await repairsOf(tx.manager, [line.purchaseLineId])).get(line.purchaseLineId) ?? [];
  const others = repairs.filter(({ returnId }) => returnId !== asked.id);
  return factsOfLine({ return: asked, line: { ...line, ...found }, purchase, goods, repairs: others });
}

/** What a refund is asked for with: the share of each line, and the facts. Null when nothing is left to pay back. */
async function refundInput(
  tx: Transaction,
  held: Held,
  input: RefundReturnInput & { readonly decisionTableId: string },
  wanted: readonly Wanted[],
): Promise<RequestRefundInput | null> {
  const { purchaseId } = held.whole.return;
  const caseId = held.about.id;
  const purchase = await findPurchase(tx.manager, purchaseId);
  const [first] = wanted;
  if (!purchase || !first) return null;
  const ids = wanted.map(({ goods }) => goods.id);
  const refunded = await refundedOf(tx.manager, ids);
  const promised = await promisedOf(tx.manager, ids);
  const { currency } = purchase;
  const lines = wanted.flatMap(({ goods, quantity }) => {
    const left = {
      goods: goods.quantity - (refunded.get(goods.id) ?? 0),
      minor: remainingOf(goods.paidMinor, promised.get(goods.id) ?? 0n),
    };
    const minor = shareOf(left, quantity);
    return minor > 0n ? [{ lineId: goods.id, amount: { amount: decimalOf(money(minor, currency)), currency } }] : [];
  });
  if (lines.length === 0) return null;
  const { idempotencyKey, reason, decisionTableId } = input;
  const facts = await factsFor(tx, held, first, purchase);
  return { idempotencyKey, reason, decisionTableId, caseId, purchaseId, lines, facts };
}

/** Asks for the refund and counts the goods as refunded, in one transaction: neither is there without the other. */
async function refund(
  context: Context,
  tx: Transaction,
  held: Held,
  input: RefundReturnInput & { readonly decisionTableId: string },
): Promise<RefundReturnOutcome> {
  const handler = actingOf(context.actor);
  if (!handler) return invalidInput([nobody]);
  const refused = settlementRefused(held, { remedy: 'REFUNDED', quantities: input.lines, reference: null });
  if (refused) return refused;
  const locked = await lockPurchaseLines(
    tx.manager,
    held.whole.lines.map(({ purchaseLineId }) => purchaseLineId),
  );
  const wanted = wantedOf(held, input, new Map(locked.map((each) => [each.id, each])));
  if (!isAlike(wanted))
    return invalidInput([
      { path: 'lines', message: 'differ in what was found or in their kind; refund them one by one' },
    ]);
  const asked = await refundInput(tx, held, input, wanted);
  if (!asked) return invalidInput([{ path: 'lines', message: 'name goods for which nothing is left to pay back' }]);
  const lines = linesAsked(asked);
  if (areProblems(lines)) return invalidInput(lines);
  const placed = await place(context, tx, { input: asked, lines, handler });
  if (placed.type !== 'Requested') return placed;
  const refundId = placed.payout.id;
  const settlement = { remedy: 'REFUNDED', quantities: input.lines, reference: refundId } as const;
  const settled = await settle(context, tx, held, settlement);
  if ('type' in settled) throw new Error(`${held.whole.return.id} could be refunded, and then could not`);
  return { type: 'ReturnRefunded', return: settled, refundId };
}

/** Asks for the refund of goods that came back. Deciding and paying follow by themselves; should they come to nothing, the goods are open again. */
export async function refundReturn(context: Context, input: RefundReturnInput): Promise<RefundReturnOutcome> {
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  const problems = [...problemsOfQuantities('lines', byLine(input.lines)), ...(reason ? [reason] : [])];
  if (problems.length > 0) return invalidInput(problems);
  const table = input.decisionTableId ?? (await findTable(context, REFUND_TABLE));
  if (typeof table !== 'string') return { type: 'PolicyUnanswered', detail: table.unanswered };
  const outcome = await changeOnce<RefundReturnOutcome>(context, 'refundReturn', input, (tx, held) =>
    refund(context, tx, held, { ...input, decisionTableId: table }),
  );
  if (outcome.type === 'ReturnRefunded') context.resource(payoutWorker).wake();
  return outcome;
}
