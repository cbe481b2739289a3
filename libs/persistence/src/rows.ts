import type { EntityManager, EntitySchema } from 'typeorm';

/**
 * Inserts many rows of one table in one statement, by property name of the mapping: the whole batch travels as one JSON parameter
 * (the mapper's own insert binds one parameter per cell, and stops at 65,535). Returns nothing; a violated constraint throws.
 * `onConflict` is the SQL after ON CONFLICT, such as `DO NOTHING`.
 */
export async function insertRows<T extends object>(
  manager: EntityManager,
  table: EntitySchema<T>,
  rows: readonly Partial<T>[],
  onConflict?: string,
): Promise<void> {
  if (rows.length === 0) return;
  const metadata = manager.connection.getMetadata(table);
  const given = new Set(Object.keys(rows[0] as object));
  const columns = metadata.columns.filter((column) => given.has(column.propertyName));
  const records = rows.map((row) =>
    Object.fromEntries(
      columns.map((column) => [column.databaseName, (row as Record<string, unknown>)[column.propertyName]]),
    ),
  );
  const names = columns.map((column) => `"${column.databaseName}"`).join(', ');
  await manager.query(
    `INSERT INTO "${metadata.tableName}" (${names})
     SELECT ${names} FROM json_populate_recordset(NULL::"${metadata.tableName}", $1::json)` +
      (onConflict ? ` ON CONFLICT ${onConflict}` : ''),
    [JSON.stringify(records, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))],
  );
}
