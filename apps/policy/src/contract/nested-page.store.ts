import type { SelectQueryBuilder } from 'typeorm';
import {
  BadInput,
  connectionOf,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { Batch, Context } from '@courtesy/subgraph';

/** A list that belongs to an owner, the last first. */
export interface NestedList<T> {
  /** The property that holds the owner's id. */
  readonly of: keyof T & string;
  /** The property it is ordered by, unique within one owner. */
  readonly by: keyof T & string;
  /** All rows that the caller may see, selected under the alias `b`. */
  readonly rows: (context: Context) => SelectQueryBuilder<T & object>;
}

/** What a list ordered by one property reads on from; a cursor made up by a caller is refused before the database sees it. */
function readOnFrom(after: string, wanted: 'string' | 'number'): string | number {
  const [value] = parseCursor(after, 1);
  const fits = wanted === 'number' ? Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 : true;
  if (typeof value === wanted && fits) return value as string | number;
  throw new BadInput(`"${after}" is not a cursor of this list. Pass pageInfo.endCursor of an earlier page.`);
}

/** The same page of the lists of many owners, in one statement. */
export function nestedPages<T extends { readonly id: string }>(list: NestedList<T>): Batch<Connection<T>, PageArgs> {
  const order: KeysetOrder<T> = { by: [list.by], direction: 'DESC' };
  const owned = (context: Context, owners: readonly string[]) =>
    list.rows(context).andWhere(`b.${list.of} = ANY (:owners)`, { owners });
  const counts: Batch<number> = async (context, owners) => {
    const rows = await owned(context, owners)
      .select(`b.${list.of}`, 'owner')
      .addSelect('count(*)::integer', 'count')
      .groupBy(`b.${list.of}`)
      .getRawMany<{ owner: string; count: number }>();
    const byOwner = new Map(rows.map((row) => [row.owner, row.count]));
    return owners.map((owner) => byOwner.get(owner) ?? 0);
  };
  return async (context, owners, args) => {
    const size = pageSize(args);
    const rows = await firstOfEach(owned(context, owners), list, { limit: size + 1, after: args.after });
    const byOwner = Map.groupBy(rows, (row) => row[list.of]);
    return owners.map((owner) =>
      connectionOf(byOwner.get(owner as T[keyof T & string]) ?? [], {
        size,
        order,
        after: args.after,
        count: async () => (await context.load(counts, owner, undefined)) ?? 0,
      }),
    );
  };
}

/** The first rows of each owner after the cursor, in order. */
async function firstOfEach<T extends { readonly id: string }>(
  owned: SelectQueryBuilder<T>,
  list: NestedList<T>,
  page: { readonly limit: number; readonly after: string | null | undefined },
): Promise<T[]> {
  if (page.after) {
    const numeric = owned.expressionMap.mainAlias?.metadata.findColumnWithPropertyName(list.by)?.type === 'integer';
    owned.andWhere(`b.${list.by} < :after`, { after: readOnFrom(page.after, numeric ? 'number' : 'string') });
  }
  const target = owned.expressionMap.mainAlias?.metadata.name;
  if (!target) throw new Error('A nested list selects one entity');
  owned
    .select('b.id', 'id')
    .addSelect(`row_number() OVER (PARTITION BY b.${list.of} ORDER BY b.${list.by} DESC)`, 'place');
  const { manager } = owned.connection;
  const ids = manager
    .createQueryBuilder()
    .select('ranked.id')
    .from(`(${owned.getQuery()})`, 'ranked')
    .where('ranked.place <= :limit', { limit: page.limit })
    .setParameters(owned.getParameters());
  return manager
    .createQueryBuilder<T>(target, 'b')
    .where(`b.id IN (${ids.getQuery()})`)
    .setParameters(ids.getParameters())
    .orderBy(`b.${list.by}`, 'DESC')
    .getMany();
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
