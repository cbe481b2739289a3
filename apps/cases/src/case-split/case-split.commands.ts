import { invalidInput, isIdOf, notFound, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { SplitCaseInput, UndoSplitInput } from '@courtesy/graph-types/cases';
import {
  isUnended,
  MAX_REASON,
  MAX_SUBJECT,
  problemWithText,
  type Case,
  type IllegalCaseTransition,
} from '../case/case.ts';
import { mergeInto } from '../case-merge/case-merge.commands.ts';
import type { CannotMerge, Undoing } from '../case-merge/case-merge.ts';
import { casesSeen, lockChains, whileChainsHold } from '../case-merge/family.store.ts';
import { beginningWith, parting } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import type { Interaction } from '../interaction/interaction.ts';
import {
  MAX_SPLIT,
  type CannotSplit,
  type CaseSplit,
  type CaseSplitOff,
  type CaseSplitUndone,
  type SplitAlreadyUndone,
} from './case-split.ts';
import { addSplit, addSplitUndoing, findSplit } from './case-split.store.ts';
import { contactsStandingWith, moveHomes, restoreHomes, wentOn } from './contact-home.store.ts';
import { openBeside, takenOver } from './open-beside.commands.ts';

/** What can come of splitting a case. */
export type SplitCaseOutcome = CaseSplitOff | CannotSplit | NotFound | InvalidInput | IdempotencyKeyReused;

function problemsOfSplit({ contactIds, subject, reason }: SplitCaseInput): Problem[] {
  const problems = [
    problemWithText('subject', subject, MAX_SUBJECT),
    problemWithText('reason', reason, MAX_REASON),
  ].filter((each) => each !== null);
  if (contactIds.length === 0 || contactIds.length > MAX_SPLIT)
    problems.push({ path: 'contactIds', message: `has ${contactIds.length} contacts; name 1 to ${MAX_SPLIT}` });
  if (new Set(contactIds).size < contactIds.length)
    problems.push({ path: 'contactIds', message: 'names a contact twice; name it once' });
  for (const [i, id] of contactIds.entries())
    if (!isIdOf('intr', id)) problems.push({ path: `contactIds[${i}]`, message: `"${id}" is not the id of a contact` });
  return problems;
}

const splitEvent = (split: CaseSplit, made: Case): NewEvent => ({
  ...{ type: 'courtesy.case.split.v1', subject: made.id, sequence: made.version, time: split.at },
  data: {
    ...{ splitId: split.id, originId: split.originId, customerId: made.customerId },
    ...{ contactIds: [...split.contactIds], at: split.at.toISOString(), reason: split.reason },
  },
});

/** Makes a case of contacts; it begins when the earliest of them was, so that nobody's wait begins again. */
async function makeOf(
  context: Context,
  tx: Transaction,
  { origin, contacts }: { readonly origin: Case; readonly contacts: readonly Interaction[] },
  input: SplitCaseInput,
): Promise<CaseSplitOff> {
  const [first] = contacts;
  const opened = await openBeside(context, tx, {
    ...takenOver(origin),
    ...(input.type && { type: input.type }),
    ...{ channel: first?.channel ?? origin.channel, subject: input.subject },
    openedAt: first?.occurredAt ?? context.now(),
  });
  const { actor } = context;
  const split: CaseSplit = {
    ...{ id: context.newId('cspl'), originId: origin.id, caseId: opened.id, reason: input.reason },
    ...{ contactIds: contacts.map(({ id }) => id).sort(), splitBy: actor.subject, personId: actor.personId ?? null },
    ...{ at: context.now(), undone: null },
  };
  await addSplit(tx.manager, split);
  await moveHomes(tx.manager, split, split.contactIds);
  tx.emit(splitEvent(split, opened));
  const left = { id: split.id, at: split.at, contacts: split.contactIds };
  await moveClocks(context, tx, [beginningWith(opened, contacts), parting(origin, left)]);
  return { type: 'CaseSplitOff', split, case: opened };
}

async function split(context: Context, tx: Transaction, input: SplitCaseInput): Promise<SplitCaseOutcome> {
  await lockChains(tx.manager, [input.caseId]);
  const [origin] = await casesSeen(tx.manager, context.actor, [input.caseId]);
  if (!origin) return notFound(input.caseId);
  if (!isUnended(origin.status)) return { type: 'CannotSplit', reason: 'CASE_ENDED', case: origin };
  const contacts = await contactsStandingWith(tx.manager, origin.id, input.contactIds);
  if (contacts.length < input.contactIds.length)
    return { type: 'CannotSplit', reason: 'CONTACT_ELSEWHERE', case: origin };
  return makeOf(context, tx, { origin, contacts }, input);
}

/** Makes a case of its own of chosen contacts of another one. */
export async function splitCase(context: Context, input: SplitCaseInput): Promise<SplitCaseOutcome> {
  const problems = problemsOfSplit(input);
  if (problems.length > 0) return invalidInput(problems);
  const { db, actor } = context;
  const request = {
    ...{ key: input.idempotencyKey, operation: 'splitCase', subject: actor.subject, input, now: context.now() },
  };
  return whileChainsHold(() =>
    db.transaction((tx) => once<SplitCaseOutcome>(tx, request, () => split(context, tx, input))),
  );
}

/** What can come of undoing a split. */
export type UndoSplitOutcome =
  | CaseSplitUndone
  | SplitAlreadyUndone
  | CannotSplit
  | CannotMerge
  | IllegalCaseTransition
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;

const undoneEvent = (split: CaseSplit, made: Case, undone: Undoing & { readonly mergeId: string }): NewEvent => ({
  ...{ type: 'courtesy.case.split-undone.v1', subject: made.id, sequence: made.version + 1, time: undone.at },
  data: {
    ...{ splitId: split.id, originId: split.originId, customerId: made.customerId, mergeId: undone.mergeId },
    ...{ at: undone.at.toISOString(), reason: undone.reason },
  },
});

async function takeBack(context: Context, tx: Transaction, input: UndoSplitInput): Promise<UndoSplitOutcome> {
  const { actor } = context;
  const known = await findSplit(tx.manager, input.splitId);
  const [made] = known ? await casesSeen(tx.manager, actor, [known.caseId]) : [];
  if (!known || !made) return notFound(input.splitId);
  await lockChains(tx.manager, [known.originId, known.caseId]);
  // Read again under the locks: another may have undone it in the meantime.
  const found = (await findSplit(tx.manager, input.splitId)) ?? known;
  if (found.undone) return { type: 'SplitAlreadyUndone', split: found };
  if (await wentOn(tx.manager, found.id)) return { type: 'CannotSplit', reason: 'CONTACT_WENT_ON', case: made };
  const merging = { survivorId: found.originId, mergedIds: [found.caseId], reason: input.reason };
  const merged = await mergeInto(context, tx, merging);
  if (merged.type !== 'CasesMerged') return merged;
  await restoreHomes(tx.manager, found.id);
  const undone: Undoing = {
    ...{ reason: input.reason, by: actor.subject, personId: actor.personId ?? null, at: context.now() },
  };
  const mergeId = merged.merge.id;
  await addSplitUndoing(tx.manager, { ...undone, splitId: found.id, mergeId });
  tx.emit(undoneEvent(found, made, { ...undone, mergeId }));
  return { type: 'CaseSplitUndone', split: { ...found, undone } };
}

/** Lets the contacts of a split stand where they stood, and merges the case that was made of them into the one they came from. */
export async function undoSplit(context: Context, input: UndoSplitInput): Promise<UndoSplitOutcome> {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const { db, actor } = context;
  const request = {
    ...{ key: input.idempotencyKey, operation: 'undoSplit', subject: actor.subject, input, now: context.now() },
  };
  return whileChainsHold(() =>
    db.transaction((tx) => once<UndoSplitOutcome>(tx, request, () => takeBack(context, tx, input))),
  );
}
