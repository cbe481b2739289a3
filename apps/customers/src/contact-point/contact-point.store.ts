import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { belongingsOf } from '../customer/family.store.ts';
import type { ContactPoint } from './contact-point.ts';
import { contactPointTable } from './contact-point.table.ts';

/** Loads contact points by id, as far as the caller may see them. */
export const contactPointsById = belongingsById(contactPointTable);

/** The same page of the contact points of each customer, in one statement. */
export const contactPointPages = belongingPages({ table: contactPointTable, since: 'validFrom', until: 'validTo' });

/** One contact point, as far as the actor may see it. */
export function findContactPoint(manager: EntityManager, actor: Actor, id: string): Promise<ContactPoint | null> {
  return visibleBelongings(manager, actor, contactPointTable).andWhere('b.id = :id', { id }).getOne();
}

/** Every contact point of these customers and of those merged into them, in use or not, by the customer asked for. */
export const contactPointsByCustomer = (
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<Map<string, ContactPoint[]>> => belongingsOf(manager, contactPointTable, customerIds);

/** Every contact point of a customer who stands for themself, and of those merged into them. */
export async function contactPointsOf(manager: EntityManager, customerId: string): Promise<ContactPoint[]> {
  return (await contactPointsByCustomer(manager, [customerId])).get(customerId) ?? [];
}

/** Adds contact points. */
export async function addContactPoints(manager: EntityManager, points: readonly ContactPoint[]): Promise<void> {
  await insertRows(manager, contactPointTable, points);
}

/** Ends the use of a contact point whose customer the caller has locked. */
export async function endContactPointAt(manager: EntityManager, id: string, validTo: Date): Promise<void> {
  await updateRows(manager, contactPointTable, [{ id, validTo }]);
}
