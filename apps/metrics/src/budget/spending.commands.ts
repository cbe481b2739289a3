import {
  amountOf,
  amountOrNothingOf,
  invalidInput,
  isProblem,
  moneyOf,
  notFound,
  InvalidMoney,
  type InvalidInput,
  type NotFound,
  type Problem,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { type Context, onceRequest } from '@courtesy/subgraph';
import type {
  CorrectBudgetLineInput,
  ReleaseBudgetInput,
  ReserveBudgetInput,
  SettleBudgetInput,
} from '@courtesy/graph-types/metrics';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { problemsOfReason, wrong, type BudgetIsElsewhere } from './budget.ts';
import { lockBudget } from './budget.store.ts';
import { monthOf, type BudgetCommitment, type BudgetReserved, type NoBudgetLine, type Wanted } from './budget-line.ts';
import { commitmentEvent, thresholdEvents } from './budget-events.ts';
import { entryHand } from './budget.commands.ts';
import {
  correct,
  release,
  reserve,
  settle,
  type BudgetCommitmentEnded,
  type BudgetLineExhausted,
  type Ended,
  type Held,
} from './ledger.ts';
import {
  addCommitment,
  findCommitment,
  findLine,
  lineFor,
  lockLine,
  reachesSite,
  saveCommitment,
  saveEntry,
} from './line.store.ts';

type ReserveOutcome = BudgetReserved | NoBudgetLine | BudgetLineExhausted | BudgetIsElsewhere | NotFound;

/** What is asked for, and of which line. */
interface Request {
  readonly wanted: Wanted;
  readonly minor: bigint;
  readonly input: ReserveBudgetInput;
}

async function reserveOn(
  context: Context,
  tx: Transaction,
  { wanted, minor, input }: Request,
): Promise<ReserveOutcome> {
  const found = await lineFor(tx.manager, wanted);
  if (!found) return { type: 'NoBudgetLine' as const, ...wanted };
  // Whoever may spend for a site may spend what the organisation holds for all sites; a line of another site is out of the question.
  if (!(await reachesSite(tx.manager, context.actor, wanted.siteId ?? found.siteId)))
    return notFound(wanted.siteId ?? found.id);
  const budget = await lockBudget(tx.manager, found.budgetId, 'SPEND');
  if (!budget) throw new Error(`The line ${found.id} has no budget`);
  const line = await lockLine(tx.manager, found.id);
  const by = entryHand(context);
  const ids = { entryId: context.newId('cost'), commitmentId: context.newId('bcom') };
  const what = { ...ids, forId: input.forId ?? null, minor, because: input.because?.trim() ?? null };
  const reserved = reserve({ budget, line }, what, by);
  if (reserved.type !== 'Reserved') return reserved;
  await addCommitment(tx.manager, reserved.commitment);
  await saveEntry(tx.manager, reserved.line, reserved.entry);
  tx.emit(commitmentEvent(reserved, reserved.commitment), ...thresholdEvents(reserved));
  const { commitment, isOver } = reserved;
  return { type: 'BudgetReserved' as const, commitment, line: reserved.line, isOver };
}

/** What a service reserved for a matter of its own ends with that matter, and by nobody's hand. */
const FOR_SERVICES: Problem = { path: 'forId', message: 'is for services alone, which end it with what it is for' };

/** Speaks for an amount on the line that counts it, under the line's lock: however many ask at once, a line under STOP never goes below nothing. */
export async function reserveBudget(context: Context, input: ReserveBudgetInput) {
  const amount = amountOf('amount', input.amount);
  const problems: Problem[] = [
    ...(isProblem(amount) ? [amount] : []),
    ...(input.forId == null || context.actor.role === 'SERVICE' ? [] : [FOR_SERVICES]),
    ...(input.because == null ? [] : problemsOfReason('because', input.because)),
  ];
  if (isProblem(amount) || problems.length > 0) return invalidInput(problems);
  const month = monthOf(reportingDay(input.at ?? context.now(), reportingZone(context.config)));
  const wanted = { category: input.category, siteId: input.siteId ?? null, month, currency: amount.currency };
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'reserveBudget', input), () =>
      reserveOn(context, tx, { wanted, minor: amount.minor, input }),
    ),
  );
}

