import { invalidInput, isIdOf, notFound, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ContinueCaseInput, LinkCasesInput, UnlinkCasesInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, MAX_SUBJECT, problemWithNote, problemWithText } from '../case/case.ts';
import { lockCase, lockCases } from '../case/case.store.ts';
import type { Undoing } from '../case-merge/case-merge.ts';
import { openBeside, takenOver } from '../case-split/open-beside.commands.ts';
import { opening } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import {
  isMutual,
  type CannotLink,
  type CaseContinued,
  type CaseLink,
  type CaseNotEnded,
  type CasesAlreadyLinked,
  type CasesLinked,
  type CasesUnlinked,
  type LinkAlreadyRemoved,
} from './case-link.ts';
import {
  addLink,
  addRemoval,
  closesRing,
  findLinkBetween,
  linksSeen,
  lockLinks,
  type Ends,
} from './case-link.store.ts';

const linkedEvent = (link: CaseLink): NewEvent => ({
  ...{ type: 'courtesy.case.linked.v1', subject: link.id, sequence: 1, time: link.at },
  data: { kind: link.kind, fromCaseId: link.fromId, toCaseId: link.toId, at: link.at.toISOString() },
});

const unlinkedEvent = (link: CaseLink, { at, reason }: Undoing): NewEvent => ({
  ...{ type: 'courtesy.case.unlinked.v1', subject: link.id, sequence: 2, time: at },
  data: { kind: link.kind, fromCaseId: link.fromId, toCaseId: link.toId, at: at.toISOString(), reason },
});

/** What can come of linking cases. */
export type LinkCasesOutcome =
  CasesLinked | CasesAlreadyLinked | CannotLink | NotFound | InvalidInput | IdempotencyKeyReused;

/** Links two cases, which the caller has seen to be there, within the caller's transaction. */
export async function linkWithin(
  context: Context,
  tx: Transaction,
  ends: Ends & { readonly note: string | null },
): Promise<CasesLinked> {
  const { actor } = context;
  const link: CaseLink = {
    ...{ id: context.newId('clnk'), kind: ends.kind, fromId: ends.fromId, toId: ends.toId, note: ends.note },
    ...{ linkedBy: actor.subject, personId: actor.personId ?? null, at: context.now(), removed: null },
  };
  await addLink(tx.manager, link);
  tx.emit(linkedEvent(link));
  return { type: 'CasesLinked', link };
}

async function link(context: Context, tx: Transaction, input: LinkCasesInput): Promise<LinkCasesOutcome> {
  const { kind, fromId, toId } = input;
  if (fromId === toId) return { type: 'CannotLink', reason: 'SAME_CASE', kind };
  await lockLinks(tx.manager, kind);
  const seen = new Set((await lockCases(tx.manager, context.actor, [fromId, toId])).map(({ id }) => id));
  const missing = [fromId, toId].find((id) => !seen.has(id));
  if (missing !== undefined) return notFound(missing);
  const known = await findLinkBetween(tx.manager, input);
  if (known) return { type: 'CasesAlreadyLinked', link: known };
  if (!isMutual(kind) && (await closesRing(tx.manager, input)))
    return { type: 'CannotLink', reason: 'WOULD_CLOSE_RING', kind };
  return linkWithin(context, tx, { kind, fromId, toId, note: input.note ?? null });
}

/** Puts on record that two cases have to do with one another. */
export async function linkCases(context: Context, input: LinkCasesInput): Promise<LinkCasesOutcome> {
  const problems: Problem[] = (['fromId', 'toId'] as const).flatMap((path) =>
    isIdOf('case', input[path]) ? [] : [{ path, message: `"${input[path]}" is not the id of a case` }],
  );
  const note = problemWithNote('note', input.note ?? '', MAX_REASON);
  if (note) problems.push(note);
  if (problems.length > 0) return invalidInput(problems);
  const { db, actor } = context;
  const request = {
    ...{ key: input.idempotencyKey, operation: 'linkCases', subject: actor.subject, input, now: context.now() },
  };
  return db.transaction((tx) => once<LinkCasesOutcome>(tx, request, () => link(context, tx, input)));
}

/** Takes a link away; that it was there stays on record. */
export async function unlinkCases(
  context: Context,
  { linkId, reason }: UnlinkCasesInput,
): Promise<CasesUnlinked | LinkAlreadyRemoved | NotFound | InvalidInput> {
  const problem = problemWithText('reason', reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const { actor } = context;
  const found = await context.load(linksSeen, linkId, undefined);
  if (!found) return notFound(linkId);
  const removed: Undoing = { reason, by: actor.subject, personId: actor.personId ?? null, at: context.now() };
  const isMine = await context.db.transaction(async (tx) => {
    const added = await addRemoval(tx.manager, linkId, removed);
    if (added) tx.emit(unlinkedEvent(found, removed));
    return added;
  });
  if (isMine) return { type: 'CasesUnlinked', link: { ...found, removed } };
  // Read past the loader, which knows the link as it was before.
  const [before] = await linksSeen(context, [linkId]);
  return { type: 'LinkAlreadyRemoved', link: before ?? found };
}

/** What can come of continuing a case. */
export type ContinueCaseOutcome = CaseContinued | CaseNotEnded | NotFound | InvalidInput | IdempotencyKeyReused;

async function goOn(context: Context, tx: Transaction, input: ContinueCaseInput): Promise<ContinueCaseOutcome> {
  const ended = await lockCase(tx.manager, context.actor, input.caseId);
  if (!ended) return notFound(input.caseId);
  if (ended.status !== 'CLOSED' && ended.status !== 'CANCELLED') return { type: 'CaseNotEnded', case: ended };
  const begun = await openBeside(context, tx, {
    ...takenOver(ended),
    ...{ channel: input.channel, subject: input.subject ?? ended.subject, openedAt: context.now() },
  });
  await moveClocks(context, tx, [opening(begun)]);
  const ends = { kind: 'FOLLOW_UP_OF', fromId: begun.id, toId: ended.id, note: null } as const;
  const { link: followUp } = await linkWithin(context, tx, ends);
  return { type: 'CaseContinued', case: begun, link: followUp };
}

/** Continues a case that has ended for good by a new one, linked to it. */
export async function continueCase(context: Context, input: ContinueCaseInput): Promise<ContinueCaseOutcome> {
  const problem = typeof input.subject === 'string' && problemWithText('subject', input.subject, MAX_SUBJECT);
  if (problem) return invalidInput([problem]);
  const { db, actor } = context;
  const request = {
    ...{ key: input.idempotencyKey, operation: 'continueCase', subject: actor.subject, input, now: context.now() },
  };
  return db.transaction((tx) => once<ContinueCaseOutcome>(tx, request, () => goOn(context, tx, input)));
}
