import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { circumstancesOf } from '../circumstance/circumstance.store.ts';
import { holdingOf } from '../circumstance/circumstance.ts';
import { changedEvent } from './customer-events.ts';
import type { Customer } from './customer.ts';
import { lockCustomer, saveCustomers } from './customer.store.ts';

/** Whose record is to change, and from which version. */
export interface AmendRequest {
  readonly customerId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** What came of a change: the answer, and the customer one version on, or null when nothing was done. */
export interface Amended<O> {
  readonly outcome: O;
  readonly changed: Customer | null;
}

/**
 * The one way in which anything recorded about a known customer changes: lock the customer, do the work, save the next version,
 * announce it. So changes of one customer follow each other, and each has its event. What is addressed to a merged customer is done
 * with their survivor.
 */
export async function amendUnguarded<O>(
  context: Context,
  tx: Transaction,
  customerId: string,
  work: (current: Customer) => Promise<Amended<O>>,
): Promise<O | NotFound> {
  const current = await lockCustomer(tx.manager, context.actor, customerId);
  if (!current) return notFound(customerId);
  const { outcome, changed } = await work(current);
  if (!changed) return outcome;
  await saveCustomers(tx.manager, [changed]);
  tx.emit(changedEvent(changed, holdingOf(await circumstancesOf(tx.manager, changed.id)), context.now()));
  return outcome;
}

/** As {@link amendUnguarded}, but leaves a customer alone that changed since the caller read it. */
export function amend<O>(
  context: Context,
  tx: Transaction,
  request: AmendRequest,
  work: (current: Customer) => Promise<Amended<O>>,
): Promise<O | NotFound | StaleVersion<Customer>> {
  const { customerId, expectedVersion: expected } = request;
  return amendUnguarded<O | StaleVersion<Customer>>(context, tx, customerId, async (current) =>
    expected && expected !== current.version
      ? { outcome: staleVersion(expected, current), changed: null }
      : work(current),
  );
}
