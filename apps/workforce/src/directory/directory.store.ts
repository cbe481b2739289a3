import type { EntityManager, EntitySchema } from 'typeorm';
import {
  connectionOf,
  insertRows,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import { referenceKey, referenceOf, type ExternalReference, type Referenced } from './reference.ts';

interface Entity {
  readonly id: string;
}

/** What stands under these ids, by id. */
export async function findByIds<T extends Entity>(
  manager: EntityManager,
  table: EntitySchema<T>,
  ids: readonly string[],
): Promise<Map<string, T>> {
  if (ids.length === 0) return new Map();
  const found = await manager.createQueryBuilder(table, 't').where('t.id = ANY (:ids)', { ids }).getMany();
  return new Map(found.map((each) => [each.id, each]));
}

/** A batch that loads rows of one table by id. The directory is open to all staff, so nothing narrows it. */
export function batchById<T extends Entity>(table: EntitySchema<T>): Batch<T> {
  return byId(({ db }) => db.manager.createQueryBuilder(table, 't'));
}

/** One row as it stands, locked until the transaction ends: alone for a change, or `shared` so that it only stays as it is. */
export function lockById<T extends Entity>(
  manager: EntityManager,
  table: EntitySchema<T>,
  id: string,
  mode: 'alone' | 'shared' = 'alone',
): Promise<T | null> {
  return manager
    .createQueryBuilder(table, 't')
    .where('t.id = :id', { id })
    .setLock(mode === 'alone' ? 'pessimistic_write' : 'pessimistic_read')
    .getOne();
}

/** What other systems know under these references, by {@link referenceKey}. */
export async function findByReferences<T extends Referenced>(
  manager: EntityManager,
  table: EntitySchema<T>,
  references: readonly ExternalReference[],
): Promise<Map<string, T>> {
  if (references.length === 0) return new Map();
  const found = await manager
    .createQueryBuilder(table, 't')
    .where('(t.source, t.sourceId) IN (SELECT * FROM unnest(:sources::text[], :sourceIds::text[]))', {
      sources: references.map(({ source }) => source),
      sourceIds: references.map(({ id }) => id),
    })
    .getMany();
  return new Map(found.map((each) => [keyOf(each), each]));
}

const keyOf = (row: Referenced): string => {
  const reference = referenceOf(row);
  return reference ? referenceKey(reference) : row.id;
};

/**
 * Adds rows. One whose reference somebody else took meanwhile is answered with theirs: `UNIQUE (source, source_id)` decides who was first.
 * Rows go in by reference, so that two bulks with the same references wait for each other and never deadlock.
 */
export async function addRows<T extends Referenced>(
  manager: EntityManager,
  table: EntitySchema<T>,
  rows: readonly T[],
): Promise<readonly { readonly row: T; readonly added: boolean }[]> {
  const ordered = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const inserted = new Set(await insertRows(manager, table, ordered, '(source, source_id) DO NOTHING'));
  const lost = rows.filter((row) => !inserted.has(row.id)).flatMap((row) => referenceOf(row) ?? []);
  const winners = await findByReferences(manager, table, lost);
  return rows.map((row) => {
    if (inserted.has(row.id)) return { row, added: true };
    const winner = winners.get(keyOf(row));
    if (!winner) throw new Error(`${row.id} was neither added nor found`);
    return { row: winner, added: false };
  });
}

/** A list that belongs to an owner, such as a team's members. */
export interface NestedList<T> {
  readonly table: EntitySchema<T>;
  /** The column that names the owner. */
  readonly owner: keyof T & string;
  readonly order: KeysetOrder<T>;
  /** Which rows count, as SQL over the alias `t`. */
  readonly only?: string;
}

function countsOf<T extends Entity>({ table, owner, only }: NestedList<T>): Batch<number> {
  return async ({ db }, owners) => {
    const rows = await db.manager
      .createQueryBuilder(table, 't')
      .where(`t.${owner} = ANY (:owners)`, { owners })
      .andWhere(only ?? 'TRUE')
      .select(`t.${owner}`, 'owner')
      .addSelect('count(*)::integer', 'count')
      .groupBy(`t.${owner}`)
      .getRawMany<{ owner: string; count: number }>();
    const counts = new Map(rows.map((row) => [row.owner, row.count]));
    return owners.map((each) => counts.get(each) ?? 0);
  };
}

/** The ids of one page for each of `:owners`, each found by index without reading the rest of its list. */
function pageIds<T extends Entity>(manager: EntityManager, list: NestedList<T>, args: PageArgs) {
  const { table, owner, order, only } = list;
  const page = manager
    .createQueryBuilder(table, 't')
    .select('t.id', 'id')
    .where(`t.${owner} = wanted.owner`)
    .andWhere(only ?? 'TRUE')
    .limit(pageSize(args) + 1);
  const columns = order.by.map((column) => `t.${column}`);
  for (const column of columns) page.addOrderBy(column, order.direction);
  const after = args.after ? parseCursor(args.after, columns.length) : [];
  const parameters = Object.fromEntries(after.map((value, i) => [`after${i}`, value]));
  if (after.length > 0) {
    const than = order.direction === 'ASC' ? '>' : '<';
    page.andWhere(
      `(${columns.join(', ')}) ${than} (${Object.keys(parameters)
        .map((name) => `:${name}`)
        .join(', ')})`,
    );
  }
  const sql = `SELECT page.id FROM unnest(:owners::text[]) AS wanted (owner) CROSS JOIN LATERAL (${page.getQuery()}) AS page`;
  return { sql, parameters };
}

/** A batch that reads the same page of the lists of many owners, in one statement whatever the page size. */
export function nestedPages<T extends Entity>(list: NestedList<T>): Batch<Connection<T>, PageArgs> {
  const counts = countsOf(list);
  return async (context, owners, args) => {
    const { manager } = context.db;
    const ids = pageIds(manager, list, args);
    const query = manager
      .createQueryBuilder(list.table, 't')
      .where(`t.id IN (${ids.sql})`, { owners, ...ids.parameters });
    for (const column of list.order.by) query.addOrderBy(`t.${column}`, list.order.direction);
    const byOwner = Map.groupBy(await query.getMany(), (row) => row[list.owner] as string);
    return owners.map((owner) =>
      connectionOf(byOwner.get(owner) ?? [], {
        size: pageSize(args),
        order: list.order,
        after: args.after,
        count: async () => (await context.load(counts, owner, undefined)) ?? 0,
      }),
    );
  };
}
