import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import {
  connectionOf,
  pageSize,
  readOn,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { Batch, Context } from './context.ts';

/** A list that each of many owners has, such as the versions of policies. */
export interface NestedList<T> {
  /** All rows that the caller may see: one entity under its alias, without an order of its own. */
  readonly rows: (context: Context) => SelectQueryBuilder<T & ObjectLiteral>;
  /**
   * The property that holds the owner's id. Where a row has more than one owner, the SQL instead that says whether a row belongs to
   * `owner`, an expression for an owner's id.
   */
  readonly of: (keyof T & string) | ((owner: string) => string);
  /** In which order each owner's list is; together with the owner the columns are unique. */
  readonly order: KeysetOrder<T>;
  /**
   * The SQL function that names all ids whose rows an owner's list holds, such as `customer_family`; each row belongs to one of them. The
   * owner's own rows alone when absent.
   */
  readonly members?: string;
}

const OWNERS = 'unnest(:owners::text[]) AS wanted (owner)';
const ALONE = 'wanted.owner';
const MEMBER = 'member.id';

/**
 * A batch that reads the same page of the lists of many owners in one statement, as deep into each list as into the first page where an
 * index leads from the owner through the order. What is not among `rows` nobody sees or counts. The counts are a batch of their own, one
 * statement for all owners, which runs only when a query asks for a `totalCount`. Throws BadInput as readPage does.
 */
export function nestedPages<T extends { readonly id: string }>(list: NestedList<T>): Batch<Connection<T>, PageArgs> {
  const { members } = list;
  const owned = (context: Context) => {
    const owner = members ? MEMBER : ALONE;
    const rows = list.rows(context);
    return rows.andWhere(typeof list.of === 'function' ? list.of(owner) : `${rows.alias}.${list.of} = ${owner}`);
  };
  const counts: Batch<number> = async (context, owners) => {
    const count = owned(context).select('count(*)::integer', 'count');
    const each = members
      ? `(SELECT sum(one.count)::integer AS count FROM ${ofMembers(members)} CROSS JOIN LATERAL (${count.getQuery()}) AS one)`
      : `(${count.getQuery()})`;
    const counted = await context.db.manager
      .createQueryBuilder()
      .select('wanted.*')
      .from(`(SELECT owner, each.count FROM ${OWNERS} CROSS JOIN LATERAL ${each} AS each)`, 'wanted')
      .setParameters({ ...count.getParameters(), owners })
      .getRawMany<{ owner: string; count: number }>();
    const byOwner = new Map(counted.map((each) => [each.owner, each.count]));
    return owners.map((owner) => byOwner.get(owner) ?? 0);
  };
  return async (context, owners, args) => {
    const size = pageSize(args);
    const page = owned(context).limit(size + 1);
    readOn(page, list.order, args.after);
    const byOwner = await rowsByOwner(page, { ...list, size }, owners);
    return owners.map((owner) =>
      connectionOf(byOwner.get(owner) ?? [], {
        size,
        order: list.order,
        after: args.after,
        count: async () => (await context.load(counts, owner, undefined)) ?? 0,
      }),
    );
  };
}

const ofMembers = (members: string) => `unnest(${members}(wanted.owner)) AS member (id)`;

/** The pages of an owner's members, each read through its own index, as one page. */
function mergedPages(
  page: SelectQueryBuilder<ObjectLiteral>,
  { order, members, size }: { readonly order: KeysetOrder<never>; readonly members: string; readonly size: number },
): string {
  const keys = order.by.map((column: string, place) => {
    if (column === 'id') return `one.id ${order.direction}`;
    page.addSelect(`${page.alias}.${column}`, `key${place}`);
    return `one.key${place} ${order.direction}`;
  });
  return `SELECT one.id FROM ${ofMembers(members)} CROSS JOIN LATERAL (${page.getQuery()}) AS one
    ORDER BY ${keys.join(', ')} LIMIT ${size + 1}`;
}

/** The rows of each owner's page, in order: the ids by owner first, and the rows beside them, all in one statement. */
async function rowsByOwner<T extends { readonly id: string }>(
  page: SelectQueryBuilder<T & ObjectLiteral>,
  { order, members, size }: Pick<NestedList<T>, 'order' | 'members'> & { readonly size: number },
  owners: readonly string[],
): Promise<Map<string, T[]>> {
  const target = page.expressionMap.mainAlias?.target;
  if (!target) throw new Error('A nested list selects one entity');
  page.select(`${page.alias}.id`, 'id');
  const each = members ? mergedPages(page, { order, members, size }) : page.getQuery();
  const rows = page.connection.manager
    .createQueryBuilder<T & ObjectLiteral>(target, 'nested')
    .innerJoin(
      `(SELECT wanted.owner, each.id FROM ${OWNERS} CROSS JOIN LATERAL (${each}) AS each)`,
      'page',
      'page.id = nested.id',
    )
    .addSelect('page.owner', 'owner')
    .setParameters({ ...page.getParameters(), owners });
  for (const column of order.by) rows.addOrderBy(`nested.${column}`, order.direction);
  const { entities, raw } = await rows.getRawAndEntities<{ nested_id: string; owner: string }>();
  const byId = new Map(entities.map((each) => [each.id, each as T]));
  const byOwner = new Map<string, T[]>();
  for (const { nested_id, owner } of raw) {
    const row = byId.get(nested_id);
    if (row) byOwner.set(owner, [...(byOwner.get(owner) ?? []), row]);
  }
  return byOwner;
}

/** One owner's page of a nested list. */
export async function nestedPage<T>(
  context: Context,
  pages: Batch<Connection<T>, PageArgs>,
  owner: string,
  { first, after }: PageArgs,
): Promise<Connection<T>> {
  const page = await context.load(pages, owner, { first, after });
  if (!page) throw new Error(`No page came back for ${owner}`);
  return page;
}
