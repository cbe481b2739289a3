import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { BadInput } from './bad-input.ts';
import { isInstantText } from './instants.ts';

/** How much of a list is asked for: `first` items after the cursor `after`. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** The largest page anyone may ask for. */
export const MAX_PAGE = 100;
/** The page one gets without asking for a size. */
export const DEFAULT_PAGE = 25;

/** One page of a list, as the graph's Relay connections need it. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counts the whole list; runs only when called, that is when a query asks for it. */
  readonly totalCount: () => Promise<number>;
}

/** The order of a list: columns that together are unique and never null, all in one direction. */
export interface KeysetOrder<T> {
  readonly by: readonly (keyof T & string)[];
  readonly direction: 'ASC' | 'DESC';
}

type CursorValue = string | number | boolean;

const cursorValue = (value: unknown): CursorValue =>
  value instanceof Date ? value.toISOString() : typeof value === 'bigint' ? value.toString() : (value as CursorValue);

/** The cursor of a row: the values it is ordered by, opaque to callers. */
export function cursorOf<T>(row: T, order: KeysetOrder<T>): string {
  return Buffer.from(JSON.stringify(order.by.map((column) => cursorValue(row[column])))).toString('base64url');
}

/**
 * Reads a cursor of a list ordered by `width` columns, of which those at the places `instants` hold an instant. Throws {@link BadInput}
 * for anything else: a cursor made up by a caller must not reach the database as a value it cannot read.
 */
export function parseCursor(cursor: string, width: number, instants: readonly number[] = []): readonly CursorValue[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(values) &&
      values.length === width &&
      values.every((v) => ['string', 'number', 'boolean'].includes(typeof v) && !String(v).includes('\0')) &&
      instants.every((place) => isInstantText(values[place]))
    ) {
      return values as CursorValue[];
    }
  } catch {
    // Falls through to the one refusal below.
  }
  throw notACursor(cursor);
}

const notACursor = (cursor: string) =>
  new BadInput(
    `"${cursor}" is not a cursor of this list. Pass pageInfo.endCursor of an earlier page of the same list.`,
  );

/** The number of items to return. Throws {@link BadInput} outside 1 to {@link MAX_PAGE}. */
export function pageSize(args: PageArgs): number {
  const first = args.first ?? DEFAULT_PAGE;
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE) {
    throw new BadInput(
      `first must be between 1 and ${MAX_PAGE}, not ${first}. Ask for more with after: pageInfo.endCursor.`,
    );
  }
  return first;
}

/** Builds a connection from `rows`, of which there may be one more than `size` to tell that another page follows. */
export function connectionOf<T>(
  rows: readonly T[],
  options: {
    readonly size: number;
    readonly order: KeysetOrder<T>;
    readonly after?: string | null | undefined;
    readonly count: () => Promise<number>;
  },
): Connection<T> {
  const nodes = rows.slice(0, options.size);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node, options.order) }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > options.size,
      hasPreviousPage: Boolean(options.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: options.count,
  };
}

/** Which of the columns a list is ordered by hold an instant. */
function instantsOf<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, order: KeysetOrder<T>): number[] {
  const metadata = query.expressionMap.mainAlias?.metadata;
  return order.by.flatMap((property, place) =>
    metadata?.findColumnWithPropertyName(property)?.type === 'timestamptz' ? [place] : [],
  );
}

/**
 * Puts a query in an order, and lets it read on after a cursor of that order. The query must select one entity under its alias and carry
 * no order of its own. Throws {@link BadInput} for what is no cursor of such a list.
 */
export function readOn<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  order: KeysetOrder<T>,
  after: string | null | undefined,
): void {
  const columns = order.by.map((column) => `${query.alias}.${column}`);
  if (after) {
    const values = parseCursor(after, columns.length, instantsOf(query, order));
    const parameters = Object.fromEntries(values.map((value, i) => [`after${i}`, value]));
    query.andWhere(
      `(${columns.join(', ')}) ${order.direction === 'ASC' ? '>' : '<'} (${values.map((_, i) => `:after${i}`).join(', ')})`,
      parameters,
    );
  }
  for (const column of columns) query.addOrderBy(column, order.direction);
}

/** Reads one page by keyset: constant work at any depth, and no row twice while others are inserted. The query is as {@link readOn} takes it. */
export async function readPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  order: KeysetOrder<T>,
  args: PageArgs,
): Promise<Connection<T>> {
  const size = pageSize(args);
  const whole = query.clone();
  readOn(query, order, args.after);
  const rows = await query.limit(size + 1).getMany();
  return connectionOf(rows, { size, order, after: args.after, count: () => whole.getCount() });
}
