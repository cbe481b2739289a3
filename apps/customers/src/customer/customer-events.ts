import type { NewEvent } from '@courtesy/events';
import type { Customer } from './customer.ts';

const copied = (customer: Customer, circumstances: readonly string[]) => ({
  territory: customer.territory,
  country: customer.country,
  // In one order, so that the same state is always told in the same words.
  circumstances: circumstances.toSorted(),
});

/** What other services are told of a new customer, with the names of the circumstances that hold. Households came later, with a version of their own. */
export function registeredEvent(customer: Customer, circumstances: readonly string[]): NewEvent {
  const { id: subject, kind, version: sequence, registeredAt: time } = customer;
  const data = { ...copied(customer, circumstances), registeredAt: time.toISOString() };
  return kind === 'HOUSEHOLD'
    ? { type: 'courtesy.customer.registered.v2', subject, sequence, time, data: { kind, ...data } }
    : { type: 'courtesy.customer.registered.v1', subject, sequence, time, data: { kind, ...data } };
}

/** What other services are told of a customer that changed: the new state whole. */
export function changedEvent(customer: Customer, circumstances: readonly string[], at: Date): NewEvent {
  const { id: subject, kind, version: sequence } = customer;
  const data = { ...copied(customer, circumstances), changedAt: at.toISOString() };
  return kind === 'HOUSEHOLD'
    ? { type: 'courtesy.customer.changed.v2', subject, sequence, time: at, data: { kind, ...data } }
    : { type: 'courtesy.customer.changed.v1', subject, sequence, time: at, data: { kind, ...data } };
}
