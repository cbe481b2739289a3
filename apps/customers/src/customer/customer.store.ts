import type { EntityManager, EntitySchema, SelectQueryBuilder } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import type { CustomerFilter, CustomerOrder } from '@courtesy/graph-types/customers';
import { filterCustomers } from './customer-filter.store.ts';
import type { Customer } from './customer.ts';
import { customerTable } from './customer.table.ts';

const orders: Readonly<Record<CustomerOrder, KeysetOrder<Customer>>> = {
  NEWEST_FIRST: { by: ['registeredAt', 'id'], direction: 'DESC' },
  OLDEST_FIRST: { by: ['registeredAt', 'id'], direction: 'ASC' },
};

/** Staff see every customer; a customer sees themself, however far their token says they reach. */
const seesOnlySelf = (actor: Actor) => actor.role === 'CUSTOMER' || actor.role === 'ANONYMOUS';

/** The one customer whom an actor may see; null when it is none, undefined when the actor may see all. */
export const ownCustomerId = (actor: Actor): string | null | undefined =>
  seesOnlySelf(actor) ? (actor.customerId ?? null) : undefined;

/** The customers an actor may see; every read of customers for a caller starts here. */
export function visibleCustomers(manager: EntityManager, actor: Actor): SelectQueryBuilder<Customer> {
  const customers = manager.createQueryBuilder(customerTable, 'c');
  return seesOnlySelf(actor)
    ? customers.where('c.id = :myself', { myself: actor.customerId ?? null })
    : customers.where('TRUE');
}

/** What belongs to the customers an actor may see, under the alias `b`. */
export function visibleBelongings<T extends { readonly id: string; readonly customerId: string }>(
  manager: EntityManager,
  actor: Actor,
  table: EntitySchema<T>,
): SelectQueryBuilder<T> {
  const belongings = manager.createQueryBuilder(table, 'b');
  return seesOnlySelf(actor)
    ? belongings.where('b.customerId = :myself', { myself: actor.customerId ?? null })
    : belongings.where('TRUE');
}

/** Loads what belongs to customers by its id, as far as the caller may see it. */
export function belongingsById<T extends { readonly id: string; readonly customerId: string }>(
  table: EntitySchema<T>,
): Batch<T> {
  return byId(({ db, actor }) => visibleBelongings(db.manager, actor, table));
}

/** A page of the customers the actor may see. */
export function listCustomers(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & {
    readonly where?: CustomerFilter | null | undefined;
    readonly orderBy?: CustomerOrder | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<Customer>> {
  const customers = visibleCustomers(manager, actor);
  filterCustomers(customers, query.where, { actor, now: query.now });
  return readPage(customers, orders[query.orderBy ?? 'NEWEST_FIRST'], query);
}

/** Loads customers by id, as far as the caller may see them. */
export const customersById = byId(({ db, actor }) => visibleCustomers(db.manager, actor));

/** One customer, whoever asks: for a refusal that must name them. */
export function findCustomer(manager: EntityManager, id: string): Promise<Customer | null> {
  return manager.createQueryBuilder(customerTable, 'c').where('c.id = :id', { id }).getOne();
}

/** Which of these ids are customers', whoever asks. */
export async function knownCustomers(manager: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ id: string }[]>(`SELECT id FROM customers WHERE id = ANY ($1)`, [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** One customer as they stand, locked until the transaction ends. */
export function lockCustomer(manager: EntityManager, actor: Actor, id: string): Promise<Customer | null> {
  return visibleCustomers(manager, actor).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Customers locked until the transaction ends, always in the order of their ids, so that two bulks never wait for each other. */
export function lockCustomers(manager: EntityManager, ids: readonly string[]): Promise<Customer[]> {
  return manager
    .createQueryBuilder(customerTable, 'c')
    .where('c.id = ANY (:ids)', { ids })
    .orderBy('c.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** Adds customers. */
export async function addCustomers(manager: EntityManager, customers: readonly Customer[]): Promise<void> {
  await insertRows(manager, customerTable, customers);
}

/** Overwrites customers that the caller has locked. */
export async function saveCustomers(manager: EntityManager, customers: readonly Customer[]): Promise<void> {
  await updateRows(manager, customerTable, customers);
}
