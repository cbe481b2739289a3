import { invalidInput, type InvalidInput, type NotFound, type Problem, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  InspectReturnInput,
  ReceiveReturnInput,
  RepairReturnInput,
  ReplaceReturnInput,
} from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithNote } from '../case/case.ts';
import { changeReturn, changingReturns, newEntries, type Held } from './changing.commands.ts';
import { exceeded, takeReturnStep, type Quantity } from './goods.ts';
import { missingDocuments } from './paperwork.ts';
import { dayOf, problemsOfQuantities } from './requesting.ts';
import { inspectedEvent, receivedEvent, settledEvents, type Settled } from './return-events.ts';
import { saveReturn } from './return-case.store.ts';
import type {
  IllegalReturnStep,
  PaperworkMissing,
  QuantityExceeded,
  ReturnCase,
  ReturnEntry,
  ReturnInspected,
  ReturnReceived,
  ReturnRepaired,
  ReturnReplaced,
} from './return-case.ts';

type Refusal =
  QuantityExceeded | IllegalReturnStep | NotFound | StaleVersion<ReturnCase> | InvalidInput | IdempotencyKeyReused;

/** What can come of recording goods that came back. */
export type ReceiveReturnOutcome = ReturnReceived | Refusal;
/** What can come of recording what was found of them. */
export type InspectReturnOutcome = ReturnInspected | Refusal;
/** What can come of replacing goods. */
export type ReplaceReturnOutcome = ReturnReplaced | PaperworkMissing | Refusal;
/** What can come of recording a repair. */
export type RepairReturnOutcome = ReturnRepaired | PaperworkMissing | Refusal;

/** Which return, from which version, under which key. */
export interface GoodsRequest {
  readonly returnId: string;
  readonly idempotencyKey?: string | null | undefined;
  readonly expectedVersion?: number | null | undefined;
}

/** Quantities by the key under which each may stand once. */
export const byLine = (lines: readonly Quantity[]) => lines.map(({ lineId: key, quantity }) => ({ key, quantity }));

/** A line that the return does not have; null when it has all of them. */
export function problemOfLines({ whole }: Held, path: string, wanted: readonly Quantity[]): Problem | null {
  const known = new Set(whole.lines.map(({ id }) => id));
  const at = wanted.findIndex(({ lineId }) => !known.has(lineId));
  return at < 0 ? null : { path: `${path}[${at}].lineId`, message: `"${wanted[at]?.lineId}" is no line of the return` };
}

/** Does `work` once per key on the return, within one transaction. */
export function changeOnce<O>(
  context: Context,
  operation: string,
  input: GoodsRequest,
  work: (tx: Transaction, held: Held) => Promise<O>,
): Promise<O | NotFound | StaleVersion<ReturnCase> | IdempotencyKeyReused> {
  const { idempotencyKey: key } = input;
  const request = { key, operation, subject: context.actor.subject, input, now: context.now() };
  return changingReturns(context, (tx) =>
    once(tx, request, () => changeReturn<O>(context, tx, input, (held) => work(tx, held))),
  );
}

/** Records goods that came back, never more than were asked for. */
export async function receiveReturn(context: Context, input: ReceiveReturnInput): Promise<ReceiveReturnOutcome> {
  const problems = problemsOfQuantities('lines', byLine(input.lines));
  if (problems.length > 0) return invalidInput(problems);
  return changeOnce<ReceiveReturnOutcome>(context, 'receiveReturn', input, async (tx, held) => {
    const changed = takeReturnStep(held.whole, 'RECEIVE');
    if ('type' in changed) return changed;
    const unknown = problemOfLines(held, 'lines', input.lines);
    if (unknown) return invalidInput([unknown]);
    const tooMany = exceeded(held.whole, 'RECEIVE', input.lines);
    if (tooMany) return tooMany;
    const entries = newEntries(context, held, 'RECEIVED', input.lines);
    await saveReturn(tx.manager, changed, { entries });
    const whole = { ...held.whole, return: changed, entries: [...held.whole.entries, ...entries] };
    tx.emit(receivedEvent({ whole, about: held.about, at: context.now() }, input.lines));
    return { type: 'ReturnReceived', return: changed };
  });
}

const problemsOfFindings = ({ goods }: InspectReturnInput): Problem[] => [
  // A line may be named again: of two kettles one may be damaged.
  ...problemsOfQuantities(
    'goods',
    goods.map(({ quantity }, i) => ({ key: String(i), quantity })),
  ),
  ...goods.flatMap(({ note }, i) => (note && problemWithNote(`goods[${i}].note`, note, MAX_REASON)) || []),
];

