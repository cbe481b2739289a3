import { invalidInput, notFound, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { rootsOf, type Context } from '@courtesy/subgraph';
import type {
  CancelReturnInput,
  RecordReturnDocumentInput,
  RejectReturnInput,
  RequestReturnInput,
} from '@courtesy/graph-types/cases';
import { isUnended, MAX_REASON, problemWithNote, problemWithText, type Case } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import type { PurchaseCopy, PurchaseLineCopy } from '../purchase-copy/purchase-copy.ts';
import { findPurchase, lockPurchaseLines } from '../purchase-copy/purchase-copy.store.ts';
import { changeReturn, changingReturns, newEntries } from './changing.commands.ts';
import { openQuantities, takeReturnStep } from './goods.ts';
import { daysOfRequest, notReturnable, problemsOfRequest } from './requesting.ts';
import { cancelledEvent, documentEvent, rejectedEvents, requestedEvent } from './return-events.ts';
import { addReturn, saveReturn } from './return-case.store.ts';
import type {
  IllegalReturnStep,
  QuantityNotReturnable,
  ReturnCancelled,
  ReturnCase,
  ReturnDocumentRecorded,
  ReturnLine,
  ReturnRejected,
  ReturnRequested,
  WholeReturn,
} from './return-case.ts';
import { returnableOf } from './returnable.store.ts';

/** What can come of requesting a return. */
export type RequestReturnOutcome =
  ReturnRequested | QuantityNotReturnable | NotFound | InvalidInput | IdempotencyKeyReused;

function newLines(
  context: Context,
  input: RequestReturnInput,
  returnId: string,
  goods: ReadonlyMap<string, PurchaseLineCopy>,
): ReturnLine[] {
  return input.lines.map((line, place) => ({
    ...{ id: context.newId('retl'), returnId, purchaseLineId: line.purchaseLineId, place },
    name: goods.get(line.purchaseLineId)?.name ?? '',
    ...{ quantity: line.quantity, condition: line.condition, faulty: line.faulty },
    fault: line.fault?.trim() || null,
  }));
}

interface Wanted {
  readonly about: Case;
  readonly purchase: PurchaseCopy;
}

/** Locks the lines of the purchase, so that no two returns ask for the same goods, and records the return. */
async function request(
  context: Context,
  tx: Transaction,
  input: RequestReturnInput,
  { about, purchase }: Wanted,
): Promise<RequestReturnOutcome> {
  const ids = input.lines.map((line) => line.purchaseLineId);
  const goods = await lockPurchaseLines(tx.manager, ids);
  const ofPurchase = new Map(goods.filter((each) => each.purchaseId === purchase.id).map((each) => [each.id, each]));
  const stranger = ids.find((id) => !ofPurchase.has(id));
  if (stranger) return notFound(stranger);
  const tooMany = notReturnable(input.lines, await returnableOf(tx.manager, ids));
  if (tooMany) return tooMany;
  const { heldSince, requestedOn, problems } = daysOfRequest(input, purchase, context.now());
  if (problems.length > 0) return invalidInput(problems);
  const asked: ReturnCase = {
    ...{ id: context.newId('retn'), caseId: about.id, customerId: about.customerId, purchaseId: purchase.id },
    ...{ status: 'REQUESTED', wish: input.wish, proof: input.proof, heldSince, requestedOn },
    ...{ requestedAt: context.now(), requestedBy: context.actor.subject },
    ...{ approvalReason: null, approvedBy: null, reason: null, version: 1 },
  };
  const lines = newLines(context, input, asked.id, ofPurchase);
  const whole: WholeReturn = { return: asked, lines, decisions: [], entries: [], documents: [] };
  await addReturn(tx.manager, whole);
  tx.emit(requestedEvent({ whole, about, at: context.now() }));
  return { type: 'ReturnRequested', return: asked };
}

/** Records that a customer wants to return goods. */
export async function requestReturn(context: Context, input: RequestReturnInput): Promise<RequestReturnOutcome> {
  const { db, actor } = context;
  const now = context.now();
  const problems = problemsOfRequest(input, now);
  if (problems.length > 0) return invalidInput(problems);
  const { idempotencyKey: key } = input;
  return db.transaction((tx) =>
    once(tx, { key, operation: 'requestReturn', subject: actor.subject, input, now }, async () => {
      const about = await lockCase(tx.manager, actor, input.caseId);
      if (!about) return notFound(input.caseId);
      if (!isUnended(about.status))
        return invalidInput([
          { path: 'caseId', message: 'names a case that has ended; take it up again, or open one' },
        ]);
      const purchase = await findPurchase(tx.manager, input.purchaseId);
      if (!purchase) return notFound(input.purchaseId);
      const [buyer, bringer] = await rootsOf(tx.manager, [purchase.customerId, about.customerId]);
      if (buyer !== bringer) return notFound(input.purchaseId);
      return request(context, tx, input, { about, purchase });
    }),
  );
}

const problemsOfReason = (reason: string) => {
  const problem = problemWithText('reason', reason, MAX_REASON);
  return problem ? [problem] : [];
};

/** What can come of rejecting a return. */
export type RejectReturnOutcome =
  ReturnRejected | IllegalReturnStep | NotFound | StaleVersion<ReturnCase> | InvalidInput;

/** Ends a return: nothing more is given for the goods. */
export async function rejectReturn(context: Context, input: RejectReturnInput): Promise<RejectReturnOutcome> {
  const problems = problemsOfReason(input.reason);
  if (problems.length > 0) return invalidInput(problems);
  return changingReturns(context, (tx) =>
    changeReturn(context, tx, input, async (held): Promise<ReturnRejected | IllegalReturnStep> => {
      const { about } = held;
      const added = newEntries(context, held, 'REJECTED', openQuantities(held.whole));
      const entries = [...held.whole.entries, ...added];
      const changed = takeReturnStep({ ...held.whole, entries }, 'REJECT', { reason: input.reason });
      if ('type' in changed) return changed;
      await saveReturn(tx.manager, changed, { entries: added });
      const whole = { ...held.whole, return: changed, entries };
      tx.emit(...rejectedEvents({ whole, about, at: context.now() }, input.reason));
      return { type: 'ReturnRejected', return: changed };
    }),
  );
}

/** What can come of cancelling a return. */
export type CancelReturnOutcome =
  ReturnCancelled | IllegalReturnStep | NotFound | StaleVersion<ReturnCase> | InvalidInput;

/** Ends a return of which nothing has come back. */
export async function cancelReturn(context: Context, input: CancelReturnInput): Promise<CancelReturnOutcome> {
  const problems = problemsOfReason(input.reason);
  if (problems.length > 0) return invalidInput(problems);
  return changingReturns(context, (tx) =>
    changeReturn(context, tx, input, async ({ whole, about }): Promise<ReturnCancelled | IllegalReturnStep> => {
      const changed = takeReturnStep(whole, 'CANCEL', { reason: input.reason });
      if ('type' in changed) return changed;
      await saveReturn(tx.manager, changed);
      tx.emit(cancelledEvent({ whole: { ...whole, return: changed }, about, at: context.now() }, input.reason));
      return { type: 'ReturnCancelled', return: changed };
    }),
  );
}

/** What can come of recording a document. */
export type RecordReturnDocumentOutcome = ReturnDocumentRecorded | IllegalReturnStep | NotFound | InvalidInput;

const MAX_DOCUMENT = 100;
const MAX_REFERENCE = 300;

/** Records a document that came with a return. One that is on record is left as it is. */
export async function recordReturnDocument(
  context: Context,
  input: RecordReturnDocumentInput,
): Promise<RecordReturnDocumentOutcome> {
  const { returnId, reference } = input;
  const problems = [
    problemWithText('document', input.document, MAX_DOCUMENT),
    reference ? problemWithNote('reference', reference, MAX_REFERENCE) : null,
  ].filter((each) => each !== null);
  if (problems.length > 0) return invalidInput(problems);
  const document = input.document.trim();
  const outcome = await changingReturns(context, (tx) =>
    changeReturn(context, tx, { returnId }, async ({ whole, about }) => {
      const known = whole.documents.some((each) => each.document === document);
      if (known) return { type: 'ReturnDocumentRecorded' as const, return: whole.return };
      const changed = takeReturnStep(whole, 'RECORD_DOCUMENT');
      if ('type' in changed) return changed;
      const record = { recordedAt: context.now(), recordedBy: context.actor.subject };
      const added = { id: context.newId('retd'), returnId, document, reference: reference?.trim() || null, ...record };
      await saveReturn(tx.manager, changed, { documents: [added] });
      const documents = [...whole.documents, added];
      tx.emit(documentEvent({ whole: { ...whole, return: changed, documents }, about, at: context.now() }, document));
      return { type: 'ReturnDocumentRecorded' as const, return: changed };
    }),
  );
  // Nobody said which version they read, so none can be stale.
  if (outcome.type === 'StaleVersion') throw new Error('A version was compared that nobody gave');
  return outcome;
}
