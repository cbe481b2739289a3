import type { EntityManager, EntitySchema } from 'typeorm';
import { FactBook, type Known, type Pages } from './fact-book.ts';

/** Where facts of one kind are kept: as they are known, and as they were before. */
export interface FactTables<F extends Known> {
  readonly current: EntitySchema<F>;
  readonly past: EntitySchema<F & { knownUntil: Date }>;
}

const columnsOf = (manager: EntityManager, table: EntitySchema) => manager.connection.getMetadata(table).columns;

/** The names of all columns of a table, in one order, for both what is known and what was. */
export function columnNames(manager: EntityManager, table: EntitySchema): string {
  return columnsOf(manager, table)
    .map(({ databaseName }) => databaseName)
    .join(', ');
}

type Row = Record<string, unknown>;

/** The facts of these ids. Read without the mapper, which would cost more than the fold. */
export async function openBook<F extends Known>(
  manager: EntityManager,
  { current }: FactTables<F>,
  ids: readonly string[],
): Promise<FactBook<F>> {
  const { columns, tableName, primaryColumns } = manager.connection.getMetadata(current);
  const [key] = primaryColumns;
  if (!key) throw new Error('A table of facts has a key');
  const selection = columns.map(({ propertyName, databaseName }) => `${databaseName} AS "${propertyName}"`).join(', ');
  const sql = `SELECT ${selection} FROM ${tableName} WHERE ${key.databaseName} = ANY ($1)`;
  const rows = await manager.query<Row[]>(sql, [[...new Set(ids)]]);
  const transformed = columns.flatMap(({ propertyName, transformer }) =>
    transformer && !Array.isArray(transformer) ? [{ propertyName, from: transformer.from }] : [],
  );
  for (const row of rows) for (const { propertyName, from } of transformed) row[propertyName] = from(row[propertyName]);
  return new FactBook(new Map(rows.map((row) => [String(row[key.propertyName]), row as unknown as F])));
}

async function write(manager: EntityManager, table: EntitySchema, rows: readonly object[], more: string) {
  if (rows.length === 0) return;
  const columns = columnsOf(manager, table);
  const records = rows.map((row) =>
    Object.fromEntries(
      columns.map(({ propertyName, databaseName }) => {
        const value = (row as Record<string, unknown>)[propertyName];
        return [databaseName, typeof value === 'bigint' ? String(value) : value];
      }),
    ),
  );
  const { tableName } = manager.connection.getMetadata(table);
  const names = columnNames(manager, table);
  await manager.query(
    `INSERT INTO ${tableName} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${tableName}, $1::json) ${more}`,
    [JSON.stringify(records)],
  );
}

/** Writes down what a page changed, each part in one statement. Only the reader of the feed writes here, under the lock of its cursor. */
export async function saveBook<F extends Known>(
  manager: EntityManager,
  tables: FactTables<F>,
  { current, past, gone }: Pages<F>,
): Promise<void> {
  const { tableName, columns, primaryColumns } = manager.connection.getMetadata(tables.current);
  const key = primaryColumns.map(({ databaseName }) => databaseName).join(', ');
  const assignments = columns
    .filter(({ isPrimary }) => !isPrimary)
    .map(({ databaseName }) => `${databaseName} = excluded.${databaseName}`);
  if (gone.length > 0) await manager.query(`DELETE FROM ${tableName} WHERE ${key} = ANY ($1)`, [gone]);
  await write(manager, tables.past as EntitySchema, past, '');
  await write(
    manager,
    tables.current as EntitySchema,
    current,
    `ON CONFLICT (${key}) DO UPDATE SET ${assignments.join(', ')}`,
  );
}
