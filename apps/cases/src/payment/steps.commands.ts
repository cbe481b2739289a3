import type { SagaStep, StepAnswer, StepCall } from '../saga/plan.ts';
import type { BudgetDesk } from './budget-desk.commands.ts';
import { reserveBudgetStep, settleBudgetStep } from './budget-steps.commands.ts';
import { pay, takeBack } from './paying.commands.ts';
import type { Payout } from './payout.ts';
import type { PolicyDesk } from './policy-desk.commands.ts';
import type { PaymentProvider } from './provider.ts';

/** Whom the steps of a payout ask. */
export interface Desks {
  readonly policy: PolicyDesk;
  readonly budget: BudgetDesk;
  readonly provider: PaymentProvider;
}

type Call = StepCall<Payout>;

/** What {@link authorityStep} and {@link approvalStep} answer. */
export interface AuthorityAnswer {
  readonly useId: string | null;
  readonly requestId: string | null;
  readonly clauseId: string | null;
}

const done = (answer: unknown): StepAnswer => ({ type: 'DONE', answer });
/** A step that the rules refuse: the payout is rejected. */
export const rejected = (problem: string, answer: unknown = null): StepAnswer => ({
  ...{ type: 'REFUSED', answer, problem, ending: 'REJECTED' },
});

/** What policy could not answer yet may be answered later. */
export class PolicyUnready extends Error {
  override readonly name = 'PolicyUnready';
}

/** The rules want another person, whatever the authority of whoever asked. */
const wantsAnother = ({ outcome }: Payout): boolean => outcome === 'NEEDS_APPROVAL';

async function reserve(policy: PolicyDesk, { subject, key, requestId }: Call): Promise<StepAnswer> {
  const nothing: AuthorityAnswer = { useId: null, requestId: null, clauseId: null };
  if (wantsAnother(subject)) return done(nothing);
  const { result } = await policy.reserve(subject, subject.handler, { key, requestId });
  if (result.__typename === 'AuthorityReserved')
    return done({ ...nothing, useId: result.use.id, clauseId: result.use.clause?.id ?? null });
  if (result.__typename === 'ApprovalNeeded') return done({ ...nothing, requestId: result.request.id });
  return rejected(result.message);
}

/** Frees what a reserve came to. A use that has ended already stays as it is. */
async function free(policy: PolicyDesk, { key, requestId }: Call, answer: AuthorityAnswer): Promise<AuthorityAnswer> {
  const reason = 'The payout did not come about.';
  if (answer.useId !== null) await policy.free(answer.useId, reason, { key: `${key}:undo`, requestId });
  if (answer.requestId !== null) await policy.refuse(answer.requestId, reason, requestId);
  return answer;
}

/** Reserves authority. To undo it when nobody knows what it came to, the same is asked once more: the key makes the first answer come back. */
const authorityStep = ({ policy }: Desks): SagaStep<Payout> => ({
  name: 'RESERVE_AUTHORITY',
  run: (call) => reserve(policy, call),
  undo: async (call) => {
    const { authorityUseId, authorityRequestId, status } = call.subject;
    if (status !== 'REQUESTED') {
      const requestId = status === 'PENDING_APPROVAL' ? authorityRequestId : null;
      const useId = call.subject.approvedBy === null ? authorityUseId : null;
      return free(policy, call, { useId, requestId, clauseId: null });
    }
    const came = await reserve(policy, call);
    return came.type === 'DONE' ? free(policy, call, came.answer as AuthorityAnswer) : null;
  },
});

/** Asks whether the authority of whoever approves covers the payout. */
async function approve(policy: PolicyDesk, { subject, requestId }: Call): Promise<StepAnswer> {
  const { approval, authorityRequestId } = subject;
  if (approval === null) return done(null);
  const asking = { key: approval.id, requestId };
  if (authorityRequestId !== null) {
    const { result } = await policy.approve(authorityRequestId, approval.by, asking);
    if (result.__typename !== 'AuthorityRequestApproved')
      return { type: 'DECLINED', answer: { reason: result.__typename }, problem: result.message };
    return done({ useId: result.use.id, requestId: null, clauseId: result.use.clause?.id ?? null });
  }
  const { result } = await policy.reserve(subject, approval.by, asking);
  if (result.__typename === 'AuthorityReserved')
    return done({ useId: result.use.id, requestId: null, clauseId: result.use.clause?.id ?? null });
  // A request that policy made of it would wait for ever: the payout waits for a person, and says so itself.
  if (result.__typename === 'ApprovalNeeded')
    await policy.refuse(result.request.id, 'The payout waits for another approver.', requestId);
  return { type: 'DECLINED', answer: { reason: result.__typename }, problem: result.message };
}

const approvalStep = ({ policy }: Desks): SagaStep<Payout> => ({
  name: 'APPROVE',
  waits: ({ status, approval }) => status === 'PENDING_APPROVAL' && approval === null,
  run: (call) => approve(policy, call),
  undo: async (call) => {
    const { approvedBy, authorityUseId, approval } = call.subject;
    if (approvedBy !== null) return free(policy, call, { useId: authorityUseId, requestId: null, clauseId: null });
    const came = approval === null ? null : await approve(policy, call);
    return came?.type === 'DONE' && came.answer ? free(policy, call, came.answer as AuthorityAnswer) : null;
  },
});

const executeStep = ({ provider }: Desks): SagaStep<Payout> => ({
  name: 'EXECUTE',
  run: async ({ subject, isAgain }) => {
    const paid = await pay(provider, subject, isAgain);
    if (paid.type === 'PAID') return done({ references: paid.references });
    return { type: 'REFUSED', answer: null, problem: paid.reason, ending: 'FAILED' };
  },
  undo: async ({ subject }) => {
    await takeBack(provider, subject);
    return { reversed: subject.shares.length };
  },
});

const settleAuthorityStep = ({ policy }: Desks): SagaStep<Payout> => ({
  name: 'SETTLE_AUTHORITY',
  run: async ({ subject, key, requestId }) => {
    const { authorityUseId } = subject;
    if (authorityUseId === null) throw new Error(`${subject.id} was paid on nobody's authority`);
    const { result } = await policy.settle(authorityUseId, { key, requestId });
    if (result.__typename === 'AuthorityUseSettled' || result.use?.state === 'SETTLED')
      return done({ useId: authorityUseId });
    if (result.use?.state === 'VOIDED')
      return { type: 'REFUSED', answer: null, problem: 'Its authority was voided meanwhile.', ending: 'FAILED' };
    throw new PolicyUnready(result.message ?? result.__typename);
  },
});

/** The way of a payout from the budget to its settlement; what the rules say on it is the first step's that differs. */
export const payoutSteps = (desks: Desks, decide: SagaStep<Payout>): SagaStep<Payout>[] => [
  reserveBudgetStep(desks.budget),
  decide,
  authorityStep(desks),
  approvalStep(desks),
  executeStep(desks),
  settleAuthorityStep(desks),
  settleBudgetStep(desks.budget),
];
