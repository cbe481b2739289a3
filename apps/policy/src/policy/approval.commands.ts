import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type {
  ApprovePolicyVersionInput,
  ReturnToDraftInput,
  SubmitForReviewInput,
  WithdrawPolicyVersionInput,
} from '@courtesy/graph-types/policy';
import { authorOf } from './policy.commands.ts';
import { approvedEvent, audienceEvent, withdrawnEvent } from './policy-events.ts';
import {
  approve,
  giveBack,
  problemsOfReason,
  submit,
  withdraw,
  type IllegalVersionState,
  type OverlappingVersion,
  type PolicyVersionApproved,
  type PolicyVersionReturned,
  type PolicyVersionSubmitted,
  type PolicyVersionWithdrawn,
  type ApproverIsAuthor,
} from './policy-version.ts';
import { savePolicyVersion } from './policy-version.store.ts';
import { onVersion, type Refusal } from './version-change.commands.ts';

/** What can come of submitting a draft. */
export type SubmitForReviewOutcome = PolicyVersionSubmitted | IllegalVersionState | Refusal | InvalidInput;
/** What can come of returning a version. */
export type ReturnToDraftOutcome = PolicyVersionReturned | IllegalVersionState | Refusal | InvalidInput;
/** What can come of approving a version. */
export type ApprovePolicyVersionOutcome =
  PolicyVersionApproved | ApproverIsAuthor | OverlappingVersion | IllegalVersionState | Refusal | InvalidInput;
/** What can come of withdrawing a version. */
export type WithdrawPolicyVersionOutcome = PolicyVersionWithdrawn | IllegalVersionState | Refusal | InvalidInput;

/** Hands a draft over for approval. */
export function submitForReview(context: Context, input: SubmitForReviewInput): Promise<SubmitForReviewOutcome> {
  return onVersion(context, input, async (tx, { current }) => {
    const outcome = submit(current, context.now());
    if (outcome.type === 'PolicyVersionSubmitted') await savePolicyVersion(tx.manager, outcome.policyVersion);
    return outcome;
  });
}

/** Gives a version in review back to its authors. */
export async function returnToDraft(context: Context, input: ReturnToDraftInput): Promise<ReturnToDraftOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  return onVersion(context, input, async (tx, { current }) => {
    const outcome = giveBack(current, input.reason);
    if (outcome.type === 'PolicyVersionReturned') await savePolicyVersion(tx.manager, outcome.policyVersion);
    return outcome;
  });
}

/** Approves a version in review and says from when it counts. */
export function approvePolicyVersion(
  context: Context,
  input: ApprovePolicyVersionInput,
): Promise<ApprovePolicyVersionOutcome> {
  const now = context.now();
  const effectiveFrom = input.effectiveFrom ?? now;
  const approval = { by: authorOf(context), now, effectiveFrom, endsAt: input.effectiveUntil ?? null };
  return onVersion(context, input, async (tx, { policy, current, others }) => {
    const outcome = approve(current, others, approval);
    if (outcome.type !== 'PolicyVersionApproved') return outcome;
    await savePolicyVersion(tx.manager, outcome.policyVersion);
    tx.emit(audienceEvent(policy, now), approvedEvent(policy, outcome.policyVersion, effectiveFrom, now));
    return outcome;
  });
}

/** Ends a version that is in effect, or keeps one from ever taking effect. */
export async function withdrawPolicyVersion(
  context: Context,
  input: WithdrawPolicyVersionInput,
): Promise<WithdrawPolicyVersionOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  return onVersion(context, input, async (tx, { current, others }) => {
    const outcome = withdraw(current, others, { reason: input.reason, now });
    if (outcome.type !== 'PolicyVersionWithdrawn') return outcome;
    await savePolicyVersion(tx.manager, outcome.policyVersion);
    tx.emit(withdrawnEvent(outcome.policyVersion, now));
    return outcome;
  });
}
