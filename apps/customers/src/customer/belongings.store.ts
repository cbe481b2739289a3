import type { EntityManager, EntitySchema, SelectQueryBuilder } from 'typeorm';
import {
  connectionOf,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { Actor, Batch, Context } from '@courtesy/subgraph';
import type { Customer } from './customer.ts';
import { customersById, visibleBelongings } from './customer.store.ts';

/** A nested list: the same page for each customer. */
export interface NestedPage extends PageArgs {
  readonly includeEnded: boolean;
}

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

/** The pages of what belongs to each customer, the latest first: one statement a level, however many customers and rows. */
export function belongingPages<T extends Belonging>(list: Belongings<T>): Batch<Connection<T>, NestedPage> {
  const order: KeysetOrder<T> = { by: [list.since, 'id'], direction: 'DESC' };
  const ofCustomers = (
    manager: EntityManager,
    actor: Actor,
    asked: { owners: readonly string[]; includeEnded: boolean },
  ) => {
    const owned = visibleBelongings(manager, actor, list.table).andWhere('b.customerId = ANY (:owners)', asked);
    return list.until && !asked.includeEnded ? owned.andWhere(`b.${list.until} IS NULL`) : owned;
  };
  const counts: Batch<number, boolean> = async ({ db, actor }, owners, includeEnded) => {
    const rows = await ofCustomers(db.manager, actor, { owners, includeEnded })
      .select('b.customerId', 'owner')
      .addSelect('count(*)::integer', 'count')
      .groupBy('b.customerId')
      .getRawMany<{ owner: string; count: number }>();
    const byOwner = new Map(rows.map((row) => [row.owner, row.count]));
    return owners.map((owner) => byOwner.get(owner) ?? 0);
  };
  return async (context, owners, nested) => {
    const size = pageSize(nested);
    const { includeEnded } = nested;
    const owned = ofCustomers(context.db.manager, context.actor, { owners, includeEnded });
    const rows = await firstOfEach(owned, list, { limit: size + 1, after: nested.after });
    const byOwner = Map.groupBy(rows, (row) => row.customerId);
    return owners.map((owner) =>
      connectionOf(byOwner.get(owner) ?? [], {
        size,
        order,
        after: nested.after,
        count: async () => (await context.load(counts, owner, includeEnded)) ?? 0,
      }),
    );
  };
}

/** The first rows of each customer after the cursor, in order. */
function firstOfEach<T extends Belonging>(
  owned: SelectQueryBuilder<T>,
  list: Belongings<T>,
  page: { readonly limit: number; readonly after: string | null | undefined },
): Promise<T[]> {
  const { since, table } = list;
  if (page.after) {
    const [at, id] = parseCursor(page.after, 2);
    owned.andWhere(`(b.${since}, b.id) < (:at, :id)`, { at, id });
  }
  owned
    .select('b.id', 'id')
    .addSelect(`row_number() OVER (PARTITION BY b.customerId ORDER BY b.${since} DESC, b.id DESC)`, 'place');
  const { manager } = owned.connection;
  const ids = manager
    .createQueryBuilder()
    .select('ranked.id')
    .from(`(${owned.getQuery()})`, 'ranked')
    .where('ranked.place <= :limit', { limit: page.limit })
    .setParameters(owned.getParameters());
  return manager
    .createQueryBuilder(table, 'b')
    .where(`b.id IN (${ids.getQuery()})`)
    .setParameters(ids.getParameters())
    .orderBy(`b.${since}`, 'DESC')
    .addOrderBy('b.id', 'DESC')
    .getMany();
}

/** One customer's page of a nested list. */
export async function nestedPage<T extends Belonging>(
  context: Context,
  pages: Batch<Connection<T>, NestedPage>,
  customerId: string,
  args: PageArgs & { readonly includeEnded?: boolean | null | undefined },
): Promise<Connection<T>> {
  const { first, after, includeEnded } = args;
  const page = await context.load(pages, customerId, { first, after, includeEnded: includeEnded ?? false });
  if (!page) throw new Error(`No page came back for ${customerId}`);
  return page;
}

/** The customer to whom something belongs. Whoever sees the one sees the other. */
export async function customerOf(context: Context, { id, customerId }: Belonging): Promise<Customer> {
  const customer = await context.load(customersById, customerId, undefined);
  if (!customer) throw new Error(`The customer of ${id} is not there`);
  return customer;
}
