import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
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

/** Every circumstance of these customers, whether it holds or not. */
export function circumstancesOf(manager: EntityManager, customerIds: readonly string[]): Promise<Circumstance[]> {
  return manager
    .createQueryBuilder(circumstanceTable, 'b')
    .where('b.customerId = ANY (:customerIds)', { customerIds })
    .orderBy('b.recordedAt')
    .addOrderBy('b.id')
    .getMany();
}

/** Adds circumstances. */
export async function addCircumstances(manager: EntityManager, added: readonly Circumstance[]): Promise<void> {
  await insertRows(manager, circumstanceTable, added);
}

/** Ends a circumstance whose customer the caller has locked. */
export async function endCircumstanceAt(manager: EntityManager, id: string, endedAt: Date): Promise<void> {
  await updateRows(manager, circumstanceTable, [{ id, endedAt }]);
}
