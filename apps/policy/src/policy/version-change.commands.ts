import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
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

/** Runs a change of a version in a transaction, with its policy locked and the version still as the caller read it. */
export function onVersion<T>(
  { db }: Pick<Context, 'db'>,
  input: { readonly policyVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: LockedVersion) => Promise<T>,
): Promise<T | Refusal> {
  return db.transaction(async (tx): Promise<T | Refusal> => {
    const seen = await findPolicyVersion(tx.manager, input.policyVersionId);
    const policy = seen && (await lockPolicy(tx.manager, seen.policyId));
    const all = policy ? await versionsOf(tx.manager, policy.id) : [];
    const current = all.find(({ id }) => id === input.policyVersionId);
    if (!policy || !current) return notFound(input.policyVersionId);
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    return change(tx, { policy, current, others: all.filter((each) => each !== current) });
  });
}
