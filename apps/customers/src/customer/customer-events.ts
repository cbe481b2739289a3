import type { NewEvent } from '@courtesy/events';
import type { Customer } from './customer.ts';

const copied = (customer: Customer, circumstances: readonly string[]) => ({
  kind: customer.kind,
  territory: customer.territory,
  country: customer.country,
  // In one order, so that the same state is always told in the same words.
  circumstances: circumstances.toSorted(),
});

/** What other services are told of a new customer, with the names of the circumstances that hold. */
export function registeredEvent(customer: Customer, circumstances: readonly string[]): NewEvent {
  return {
    type: 'courtesy.customer.registered.v1',
    subject: customer.id,
    sequence: customer.version,
    time: customer.registeredAt,
    data: { ...copied(customer, circumstances), registeredAt: customer.registeredAt.toISOString() },
  };
}

/** What other services are told of a customer that changed: the new state whole. */
export function changedEvent(customer: Customer, circumstances: readonly string[], at: Date): NewEvent {
  return {
    type: 'courtesy.customer.changed.v1',
    subject: customer.id,
    sequence: customer.version,
    time: at,
    data: { ...copied(customer, circumstances), changedAt: at.toISOString() },
  };
}
