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
import type { ApproveReturnInput, AuthoriseReturnInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import { findPurchase, linesOfPurchase } from '../purchase-copy/purchase-copy.store.ts';
import { askPolicy, findTable, RETURN_TABLE, type NoAnswer } from './asking-policy.commands.ts';
import { changeReturn, changingReturns, type Held } from './changing.commands.ts';
import { takeReturnStep } from './goods.ts';
import { latestDecisions, outcomeOfLines } from './paperwork.ts';
import { factsOfLine, type PolicyFact } from './requesting.ts';
import { authorisedEvent, notAuthorisedEvent } from './return-events.ts';
import { findReturn, saveReturn, wholeReturns } from './return-case.store.ts';
import type {
  IllegalReturnStep,
  OwnReturnRequest,
  PolicyUnanswered,
  ReturnAuthorised,
  ReturnCase,
  ReturnDecision,
  ReturnNotAuthorised,
  WholeReturn,
} from './return-case.ts';
import { repairsOf } from './returnable.store.ts';

/** What can come of asking policy. */
export type AuthoriseReturnOutcome =
  | ReturnAuthorised
  | ReturnNotAuthorised
  | PolicyUnanswered
  | IllegalReturnStep
  | NotFound
  | StaleVersion<ReturnCase>
  | InvalidInput;

/** What policy is told of each line of a return, by line. */
async function factsOf(context: Context, whole: WholeReturn): Promise<Map<string, PolicyFact[]>> {
  const { manager } = context.db;
  const { return: asked, lines } = whole;
  const purchase = await findPurchase(manager, asked.purchaseId);
  const goods = new Map((await linesOfPurchase(manager, asked.purchaseId)).map((each) => [each.id, each]));
  const repairs = await repairsOf(
    manager,
    lines.map(({ purchaseLineId }) => purchaseLineId),
  );
  return new Map(
    lines.map((line) => {
      const bought = goods.get(line.purchaseLineId);
      if (!purchase || !bought) throw new Error(`The purchase of ${asked.id} is not there`);
      const others = (repairs.get(line.purchaseLineId) ?? []).filter(({ returnId }) => returnId !== asked.id);
      return [line.id, factsOfLine({ return: asked, line, purchase, goods: bought, repairs: others })];
    }),
  );
}

/** Asks policy about every line. Nothing is locked meanwhile. */
async function decideLines(context: Context, whole: WholeReturn): Promise<ReturnDecision[] | NoAnswer> {
  const returnVersion = whole.return.version + 1;
  const { id: returnId, caseId, customerId } = whole.return;
  const tableId = await findTable(context, RETURN_TABLE);
  if (typeof tableId !== 'string') return tableId;
  const decisions: ReturnDecision[] = [];
  for (const [lineId, facts] of await factsOf(context, whole)) {
    const answer = await askPolicy(context, { tableId, facts, caseId, customerId });
    if ('unanswered' in answer) return answer;
    const { outcome, clauses, requiredDocuments } = answer;
    decisions.push({
      ...{ id: context.newId('retd'), returnId, lineId, decisionId: answer.id, outcome, clauses, requiredDocuments },
      policyVersionIds: answer.policyVersions.map(({ id }) => id),
      missingFacts: answer.missingFacts.map(({ field }) => field),
      at: new Date(answer.decidedAt),
      returnVersion,
    });
  }
  return decisions;
}

async function takeDecisions(
  context: Context,
  tx: Transaction,
  { whole, about }: Held,
  decisions: readonly ReturnDecision[],
): Promise<ReturnAuthorised | ReturnNotAuthorised | IllegalReturnStep> {
  const outcome = outcomeOfLines(decisions);
  const step = takeReturnStep(whole, 'AUTHORISE');
  if ('type' in step) return step;
  const changed: ReturnCase = outcome === 'ALLOW' ? step : { ...step, status: whole.return.status };
  await saveReturn(tx.manager, changed, { decisions });
  const all = { ...whole, return: changed, decisions: [...decisions, ...whole.decisions] };
  const told = { whole: all, about, at: context.now() };
  if (outcome === 'ALLOW') {
    tx.emit(authorisedEvent(told));
    return { type: 'ReturnAuthorised', return: changed };
  }
  tx.emit(notAuthorisedEvent(told, outcome, decisions));
  return { type: 'ReturnNotAuthorised', return: changed, outcome, decisions };
}

/** Asks policy whether the goods may come back, and records what it says of each line. */
export async function authoriseReturn(context: Context, input: AuthoriseReturnInput): Promise<AuthoriseReturnOutcome> {
  const { manager } = context.db;
  const seen = await findReturn(manager, context.actor, input.returnId);
  const whole = seen && (await wholeReturns(manager, [seen])).get(seen.id);
  if (!whole) return notFound(input.returnId);
  const { version } = whole.return;
  if (input.expectedVersion && input.expectedVersion !== version)
    return staleVersion(input.expectedVersion, whole.return);
  const illegal = takeReturnStep(whole, 'AUTHORISE');
  if ('type' in illegal) return illegal;
  const decisions = await decideLines(context, whole);
  if ('unanswered' in decisions) return { type: 'PolicyUnanswered', detail: decisions.unanswered };
  // What policy was told must still hold: a return that changed meanwhile is to be asked about again.
  return changingReturns(context, (tx) =>
    changeReturn(context, tx, { returnId: input.returnId, expectedVersion: version }, (held) =>
      takeDecisions(context, tx, held, decisions),
    ),
  );
}

/** What can come of approving a return. */
export type ApproveReturnOutcome =
  | ReturnAuthorised
  | ReturnNotAuthorised
  | OwnReturnRequest
  | IllegalReturnStep
  | NotFound
  | StaleVersion<ReturnCase>
  | InvalidInput;

/** Lets goods come back where policy leaves it to somebody else than whoever requested it. */
export async function approveReturn(context: Context, input: ApproveReturnInput): Promise<ApproveReturnOutcome> {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const { subject } = context.actor;
  return changingReturns(context, (tx) =>
    changeReturn<ApproveReturnOutcome>(context, tx, input, async ({ whole, about }) => {
      const approval = { approvalReason: input.reason.trim(), approvedBy: subject };
      const changed = takeReturnStep(whole, 'AUTHORISE', approval);
      if ('type' in changed) return changed;
      const decisions = latestDecisions(whole.decisions);
      const outcome = outcomeOfLines(decisions);
      if (outcome !== 'NEEDS_APPROVAL')
        return { type: 'ReturnNotAuthorised', return: whole.return, outcome, decisions };
      if (whole.return.requestedBy === subject) return { type: 'OwnReturnRequest', return: whole.return };
      await saveReturn(tx.manager, changed);
      tx.emit(authorisedEvent({ whole: { ...whole, return: changed }, about, at: context.now() }));
      return { type: 'ReturnAuthorised', return: changed };
    }),
  );
}
