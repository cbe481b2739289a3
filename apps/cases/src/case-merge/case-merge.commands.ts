import { invalidInput, isIdOf, notFound, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { rootsOf, type Context } from '@courtesy/subgraph';
import type { MergeCasesInput, UndoMergeInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText, type Case, type IllegalCaseTransition } from '../case/case.ts';
import { moveCases } from '../case/move.commands.ts';
import { hasMoved, type CaseMove } from '../case/move.ts';
import { joining, parting } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import {
  MAX_MERGED,
  refusalOfMerge,
  type CannotMerge,
  type CaseMerge,
  type CaseMergeUndone,
  type CasesMerged,
  type MergeAlreadyUndone,
  type Undoing,
} from './case-merge.ts';
import { addMerge, addMergeUndoing, contactIdsOf, findMerge } from './case-merge.store.ts';
import { casesSeen, holdersOf, joinChains, lockChains, partChains, whileChainsHold } from './family.store.ts';

/** What can come of merging cases. */
export type MergeCasesOutcome =
  CasesMerged | CannotMerge | IllegalCaseTransition | NotFound | InvalidInput | IdempotencyKeyReused;

function problemsOfMerge({ survivorId, mergedIds, reason }: MergeCasesInput): Problem[] {
  const problems = [problemWithText('reason', reason, MAX_REASON)].filter((each) => each !== null);
  if (mergedIds.length === 0 || mergedIds.length > MAX_MERGED)
    problems.push({ path: 'mergedIds', message: `has ${mergedIds.length} cases; name 1 to ${MAX_MERGED}` });
  if (new Set(mergedIds).size < mergedIds.length)
    problems.push({ path: 'mergedIds', message: 'names a case twice; name it once' });
  const named = [['survivorId', survivorId] as const, ...mergedIds.map((id, i) => [`mergedIds[${i}]`, id] as const)];
  for (const [path, id] of named)
    if (!isIdOf('case', id)) problems.push({ path, message: `"${id}" is not the id of a case` });
  return problems;
}

/** Takes one step with each of these cases, of which the caller has made sure that they can take it. */
async function moveAll(context: Context, tx: Transaction, moves: readonly CaseMove<'MERGE' | 'UNMERGE'>[]) {
  const outcomes = await moveCases(context, tx, moves);
  const refused = outcomes.find((outcome) => !hasMoved(outcome));
  if (refused) throw new Error(`A case did not move although it could: ${refused.type}`);
}

/** What is to be merged, as the caller of {@link mergeInto} has named it. */
export interface Merging {
  /** The case to go on in, or one merged into it. */
  readonly survivorId: string;
  readonly mergedIds: readonly string[];
  readonly reason: string;
}

/** Merges cases within the caller's transaction, which {@link whileChainsHold} must be able to begin again. */
export async function mergeInto(
  context: Context,
  tx: Transaction,
  { survivorId, mergedIds, reason }: Merging,
): Promise<CasesMerged | CannotMerge | IllegalCaseTransition | NotFound> {
  const { actor } = context;
  const ends = await lockChains(tx.manager, [survivorId, ...mergedIds]);
  const end = ends.get(survivorId) ?? survivorId;
  const seen = await casesSeen(tx.manager, actor, [end, survivorId, ...mergedIds]);
  const known = new Map(seen.map((each) => [each.id, each]));
  const missing = [survivorId, ...mergedIds].find((id) => !known.has(id));
  const survivor = known.get(end);
  if (missing !== undefined || !survivor) return notFound(missing ?? survivorId);
  const merged = mergedIds.map((id) => known.get(id)).filter((each): each is Case => each !== undefined);
  const about = { id: context.newId('cmrg'), reason, at: context.now() };
  const customers = [survivor, ...merged].map(({ customerId }) => customerId);
  const roots = await rootsOf(tx.manager, customers);
  const rootOf = (id: string) => roots[customers.indexOf(id)] ?? id;
  const refused = refusalOfMerge(survivor, merged, { ...about, rootOf });
  if (refused) return refused;
  const merge: CaseMerge = {
    ...{ ...about, survivorId: survivor.id, mergedBy: actor.subject, personId: actor.personId ?? null, undone: null },
    merged: merged
      .map(({ id, status, statusReason }) => ({ caseId: id, status, statusReason }))
      .sort((a, b) => (a.caseId < b.caseId ? -1 : 1)),
  };
  await addMerge(tx.manager, merge, context.newId);
  const into = { survivorId: survivor.id, mergeId: merge.id };
  await moveAll(
    context,
    tx,
    mergedIds.map((caseId) => ({ caseId, step: { verb: 'MERGE', reason, into } })),
  );
  await joinChains(tx.manager, { caseIds: mergedIds, ...into });
  await moveClocks(context, tx, [joining(survivor, merge)]);
  return { type: 'CasesMerged', merge, survivor };
}

/** Continues cases of one customer within another one, until that is undone. */
export async function mergeCases(context: Context, input: MergeCasesInput): Promise<MergeCasesOutcome> {
  const problems = problemsOfMerge(input);
  if (problems.length > 0) return invalidInput(problems);
  const { db, actor } = context;
  const request = {
    ...{ key: input.idempotencyKey, operation: 'mergeCases', subject: actor.subject, input, now: context.now() },
  };
  return whileChainsHold(() =>
    db.transaction((tx) => once<MergeCasesOutcome>(tx, request, () => mergeInto(context, tx, input))),
  );
}

/** What can come of undoing a merge. */
export type UndoMergeOutcome = CaseMergeUndone | MergeAlreadyUndone | NotFound | InvalidInput | IdempotencyKeyReused;

async function part(context: Context, tx: Transaction, input: UndoMergeInput): Promise<UndoMergeOutcome> {
  const { actor } = context;
  const known = await findMerge(tx.manager, input.mergeId);
  const caseIds = known?.merged.map(({ caseId }) => caseId) ?? [];
  const seen = await casesSeen(tx.manager, actor, caseIds);
  if (!known || seen.length < caseIds.length) return notFound(input.mergeId);
  await lockChains(tx.manager, caseIds);
  // Read again under the locks: another may have undone it in the meantime.
  const merge = (await findMerge(tx.manager, input.mergeId)) ?? known;
  if (merge.undone) return { type: 'MergeAlreadyUndone', merge };
  const undone: Undoing = {
    ...{ reason: input.reason, by: actor.subject, personId: actor.personId ?? null, at: context.now() },
  };
  await addMergeUndoing(tx.manager, merge.id, undone);
  const contacts = await contactIdsOf(tx.manager, caseIds);
  const holders = await holdersOf(tx.manager, caseIds);
  await partChains(tx.manager, caseIds);
  const into = { survivorId: merge.survivorId, mergeId: merge.id };
  await moveAll(
    context,
    tx,
    merge.merged.map(({ caseId, ...before }) => ({
      caseId,
      step: { verb: 'UNMERGE', reason: input.reason, into, before },
    })),
  );
  const parted = { id: merge.id, at: undone.at, contacts };
  await moveClocks(
    context,
    tx,
    holders.map((holder) => parting(holder, parted)),
  );
  return { type: 'CaseMergeUndone', merge: { ...merge, undone } };
}

/** Lets the cases of a merge go their own way again, each from where it stood. What was said about them meanwhile goes with them. */
export async function undoMerge(context: Context, input: UndoMergeInput): Promise<UndoMergeOutcome> {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const { db, actor } = context;
  const request = {
    ...{ key: input.idempotencyKey, operation: 'undoMerge', subject: actor.subject, input, now: context.now() },
  };
  return whileChainsHold(() =>
    db.transaction((tx) => once<UndoMergeOutcome>(tx, request, () => part(context, tx, input))),
  );
}
