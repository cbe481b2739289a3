import type { CustomerStatus } from '@courtesy/graph-types/customers';
import type { Customer } from '../customer/customer.ts';

/** How a customer stands who is neither merged nor erased. */
export type Standing = Exclude<CustomerStatus, 'MERGED' | 'ERASED'>;

/** How a customer came to stand as they do. Never changed. */
export interface StatusChange {
  readonly id: string;
  readonly customerId: string;
  readonly before: Standing;
  readonly after: Standing;
  readonly reason: string;
  readonly at: Date;
  /** The subject of the caller. */
  readonly recordedBy: string;
}

/** Somebody is no customer any more. */
export interface CustomerClosed {
  readonly type: 'CustomerClosed';
  readonly customer: Customer;
}

/** Somebody is served again. */
export interface CustomerReopened {
  readonly type: 'CustomerReopened';
  readonly customer: Customer;
}

/** A prospect is served. */
export interface CustomerActivated {
  readonly type: 'CustomerActivated';
  readonly customer: Customer;
}

/** Nothing was heard of a customer for long. */
export interface CustomerMarkedDormant {
  readonly type: 'CustomerMarkedDormant';
  readonly customer: Customer;
}

/** A customer cannot go from how they stand to there. Nothing was done. */
export interface CustomerCannotStandSo {
  readonly type: 'CustomerCannotStandSo';
  readonly status: CustomerStatus;
  readonly wanted: Standing;
}

/** What each verb makes of a customer, and of whom it can. */
export const steps = {
  CustomerClosed: { from: ['PROSPECT', 'ACTIVE', 'DORMANT'], to: 'CLOSED' },
  CustomerReopened: { from: ['CLOSED', 'DORMANT'], to: 'ACTIVE' },
  CustomerActivated: { from: ['PROSPECT'], to: 'ACTIVE' },
  CustomerMarkedDormant: { from: ['ACTIVE'], to: 'DORMANT' },
} as const satisfies Record<string, { readonly from: readonly Standing[]; readonly to: Standing }>;

/** A verb's success. */
export type Step = keyof typeof steps;

/** How somebody stands after a step: SAME when they do already; null when they cannot take it. */
export function stepped(status: CustomerStatus, step: Step): Standing | 'SAME' | null {
  const { from, to } = steps[step];
  if (status === to) return 'SAME';
  return (from as readonly CustomerStatus[]).includes(status) ? to : null;
}

/** How somebody stood at an instant whose changes, in any order, are these; `now` is how they stand without or after them. */
export function standingAt(changes: readonly StatusChange[], at: Date, now: CustomerStatus): CustomerStatus {
  const ordered = changes.toSorted(
    (one, other) => one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1),
  );
  const later = ordered.find((change) => change.at > at);
  return later ? later.before : now;
}
