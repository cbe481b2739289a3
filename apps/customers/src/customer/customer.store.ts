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
import { asksForStatus, filterCustomers } from './customer-filter.store.ts';
import type { Customer } from './customer.ts';
import { customerTable } from './customer.table.ts';
import { rootOf } from './family.store.ts';

const orders: Readonly<Record<CustomerOrder, KeysetOrder<Customer>>> = {
  NEWEST_FIRST: { by: ['registeredAt', 'id'], direction: 'DESC' },
  OLDEST_FIRST: { by: ['registeredAt', 'id'], direction: 'ASC' },
};

/** Staff see every customer; a customer sees themself, however far their token says they reach. */
const seesOnlySelf = (actor: Actor) => actor.role === 'CUSTOMER' || actor.role === 'ANONYMOUS';

/** The one customer whom an actor may see; null when it is none, undefined when the actor may see all. */
export const ownCustomerId = (actor: Actor): string | null | undefined =>
  seesOnlySelf(actor) ? (actor.customerId ?? null) : undefined;

/** The records of the customers an actor may see, those of merged ones too, each as it stands. Lists that ask for them begin here. */
export function recordedCustomers(manager: EntityManager, actor: Actor): SelectQueryBuilder<Customer> {
  const customers = manager.createQueryBuilder(customerTable, 'c');
  return seesOnlySelf(actor)
    ? customers.where('c.id = customer_root(:myself)', { myself: actor.customerId ?? null })
    : customers.where('TRUE');
}

/**
 * The customers an actor may see, each once: who was merged is seen in their survivor. Every read of customers for a caller starts here. A
 * customer whose token names a merged record sees themself all the same.
 */
export function visibleCustomers(manager: EntityManager, actor: Actor): SelectQueryBuilder<Customer> {
  return recordedCustomers(manager, actor).andWhere(`c.status <> 'MERGED'`);
}

/** What belongs to the customers an actor may see, whichever of their records it was put down for, under the alias `b`. */
export function visibleBelongings<T extends { readonly id: string; readonly customerId: string }>(
  manager: EntityManager,
  actor: Actor,
  table: EntitySchema<T>,
): SelectQueryBuilder<T> {
  const belongings = manager.createQueryBuilder(table, 'b');
  return seesOnlySelf(actor)
    ? belongings.where('b.customerId = ANY (customer_family(:myself))', { myself: actor.customerId ?? null })
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
    /** Where telephone numbers are dialled that say no country. */
    readonly country: string;
  },
): Promise<Connection<Customer>> {
  const customers = (asksForStatus(query.where) ? recordedCustomers : visibleCustomers)(manager, actor);
  filterCustomers(customers, query.where, { actor, now: query.now, country: query.country });
  return readPage(customers, orders[query.orderBy ?? 'NEWEST_FIRST'], query);
}

/** Loads customers by id, as far as the caller may see them: by the id of a merged one, whoever stands for them. One statement. */
export const customersById: Batch<Customer> = async ({ db, actor }, ids) => {
  const { entities, raw } = await visibleCustomers(db.manager, actor)
    .innerJoin(
      `(SELECT w.id AS asked, COALESCE(a.survivor_id, w.id) AS root
        FROM unnest(:ids::text[]) AS w (id) LEFT JOIN customer_aliases a ON a.customer_id = w.id)`,
      'named',
      'named.root = c.id',
    )
    .addSelect('named.asked', 'asked')
    .setParameters({ ids })
    .getRawAndEntities<{ c_id: string; asked: string }>();
  const standing = new Map(entities.map((each) => [each.id, each]));
  const byAsked = new Map(raw.map((row) => [row.asked, standing.get(row.c_id)]));
  return ids.map((id) => byAsked.get(id) ?? null);
};

/** Loads the very records of customers by id, those of merged ones too, as far as the caller may see them. */
export const recordsById = byId(({ db, actor }) => recordedCustomers(db.manager, actor));

/** Whoever stands for a customer, whoever asks: for a refusal that must name them. */
export function findCustomer(manager: EntityManager, id: string): Promise<Customer | null> {
  return manager.createQueryBuilder(customerTable, 'c').where('c.id = customer_root(:id)', { id }).getOne();
}

/** One customer as they stand, or whoever stands for them, locked until the transaction ends. */
export async function lockCustomer(manager: EntityManager, actor: Actor, id: string): Promise<Customer | null> {
  for (let known: string | null = null; ;) {
    const locked = await visibleCustomers(manager, actor)
      .andWhere('c.id = customer_root(:id)', { id })
      .setLock('pessimistic_write')
      .getOne();
    // While it waited, somebody may have merged the customer, or parted them from the one that was waited for.
    const root = await rootOf(manager, id);
    if (locked ? locked.id === root : root === known) return locked;
    known = root;
  }
}

/** The very records of customers, locked until the transaction ends, always in the order of their ids, so that two bulks never wait for each other. */
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
