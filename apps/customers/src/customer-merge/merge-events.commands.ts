import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { CustomerRoot } from '@courtesy/subgraph';
import { circumstancesByCustomer } from '../circumstance/circumstance.store.ts';
import { holdingOf } from '../circumstance/circumstance.ts';
import { changedEvent } from '../customer/customer-events.ts';
import type { Customer } from '../customer/customer.ts';
import { countAnew } from '../health/health.store.ts';
import type { CustomerMerge } from './customer-merge.ts';

/** What changed about who stands for whom. */
interface FamilyChange {
  readonly merge: CustomerMerge;
  readonly roots: readonly CustomerRoot[];
  readonly at: Date;
  /** The customer who stands for the others, or had stood for them. */
  readonly subject: Customer;
}

/** What other services are told of a merge, or of its reversal: ids alone. */
export function familyEvent(
  type: 'courtesy.customer.merged.v1' | 'courtesy.customer.unmerged.v1',
  { merge, roots, at, subject }: FamilyChange,
): NewEvent {
  return {
    ...{ type, subject: subject.id, sequence: subject.version, time: at },
    data: {
      ...{ mergeId: merge.id, survivorId: merge.survivorId, mergedIds: [...merge.mergedIds] },
      ...{ roots: roots.map((root) => ({ ...root })), at: at.toISOString() },
    },
  };
}

/**
 * Announces customers who stand for themselves as they are now, with all circumstances that hold in their families, and has their health counted
 * anew.
 */
export async function tellChanged(tx: Transaction, customers: readonly Customer[], at: Date): Promise<void> {
  const circumstances = await circumstancesByCustomer(
    tx.manager,
    customers.map(({ id }) => id),
  );
  await countAnew(
    tx.manager,
    customers.map(({ id }) => id),
    at,
  );
  tx.emit(...customers.map((each) => changedEvent(each, holdingOf(circumstances.get(each.id) ?? []), at)));
}