type EndInput = ReleaseBudgetInput | SettleBudgetInput;

/** The one way in which a commitment ends: its line's lock, a decision, one entry. A budget that is frozen or closed lets it end all the same. */
function endCommitment(
  context: Context,
  { operation, input }: { readonly operation: string; readonly input: EndInput },
  decide: (held: Held, entryId: string) => Ended | BudgetCommitmentEnded | InvalidInput,
): Promise<Ended | BudgetCommitmentEnded | InvalidInput | NotFound | IdempotencyKeyReused> {
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, operation, input), async () => {
      const found = await findCommitment(context, tx.manager, input.commitmentId);
      if (!found) return notFound(input.commitmentId);
      if (found.forId !== null && context.actor.role !== 'SERVICE')
        return wrong('commitmentId', `ends with what it is for, ${found.forId}`);
      const line = await lockLine(tx.manager, found.lineId);
      // Read again under the lock: another may have ended it meanwhile.
      const commitment = (await findCommitment(context, tx.manager, found.id)) as BudgetCommitment;
      const ended = decide({ line, commitment }, context.newId('cost'));
      if (ended.type !== 'Ended') return ended;
      await saveCommitment(tx.manager, ended.commitment);
      await saveEntry(tx.manager, ended.line, ended.entry);
      tx.emit(commitmentEvent(ended, ended.commitment), ...thresholdEvents(ended));
      return ended;
    }),
  );
}

/** Frees what was spoken for. */
export async function releaseBudget(context: Context, input: ReleaseBudgetInput) {
  const problems = problemsOfReason('because', input.because);
  if (problems.length > 0) return invalidInput(problems);
  const ended = await endCommitment(context, { operation: 'releaseBudget', input }, (held, entryId) =>
    release(held, { entryId, because: input.because.trim() }, entryHand(context)),
  );
  return ended.type === 'Ended' ? { ...ended, type: 'BudgetReleased' as const } : ended;
}

/** Turns what was spoken for into what was spent. */
export async function settleBudget(context: Context, input: SettleBudgetInput) {
  const amount = input.amount ? amountOrNothingOf('amount', input.amount) : null;
  if (isProblem(amount)) return invalidInput([amount]);
  const ended = await endCommitment(context, { operation: 'settleBudget', input }, (held, entryId) => {
    if (amount && amount.currency !== held.line.currency) return wrong('amount', `is not in ${held.line.currency}`);
    return settle(held, { entryId, minor: amount?.minor }, entryHand(context));
  });
  return ended.type === 'Ended' ? { ...ended, type: 'BudgetSettled' as const } : ended;
}

/** Reads an amount of either sign that is not nothing. */
function signedAmount(path: string, given: { readonly amount: string; readonly currency: string }) {
  try {
    const read = moneyOf(given.amount, given.currency);
    return read.minor === 0n ? { path, message: 'must not be nothing' } : read;
  } catch (error) {
    if (error instanceof InvalidMoney) return { path, message: `cannot be taken: ${error.message}` };
    throw error;
  }
}

/** Enters what was spent, or came back, beside any commitment. */
export async function correctBudgetLine(context: Context, input: CorrectBudgetLineInput) {
  const amount = signedAmount('amount', input.amount);
  const problems = [...(isProblem(amount) ? [amount] : []), ...problemsOfReason('because', input.because)];
  if (isProblem(amount) || problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'correctBudgetLine', input), async () => {
      const found = await findLine(tx.manager, context.actor, input.lineId);
      const budget = found && (await lockBudget(tx.manager, found.budgetId, 'SPEND'));
      if (!budget) return notFound(input.lineId);
      if (budget.status === 'CLOSED') return { type: 'BudgetIsElsewhere' as const, budget };
      if (amount.currency !== budget.currency) return wrong('amount', `is not in ${budget.currency}`);
      const line = await lockLine(tx.manager, input.lineId);
      const what = { entryId: context.newId('cost'), minor: amount.minor, because: input.because.trim() };
      const corrected = correct(line, what, entryHand(context));
      await saveEntry(tx.manager, corrected.line, corrected.entry);
      tx.emit(...thresholdEvents(corrected));
      return { type: 'BudgetLineCorrected' as const, line: corrected.line, entry: corrected.entry };
    }),
  );
}
