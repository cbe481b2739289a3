import type { EntityManager, EntitySchema } from 'typeorm';
import { insertRows, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Batch, type Context } from '@courtesy/subgraph';
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

/** A nested list of one table of the directory. */
export interface DirectoryList<T> {
  readonly table: EntitySchema<T>;
  /** The property that names the owner. */
  readonly owner: keyof T & string;
  readonly order: KeysetOrder<T>;
  /** Which rows count, as SQL over the alias `t`. */
  readonly only?: string;
}

/** The pages of a list of the directory, which is open to all staff. */
export function directoryPages<T extends Entity>({
  table,
  owner,
  order,
  only,
}: DirectoryList<T>): Batch<Connection<T>, PageArgs> {
  const rows = ({ db }: Context) => db.manager.createQueryBuilder(table, 't').where(only ?? 'TRUE');
  return nestedPages<T>({ rows, of: owner, order });
}
