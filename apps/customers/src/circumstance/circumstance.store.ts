import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { belongingsOf } from '../customer/family.store.ts';
import type { Circumstance } from './circumstance.ts';
import { circumstanceTable } from './circumstance.table.ts';

/** Loads circumstances by id, as far as the caller's reach goes; whether they may know them is decided at the field. */
export const circumstancesById = belongingsById(circumstanceTable);

/** The same page of the circumstances of each customer, in one statement. */
export const circumstancePages = belongingPages({ table: circumstanceTable, since: 'recordedAt', until: 'endedAt' });

/** One circumstance, as far as the actor's reach goes. */
export function findCircumstance(manager: EntityManager, actor: Actor, id: string): Promise<Circumstance | null> {
  return visibleBelongings(manager, actor, circumstanceTable).andWhere('b.id = :id', { id }).getOne();
}

/** Every circumstance of these customers and of those merged into them, whether it holds or not, by the customer asked for. */
export const circumstancesByCustomer = (
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<Map<string, Circumstance[]>> => belongingsOf(manager, circumstanceTable, customerIds);

/** Every circumstance of a customer who stands for themself, and of those merged into them. */
export async function circumstancesOf(manager: EntityManager, customerId: string): Promise<Circumstance[]> {
  return (await circumstancesByCustomer(manager, [customerId])).get(customerId) ?? [];
}

/** Adds circumstances. */
export async function addCircumstances(manager: EntityManager, added: readonly Circumstance[]): Promise<void> {
  await insertRows(manager, circumstanceTable, added);
}

/** Ends a circumstance whose customer the caller has locked. */
export async function endCircumstanceAt(manager: EntityManager, id: string, endedAt: Date): Promise<void> {
  await updateRows(manager, circumstanceTable, [{ id, endedAt }]);
}