/** Records what was found of goods that came back. */
export async function inspectReturn(context: Context, input: InspectReturnInput): Promise<InspectReturnOutcome> {
  const problems = problemsOfFindings(input);
  if (problems.length > 0) return invalidInput(problems);
  return changeOnce<InspectReturnOutcome>(context, 'inspectReturn', input, async (tx, held) => {
    const unknown = problemOfLines(held, 'goods', input.goods);
    const tooMany = exceeded(held.whole, 'INSPECT', input.goods);
    const found = input.goods.map(({ note, ...each }) => ({ ...each, note: note?.trim() || null }));
    const entries = newEntries(context, held, 'INSPECTED', found);
    const all = { ...held.whole, entries: [...held.whole.entries, ...entries] };
    const changed = takeReturnStep(all, 'INSPECT');
    if ('type' in changed) return changed;
    if (unknown) return invalidInput([unknown]);
    if (tooMany) return tooMany;
    await saveReturn(tx.manager, changed, { entries });
    tx.emit(inspectedEvent({ whole: { ...all, return: changed }, about: held.about, at: context.now() }, entries));
    return { type: 'ReturnInspected', return: changed };
  });
}

/** What each remedy is asked for by. */
const verbOf = { REFUNDED: 'REFUND', REPLACED: 'REPLACE', REPAIRED: 'REPAIR' } as const;

/** Something to be given for goods. */
export interface Settlement extends Settled {
  readonly handedBackOn?: string;
}

/** Why nothing may be given for goods of a return. */
export type SettlementRefused = PaperworkMissing | QuantityExceeded | IllegalReturnStep | InvalidInput;

/** Why goods of a return may not be settled so; null when they may. Nothing is given twice, and nothing while documents are missing. */
export function settlementRefused(held: Held, { remedy, quantities }: Settlement): SettlementRefused | null {
  const verb = verbOf[remedy];
  const { whole } = held;
  const step = takeReturnStep(whole, verb);
  if ('type' in step) return step;
  const unknown = problemOfLines(held, 'lines', quantities);
  if (unknown) return invalidInput([unknown]);
  const tooMany = exceeded(whole, verb, quantities);
  if (tooMany) return tooMany;
  const missing = missingDocuments(whole.decisions, whole.documents);
  return missing.length > 0 ? { type: 'PaperworkMissing', return: whole.return, missing } : null;
}

/** Records what was given for goods, and ends the return once something was given for all that came back. */
export async function settle(
  context: Context,
  tx: Transaction,
  held: Held,
  settlement: Settlement,
): Promise<ReturnCase | SettlementRefused> {
  const refused = settlementRefused(held, settlement);
  if (refused) return refused;
  const { remedy, quantities, reference, handedBackOn = null } = settlement;
  const goods: (Quantity & Partial<ReturnEntry>)[] = quantities.map((each) => ({ ...each, reference, handedBackOn }));
  const entries = newEntries(context, held, remedy, goods);
  const all = { ...held.whole, entries: [...held.whole.entries, ...entries] };
  const changed = takeReturnStep(all, verbOf[remedy]);
  if ('type' in changed) return changed;
  await saveReturn(tx.manager, changed, { entries });
  const told = { whole: { ...all, return: changed }, about: held.about, at: context.now() };
  tx.emit(...settledEvents(told, settlement));
  return changed;
}

const MAX_ORDER = 300;

/** Gives other goods for those that came back. */
export async function replaceReturn(context: Context, input: ReplaceReturnInput): Promise<ReplaceReturnOutcome> {
  const problems = problemsOfQuantities('lines', byLine(input.lines));
  const order = input.replacementOrder?.trim() || null;
  const unfit = order && problemWithNote('replacementOrder', order, MAX_ORDER);
  if (unfit) problems.push(unfit);
  if (problems.length > 0) return invalidInput(problems);
  return changeOnce<ReplaceReturnOutcome>(context, 'replaceReturn', input, async (tx, held) => {
    const settlement = { remedy: 'REPLACED', quantities: input.lines, reference: order } as const;
    const settled = await settle(context, tx, held, settlement);
    return 'type' in settled ? settled : { type: 'ReturnReplaced', return: settled };
  });
}

/** Records that goods were repaired and handed back. */
export async function repairReturn(context: Context, input: RepairReturnInput): Promise<RepairReturnOutcome> {
  const today = dayOf(context.now());
  const handedBackOn = input.handedBackOn ?? today;
  const problems = problemsOfQuantities('lines', byLine(input.lines));
  if (handedBackOn > today) problems.push({ path: 'handedBackOn', message: 'lies in the future' });
  if (problems.length > 0) return invalidInput(problems);
  return changeOnce<RepairReturnOutcome>(context, 'repairReturn', input, async (tx, held) => {
    const { requestedOn } = held.whole.return;
    if (handedBackOn < requestedOn)
      return invalidInput([{ path: 'handedBackOn', message: `lies before the customer asked, on ${requestedOn}` }]);
    const settlement = { remedy: 'REPAIRED', quantities: input.lines, reference: null, handedBackOn } as const;
    const settled = await settle(context, tx, held, settlement);
    return 'type' in settled ? settled : { type: 'ReturnRepaired', return: settled };
  });
}
