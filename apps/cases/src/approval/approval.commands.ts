import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { contextOfWork, scopesOf, type Context, type ResourceHost } from '@courtesy/subgraph';
import type { InputMaybe, RequestApprovalInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText, type Case, type IllegalCaseTransition } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import { moveCases } from '../case/move.commands.ts';
import { hasMoved, type MoveOutcome } from '../case/move.ts';
import { holdersAt } from '../cover/cover.store.ts';
import { lockAnyCase } from '../task/task.store.ts';
import { whileChainsHold } from '../case-merge/family.store.ts';
import {
  aboutApproval,
  endApproval,
  newApproval,
  problemsOfApproval,
  type Approval,
  type ApprovalEnded,
  type ApprovalNotPending,
  type ApprovalRequested,
  type NotTheApprover,
  type OwnApproval,
  type Verdict,
  type WantedApproval,
} from './approval.ts';
import {
  addApproval,
  awaitsApproval,
  findApproval,
  saveApproval,
  takeDueApproval,
  visibleApprovals,
} from './approval.store.ts';

const requestedEvent = (approval: Approval, about: Case): NewEvent => ({
  ...{ type: 'courtesy.approval.requested.v1', subject: approval.id, sequence: 1, time: approval.askedAt },
  data: aboutApproval(approval, about),
});

const endedEvent = (approval: Approval, about: Case, { status, reason, at }: Verdict): NewEvent => ({
  ...{ type: 'courtesy.approval.ended.v1', subject: approval.id, sequence: approval.version, time: at },
  data: { ...aboutApproval(approval, about), status, reason, decidedById: approval.decidedById },
});

/** What can come of asking for an approval. */
export type AskOutcome = ApprovalRequested | IllegalCaseTransition | NotFound;

/**
 * Asks for an approval in the caller's transaction, and lets the case wait for it; what is wanted has no problems. Refunds and complaints may
 * ask so for what is theirs, and go on from `courtesy.approval.ended.v1` by its `aboutId`.
 */
export async function askApproval(
  context: Context,
  tx: Transaction,
  caseId: string,
  wanted: WantedApproval,
): Promise<AskOutcome> {
  const { actor, now, newId } = context;
  const about = await lockCase(tx.manager, actor, caseId);
  if (!about) return notFound(caseId);
  if (about.status !== 'WAITING_APPROVAL') {
    const step = { verb: 'AWAIT_APPROVAL', reason: wanted.what } as const;
    const [outcome = notFound(caseId)]: MoveOutcome<'AWAIT_APPROVAL'>[] = await moveCases(context, tx, [
      { caseId, step },
    ]);
    if (outcome.type === 'IllegalCaseTransition') return outcome;
    if (!hasMoved(outcome)) return notFound(caseId);
  }
  const approval = newApproval(wanted, {
    ...{ id: newId('appr'), caseId, askedBy: actor.subject, askedById: actor.personId ?? null, askedAt: now() },
  });
  await addApproval(tx.manager, approval);
  tx.emit(requestedEvent(approval, about));
  return { type: 'ApprovalRequested', approval };
}

/** Asks for an approval. */
export async function requestApproval(
  context: Context,
  input: RequestApprovalInput,
): Promise<AskOutcome | InvalidInput | IdempotencyKeyReused> {
  const { db, actor } = context;
  const now = context.now();
  const wanted: WantedApproval = {
    ...{ what: input.what.trim(), aboutId: null, amount: input.amount ?? null, dueAt: input.dueAt ?? null },
    ...{ approverId: input.approverId ?? null, approverRole: input.approverRole ?? null },
  };
  const problems = problemsOfApproval(wanted, actor, now);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'requestApproval', subject: actor.subject, input, now };
  return db.transaction((tx) => once(tx, request, () => askApproval(context, tx, input.caseId, wanted)));
}

/** Puts an end on record, and lets the case go on when it waits for nothing else. The case is locked. */
async function settle(context: Context, tx: Transaction, ended: Approval, told: { about: Case; verdict: Verdict }) {
  const { about, verdict } = told;
  await saveApproval(tx.manager, ended);
  tx.emit(endedEvent(ended, about, verdict));
  if (about.status !== 'WAITING_APPROVAL' || (await awaitsApproval(tx.manager, about.id))) return;
  // Whoever decides may not see the case otherwise; deciding is what lets it go on.
  const reaching = { ...context, actor: { ...context.actor, reach: 'ALL' as const } };
  await moveCases(reaching, tx, [{ caseId: about.id, step: { verb: 'START' } }]);
}

/** What can come of deciding or withdrawing. */
export type VerdictOutcome =
  ApprovalEnded | ApprovalNotPending | OwnApproval | NotTheApprover | NotFound | StaleVersion<Approval> | InvalidInput;

/** Gives, refuses or withdraws an approval, under the lock of its case. */
export async function decideApproval(
  context: Context,
  input: {
    readonly approvalId: string;
    readonly expectedVersion?: InputMaybe<number>;
    readonly reason?: InputMaybe<string>;
  },
  status: Exclude<Verdict['status'], 'EXPIRED'>,
): Promise<VerdictOutcome> {
  const { db, actor } = context;
  const { approvalId, reason = null } = input;
  const at = context.now();
  const problem = reason === null ? null : problemWithText('reason', reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const work = () =>
    db.transaction(async (tx): Promise<VerdictOutcome> => {
      const holders = await holdersAt(tx.manager, at);
      const visible = visibleApprovals(tx.manager, actor, holders);
      const seen = await visible.andWhere('y.id = :approvalId', { approvalId }).getOne();
      if (!seen) return notFound(approvalId);
      const about = await lockAnyCase(tx.manager, seen.caseId);
      const current = await findApproval(tx.manager, approvalId);
      const expected = input.expectedVersion ?? current.version;
      if (expected !== current.version) return staleVersion(expected, current);
      const verdict = { status, reason, at };
      const ended = endApproval(current, verdict, actor, holders);
      if ('type' in ended) return ended;
      await settle(context, tx, ended, { about, verdict });
      return { type: 'ApprovalEnded', approval: ended };
    });
  return whileChainsHold(work);
}

/** Ends one approval whose time has passed, and lets its case go on. Returns how many there were: 0 or 1. */
export function expireApproval(host: ResourceHost): Promise<number> {
  const subject = 'service:cases';
  const clock = { subject, role: 'SERVICE' as const, reach: 'ALL' as const, scopes: scopesOf('AGENT') };
  const context = contextOfWork(host, clock, 'an approval that expires');
  const at = context.now();
  return host.database.transaction(async (tx) => {
    const current = await takeDueApproval(tx.manager, at);
    if (!current) return 0;
    const verdict = { status: 'EXPIRED' as const, reason: null, at };
    const ended = endApproval(current, verdict, null, new Map());
    if ('type' in ended) return 0;
    const about = await lockAnyCase(tx.manager, current.caseId);
    await settle(context, tx, ended, { about, verdict });
    return 1;
  });
}
