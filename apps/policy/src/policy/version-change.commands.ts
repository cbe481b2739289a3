import type { NotFound, StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { onLockedVersion, type VersionsOf } from './locked-version.commands.ts';
import type { PolicyVersion } from './policy-version.ts';
import { findPolicyVersion, versionsOf } from './policy-version.store.ts';
import type { Policy } from './policy.ts';
import { lockPolicy } from './policy.store.ts';

/** Why a version could not be touched at all. */
export type Refusal = NotFound | StaleVersion<PolicyVersion>;

/** A version as it stands under the lock of its policy, and the policy's others. */
export interface LockedVersion {
  readonly policy: Policy;
  readonly current: PolicyVersion;
  readonly others: readonly PolicyVersion[];
}

const policyVersions: VersionsOf<Policy, PolicyVersion> = {
  find: findPolicyVersion,
  lock: (manager, { policyId }) => lockPolicy(manager, policyId),
  all: (manager, { policyId }) => versionsOf(manager, policyId),
};

/** Runs a change of a version in a transaction, with its policy locked and the version still as the caller read it. */
export function onVersion<T>(
  context: Pick<Context, 'db'>,
  input: { readonly policyVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: LockedVersion) => Promise<T>,
): Promise<T | Refusal> {
  const asked = { id: input.policyVersionId, expectedVersion: input.expectedVersion };
  return onLockedVersion(context, policyVersions, asked, (tx, { owner: policy, ...versions }) =>
    change(tx, { policy, ...versions }),
  );
}
