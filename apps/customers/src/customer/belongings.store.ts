import type { EntitySchema } from 'typeorm';
import type { Connection, KeysetOrder, PageArgs } from '@courtesy/persistence';
import { nestedPages, nestedPage as pageOf, type Batch, type Context } from '@courtesy/subgraph';
import type { Customer } from './customer.ts';
import { customersById, visibleBelongings } from './customer.store.ts';

interface Belonging {
  readonly id: string;
  readonly customerId: string;
}

/** What a nested list is made of: the property it is ordered by, and the one that is set once it has ended, if it can end. */
export interface Belongings<T extends Belonging> {
  readonly table: EntitySchema<T>;
  readonly since: keyof T & string;
  readonly until: (keyof T & string) | null;
}

/** The pages of what belongs to each customer, the latest first: what has not ended, and all of it. */
export interface BelongingPages<T> {
  readonly current: Batch<Connection<T>, PageArgs>;
  readonly all: Batch<Connection<T>, PageArgs>;
}

/** The pages of what belongs to each customer and to everybody merged into them, the latest first: one statement a level, however many customers and rows. */
export function belongingPages<T extends Belonging>({ table, since, until }: Belongings<T>): BelongingPages<T> {
  const order: KeysetOrder<T> = { by: [since, 'id'], direction: 'DESC' };
  const all = nestedPages<T>({
    rows: ({ db, actor }) => visibleBelongings(db.manager, actor, table),
    of: 'customerId',
    members: 'customer_family',
    order,
  });
  if (until === null) return { all, current: all };
  const current = nestedPages<T>({
    rows: ({ db, actor }) => visibleBelongings(db.manager, actor, table).andWhere(`b.${until} IS NULL`),
    of: 'customerId',
    members: 'customer_family',
    order,
  });
  return { all, current };
}

/** One customer's page of a nested list. */
export function nestedPage<T extends Belonging>(
  context: Context,
  pages: BelongingPages<T>,
  customerId: string,
  args: PageArgs & { readonly includeEnded?: boolean | null | undefined },
): Promise<Connection<T>> {
  return pageOf(context, args.includeEnded ? pages.all : pages.current, customerId, args);
}

/** The customer to whom something belongs: whoever stands for them today. Whoever sees the one sees the other. */
export async function customerOf(context: Context, { id, customerId }: Belonging): Promise<Customer> {
  const customer = await context.load(customersById, customerId, undefined);
  if (!customer) throw new Error(`The customer of ${id} is not there`);
  return customer;
}
