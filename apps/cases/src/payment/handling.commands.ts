import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import type { Saga } from '../saga/saga.ts';
import { entriesOf, lockSaga, saveSaga } from '../saga/saga.store.ts';
import { payoutWorker } from './payout-worker.commands.ts';
import {
  barred,
  canBeAbandoned,
  canBeResumed,
  type ApprovalUnderWay,
  type ApproverNotCovered,
  type OwnPayout,
  type PayoutNotReady,
} from './handling.ts';
import type { Acting, Payout, PayoutKind } from './payout.ts';
import { lockPayout, payoutOf, savePayout } from './payout.store.ts';
import { actingOf, nobody } from './requesting.commands.ts';

/** Which payout. */
export interface Which {
  readonly kind: PayoutKind;
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
}

type Missing = NotFound | StaleVersion<Payout>;
/** What was asked for has been done. */
export interface Handled {
  readonly type: 'Handled';
  readonly payout: Payout;
}
/** What can come of approving. */
export type ApproveOutcome =
  Handled | ApproverNotCovered | ApprovalUnderWay | OwnPayout | PayoutNotReady | InvalidInput | Missing;
/** What can come of rejecting. */
export type RejectOutcome = Exclude<ApproveOutcome, ApproverNotCovered>;
/** What can come of taking up again, and of calling off. */
export type SteerOutcome = Handled | PayoutNotReady | InvalidInput | Missing;

interface Locked {
  readonly payout: Payout;
  readonly saga: Saga;
}

/** Locks a saga and its payout, in this order as the worker does, and lets `work` decide. */
function locked<T>(
  context: Context,
  which: Which,
  work: (tx: Transaction, found: Locked) => Promise<T>,
): Promise<T | Missing> {
  return context.db.transaction(async (tx) => {
    const saga = await lockSaga(tx.manager, which.id);
    const payout = saga && (await lockPayout(tx.manager, context.actor, which));
    if (!saga || !payout) return notFound(which.id);
    const expected = which.expectedVersion ?? payout.version;
    if (expected !== payout.version) return staleVersion(expected, payout);
    return work(tx, { saga, payout });
  });
}

/** Lets the worker take a saga as far as it goes now, and reads the payout as it is then. */
async function carriedOut({ db, resource }: Context, id: string): Promise<Payout> {
  await resource(payoutWorker).run(id);
  return payoutOf(db.manager, id);
}

/** How an approval came out, once the worker has asked policy. */
async function approvalOf({ db }: Context, payout: Payout, approvalId: string): Promise<ApproveOutcome> {
  if (payout.approval?.id === approvalId) return { type: 'ApprovalUnderWay', payout };
  if (payout.approvedBy !== null) return { type: 'Handled', payout };
  const entries = (await entriesOf(db.manager, [payout.id])).get(payout.id) ?? [];
  const declined = entries.findLast(({ step, phase }) => step === 'APPROVE' && phase === 'DECLINED');
  return declined
    ? { type: 'ApproverNotCovered', payout, problem: declined.problem ?? '' }
    : { type: 'PayoutNotReady', payout };
}

/** Approves a payout under the caller's own authority, which policy says whether it covers it. */
export async function approvePayout(context: Context, which: Which): Promise<ApproveOutcome> {
  const by = actingOf(context.actor);
  if (!by) return invalidInput([nobody]);
  const id = context.newId('appv');
  const begun = await locked(context, which, async (tx, { payout }) => {
    const hindrance = barred(payout, by);
    if (hindrance) return hindrance;
    const asked = { ...payout, approval: { id, by }, version: payout.version + 1 };
    await savePayout(tx.manager, asked);
    await saveSaga(tx.manager, payout.id, { state: 'RUNNING', attempts: 0, nextTryAt: context.now() });
    return { type: 'Handled' as const, payout: asked };
  });
  if (begun.type !== 'Handled') return begun;
  return approvalOf(context, await carriedOut(context, which.id), id);
}

/** Sends a saga back to where it began; `ending` is what becomes of its payout then. */
async function sendBack(
  context: Context,
  tx: Transaction,
  {
    payout,
    ending,
    reason,
  }: { readonly payout: Payout; readonly ending: 'REJECTED' | 'FAILED'; readonly reason: string },
): Promise<Handled> {
  await savePayout(tx.manager, { ...payout, endReason: reason, version: payout.version + 1 });
  const onward = { attempts: 0, lastError: null, nextTryAt: context.now() };
  await saveSaga(tx.manager, payout.id, { ...onward, state: 'UNDOING', ending, endReason: reason });
  return { type: 'Handled', payout };
}

const seenThrough = async <T extends { readonly type: string }>(context: Context, which: Which, outcome: T) =>
  outcome.type === 'Handled' ? { ...outcome, payout: await carriedOut(context, which.id) } : outcome;

/** Refuses a payout that waits for approval. */
export async function rejectPayout(context: Context, which: Which, reason: string): Promise<RejectOutcome> {
  const by: Acting | null = actingOf(context.actor);
  const problem = by ? problemWithText('reason', reason, MAX_REASON) : nobody;
  if (!by || problem) return invalidInput(problem ? [problem] : []);
  const outcome = await locked<RejectOutcome>(context, which, async (tx, { payout }) => {
    return barred(payout, by) ?? sendBack(context, tx, { payout, ending: 'REJECTED', reason });
  });
  return seenThrough(context, which, outcome);
}

/** Takes up a saga again that rests after an attempt without an answer. */
export async function resumePayout(context: Context, which: Which): Promise<SteerOutcome> {
  const outcome = await locked<SteerOutcome>(context, which, async (tx, { payout, saga }) => {
    if (!canBeResumed(saga)) return { type: 'PayoutNotReady', payout };
    await saveSaga(tx.manager, payout.id, { nextTryAt: context.now() });
    return { type: 'Handled', payout };
  });
  return seenThrough(context, which, outcome);
}

/** Calls a payout off: whatever was done of it is undone, money that was paid is taken back. */
export async function abandonPayout(context: Context, which: Which, reason: string): Promise<SteerOutcome> {
  const problem = problemWithText('reason', reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const outcome = await locked<SteerOutcome>(context, which, async (tx, { payout, saga }) =>
    canBeAbandoned(payout, saga)
      ? sendBack(context, tx, { payout, ending: 'FAILED', reason })
      : { type: 'PayoutNotReady', payout },
  );
  return seenThrough(context, which, outcome);
}
