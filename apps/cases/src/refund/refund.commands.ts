import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RequestRefundInput } from '@courtesy/graph-types/cases';
import type { Acting, AmountExceedsRefundable, Payout } from '../payment/payout.ts';
import { payoutWorker } from '../payment/payout-worker.commands.ts';
import { actingOf, caseFor, nobody, request } from '../payment/requesting.commands.ts';
import { splitOverTenders } from '../payment/tenders.ts';
import { areProblems, factsOf, firstExceeded, linesAsked, problemsOfLines, type LineAsked } from './refund.ts';
import { addRefundLines, lockRefundable, tendersLeft } from './refund.store.ts';

/** A refund was asked for. */
export interface Requested {
  readonly type: 'Requested';
  readonly payout: Payout;
}
/** What can come of asking for a refund. */
export type RequestRefundOutcome = Requested | AmountExceedsRefundable | NotFound | InvalidInput | IdempotencyKeyReused;

/** The most that one refund hands out in cash, in minor units of a currency; null when nothing is said of it. */
const cashCeiling = ({ config }: Context, currency: string): bigint | null =>
  (config['CASH_CEILINGS'] as Readonly<Record<string, bigint>> | undefined)?.[currency] ?? null;

/** A refund that a person asks for. */
export interface Asked {
  readonly input: RequestRefundInput;
  readonly lines: readonly LineAsked[];
  readonly handler: Acting;
}

/** Decides under the lock of the purchase's lines, so that no two refunds count on the same money, whoever asks and on whichever case. The worker is to be woken after. */
export async function place(
  context: Context,
  tx: Transaction,
  { input, lines, handler }: Asked,
): Promise<Exclude<RequestRefundOutcome, IdempotencyKeyReused>> {
  const about = await caseFor(context, tx, input.caseId);
  if ('type' in about && (about.type === 'NotFound' || about.type === 'InvalidInput')) return about;
  const refundable = await lockRefundable(tx.manager, input.purchaseId);
  if (!refundable) return notFound(input.purchaseId);
  const problems = problemsOfLines(lines, refundable);
  if (problems.length > 0) return invalidInput(problems);
  const exceeded = firstExceeded(lines, refundable);
  if (exceeded) return exceeded;
  const { purchase } = refundable;
  const amount = { minor: lines.reduce((sum, line) => sum + line.amount.minor, 0n), currency: purchase.currency };
  const tenders = await tendersLeft(tx.manager, purchase.id);
  const shares = splitOverTenders(amount.minor, tenders, cashCeiling(context, purchase.currency));
  if (!shares)
    return invalidInput([{ path: 'purchaseId', message: 'was paid by tenders that have less left than its lines' }]);
  const ids = new Set(lines.map(({ lineId }) => lineId));
  const concerned = { purchase, lines: refundable.lines.filter(({ id }) => ids.has(id)) };
  const facts = factsOf(input, { ...concerned, amount, at: context.now() });
  const wanted = {
    ...{ kind: 'REFUND' as const, customerId: purchase.customerId, ...amount, reason: input.reason, shares },
    ...{ purchaseId: purchase.id, orderReference: purchase.orderNumber, decisionTableId: input.decisionTableId, facts },
  };
  const payout = await request(context, tx, { handler, about, wanted });
  await addRefundLines(
    tx.manager,
    lines.map(({ lineId, amount: { minor } }) => ({ id: context.newId('rfnl'), refundId: payout.id, lineId, minor })),
  );
  return { type: 'Requested', payout };
}

/** Asks for a refund of lines of a purchase. It is on record and reserved when this returns; deciding and paying follow by themselves. */
export async function requestRefund(context: Context, input: RequestRefundInput): Promise<RequestRefundOutcome> {
  const lines = linesAsked(input);
  if (areProblems(lines)) return invalidInput(lines);
  const handler = actingOf(context.actor);
  if (!handler) return invalidInput([nobody]);
  const { actor, db } = context;
  const asked = {
    key: input.idempotencyKey,
    operation: 'requestRefund',
    subject: actor.subject,
    input,
    now: context.now(),
  };
  const outcome = await db.transaction((tx) => once(tx, asked, () => place(context, tx, { input, lines, handler })));
  if (outcome.type === 'Requested') context.resource(payoutWorker).wake();
  return outcome;
}
