import { invalidInput, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  ApproveComplaintRegimeVersionInput,
  WithdrawComplaintRegimeVersionInput,
} from '@courtesy/graph-types/policy';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import { onLockedVersion, type VersionsOf } from '../policy/locked-version.commands.ts';
import { problemsOfReason } from '../policy/policy-version.ts';
import { authorOf } from '../policy/policy.commands.ts';
import {
  approve,
  withdraw,
  type ComplaintRegimeVersion,
  type ComplaintRegimeVersionApproved,
  type ComplaintRegimeVersionWithdrawn,
  type IllegalRegimeVersionState,
  type OverlappingRegimeVersion,
} from './complaint-regime-version.ts';
import type { ComplaintRegime } from './complaint-regime.ts';
import { findRegimeVersion, lockRegime, saveRegimeVersion, versionsOfRegime } from './complaint-regime.store.ts';
import { regimeApprovedEvent, regimeWithdrawnEvent } from './regime-events.ts';

type Refusal = NotFound | StaleVersion<ComplaintRegimeVersion>;
/** What can come of approving a version. */
export type ApproveComplaintRegimeVersionOutcome =
  | ComplaintRegimeVersionApproved
  | SelfApproval
  | OverlappingRegimeVersion
  | IllegalRegimeVersionState
  | Refusal
  | InvalidInput;
/** What can come of withdrawing a version. */
export type WithdrawComplaintRegimeVersionOutcome =
  ComplaintRegimeVersionWithdrawn | IllegalRegimeVersionState | Refusal | InvalidInput;

interface Locked {
  readonly regime: ComplaintRegime;
  readonly current: ComplaintRegimeVersion;
  readonly others: readonly ComplaintRegimeVersion[];
}

const regimeVersions: VersionsOf<ComplaintRegime, ComplaintRegimeVersion> = {
  find: findRegimeVersion,
  lock: (manager, { regimeId }) => lockRegime(manager, regimeId),
  all: (manager, { regimeId }) => versionsOfRegime(manager, regimeId),
};

/** Runs a change of a version in a transaction, with its regime locked and the version still as the caller read it. */
function onVersion<T>(
  context: Pick<Context, 'db'>,
  input: { readonly regimeVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: Locked) => Promise<T>,
): Promise<T | Refusal> {
  const asked = { id: input.regimeVersionId, expectedVersion: input.expectedVersion };
  return onLockedVersion(context, regimeVersions, asked, (tx, { owner: regime, ...versions }) =>
    change(tx, { regime, ...versions }),
  );
}

/** Approves a draft and says from when it counts. */
export function approveComplaintRegimeVersion(
  context: Context,
  input: ApproveComplaintRegimeVersionInput,
): Promise<ApproveComplaintRegimeVersionOutcome> {
  const now = context.now();
  const effectiveFrom = input.effectiveFrom ?? now;
  const approval = { by: authorOf(context), now, effectiveFrom, endsAt: input.effectiveUntil ?? null };
  return onVersion(context, input, async (tx, { regime, current, others }) => {
    const outcome = approve(current, others, approval);
    if (outcome.type !== 'ComplaintRegimeVersionApproved') return outcome;
    await saveRegimeVersion(tx.manager, outcome.regimeVersion);
    tx.emit(regimeApprovedEvent(regime, outcome.regimeVersion, now));
    return outcome;
  });
}

/** Ends a version that is in effect, or keeps one from ever taking effect. */
export async function withdrawComplaintRegimeVersion(
  context: Context,
  input: WithdrawComplaintRegimeVersionInput,
): Promise<WithdrawComplaintRegimeVersionOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  return onVersion(context, input, async (tx, { current, others }) => {
    const outcome = withdraw(current, others, { reason: input.reason, now });
    if (outcome.type !== 'ComplaintRegimeVersionWithdrawn') return outcome;
    await saveRegimeVersion(tx.manager, outcome.regimeVersion);
    // A draft was never announced.
    if (current.approvedAt) tx.emit(regimeWithdrawnEvent(outcome.regimeVersion, now));
    return outcome;
  });
}
