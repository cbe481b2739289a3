import type { EntityManager, EntitySchema } from 'typeorm';

/**
 * Runs SQL in which parameters are named, such as `:caseId`, and answers its rows. One that is null or absent is NULL; a list is an array, as in
 * `id = ANY (:ids)`. A colon that is doubled, as in `::text`, names nothing.
 */
export function queryNamed<T>(
  manager: EntityManager,
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<T[]> {
  const [text, values] = manager.connection.driver.escapeQueryWithParameters(sql, { ...parameters });
  return manager.query<T[]>(text, values);
}

interface Records {
  readonly table: string;
  readonly columns: readonly string[];
  readonly json: string;
}

/** The rows as one JSON parameter under their column names. All rows must have the properties of the first. */
function recordsOf<T extends object>(
  manager: EntityManager,
  table: EntitySchema<T>,
  rows: readonly Partial<T>[],
): Records {
  const metadata = manager.connection.getMetadata(table);
  const given = new Set(Object.keys(rows[0] as object));
  const columns = metadata.columns.filter((column) => given.has(column.propertyName));
  const records = rows.map((row) => {
    const record: Record<string, unknown> = {};
    for (const { propertyName, databaseName } of columns) {
      const value = (row as Record<string, unknown>)[propertyName];
      // An absent key is NULL to json_populate_recordset, and most cells of a bulk are.
      if (value !== null && value !== undefined)
        record[databaseName] = typeof value === 'bigint' ? String(value) : value;
    }
    return record;
  });
  return {
    table: `"${metadata.tableName}"`,
    columns: columns.map((column) => `"${column.databaseName}"`),
    json: JSON.stringify(records),
  };
}

/**
 * Inserts many rows of one table in one statement: the batch travels as one JSON parameter (the mapper's own insert binds one parameter
 * per cell, and stops at 65,535). Returns the ids inserted, in no order; rows that `onConflict` (the SQL after ON CONFLICT, such as
 * `DO NOTHING`) let go are not among them. Any other violated constraint throws.
 */
export async function insertRows<T extends { readonly id: string }>(
  manager: EntityManager,
  table: EntitySchema<T>,
  rows: readonly Partial<T>[],
  onConflict?: string,
): Promise<string[]> {
  if (rows.length === 0) return [];
  const records = recordsOf(manager, table, rows);
  const names = records.columns.join(', ');
  const inserted = await manager.query<{ id: string }[]>(
    `INSERT INTO ${records.table} (${names})
     SELECT ${names} FROM json_populate_recordset(NULL::${records.table}, $1::json)
     ${onConflict ? `ON CONFLICT ${onConflict}` : ''} RETURNING id`,
    [records.json],
  );
  return inserted.map((row) => row.id);
}

/** Overwrites many rows of one table by id, in one statement. The caller must hold their locks. */
export async function updateRows<T extends { readonly id: string }>(
  manager: EntityManager,
  table: EntitySchema<T>,
  rows: readonly Partial<T>[],
): Promise<void> {
  if (rows.length === 0) return;
  const records = recordsOf(manager, table, rows);
  const assignments = records.columns.filter((name) => name !== '"id"').map((name) => `${name} = r.${name}`);
  await manager.query(
    `UPDATE ${records.table} AS t SET ${assignments.join(', ')}
     FROM json_populate_recordset(NULL::${records.table}, $1::json) AS r WHERE t.id = r.id`,
    [records.json],
  );
}
