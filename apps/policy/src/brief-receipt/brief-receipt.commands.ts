import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ConfirmBriefReadInput } from '@courtesy/graph-types/policy';
import { stateAmong, type BriefVersion, type IllegalBriefState, type StaffBrief } from '../brief/brief.ts';
import { findBriefVersion, holdBrief, versionsOf } from '../brief/brief.store.ts';
import { problemsOfAnswers, scoreOf } from '../brief/quiz.ts';
import type { BriefQuizFailed, BriefReadConfirmed, BriefReceipt } from './brief-receipt.ts';
import { addReceipt, findReceipt } from './brief-receipt.store.ts';

/** What can come of confirming. */
export type ConfirmBriefReadOutcome =
  BriefReadConfirmed | BriefQuizFailed | IllegalBriefState | NotFound | InvalidInput;

const readEvent = (receipt: BriefReceipt, { kind, id }: StaffBrief, { number }: BriefVersion): NewEvent => ({
  type: 'courtesy.brief.read.v1',
  subject: receipt.id,
  sequence: 1,
  time: receipt.readAt,
  data: {
    kind,
    briefId: id,
    briefVersionId: receipt.briefVersionId,
    number,
    personId: receipt.personId,
    method: receipt.method,
    score: receipt.score,
    readAt: receipt.readAt.toISOString(),
  },
});

async function record(
  tx: Transaction,
  receipt: BriefReceipt,
  brief: StaffBrief,
  version: BriefVersion,
): Promise<BriefReadConfirmed> {
  if (await addReceipt(tx.manager, receipt)) {
    tx.emit(readEvent(receipt, brief, version));
    return { type: 'BriefReadConfirmed', receipt };
  }
  const first = await findReceipt(tx.manager, receipt);
  if (!first) throw new Error(`The receipt of ${version.id} by ${receipt.personId} was neither added nor found`);
  return { type: 'BriefReadConfirmed', receipt: first };
}

async function confirm(
  context: Context,
  tx: Transaction,
  { personId, briefVersionId, answers }: ConfirmBriefReadInput & { readonly personId: string },
): Promise<ConfirmBriefReadOutcome> {
  const now = context.now();
  const version = await findBriefVersion(tx.manager, briefVersionId);
  const brief = version && (await holdBrief(tx.manager, version.briefId));
  if (!version || !brief) return notFound(briefVersionId);
  const earlier = await findReceipt(tx.manager, { briefVersionId, personId });
  if (earlier) return { type: 'BriefReadConfirmed', receipt: earlier };
  const all = await versionsOf(tx.manager, brief.id);
  const state = stateAmong(all.find(({ id }) => id === version.id) ?? version, all, now);
  if (state !== 'LIVE' && state !== 'SCHEDULED') return { type: 'IllegalBriefState', brief, state };
  const problems = problemsOfAnswers(version.quiz, answers);
  if (problems.length > 0) return invalidInput(problems);
  const score = version.quiz && scoreOf(version.quiz, answers ?? []);
  if (version.quiz && score !== null && score < version.quiz.passMark)
    return { type: 'BriefQuizFailed', briefVersion: version, score, passMark: version.quiz.passMark };
  const method = version.quiz ? 'QUIZ' : 'READ';
  const receipt: BriefReceipt = { id: context.newId('brcp'), briefVersionId, personId, method, score, readAt: now };
  return record(tx, receipt, brief, version);
}

/** Puts on record that the caller read a version. The second time, the first receipt is the answer. */
export async function confirmBriefRead(
  context: Context,
  input: ConfirmBriefReadInput,
): Promise<ConfirmBriefReadOutcome> {
  const { actor, db } = context;
  const { personId } = actor;
  if (!personId)
    return invalidInput([{ path: 'briefVersionId', message: 'is read by people, and the caller is no person' }]);
  return db.transaction((tx) => confirm(context, tx, { ...input, personId }));
}
