import type { EntityManager } from 'typeorm';
import { adjustmentsOf } from '@courtesy/subgraph';
import { givenPrecedence, type Matter } from './opening.ts';

/**
 * The matters with the priority with which they are handled: those of customers for whom priority handling is an adjustment go before others.
 * One statement, however many there are.
 */
export async function withPrecedence<M extends Matter>(manager: EntityManager, matters: readonly M[]): Promise<M[]> {
  const adjusted = await adjustmentsOf(manager, [...new Set(matters.map(({ customerId }) => customerId))]);
  return matters.map((matter) =>
    adjusted.get(matter.customerId)?.includes('PRIORITY_HANDLING') ? givenPrecedence(matter) : matter,
  );
}
