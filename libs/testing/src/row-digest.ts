import { withClient } from './sql.ts';

/** What a digest of rows leaves out. */
export interface RowDigestOptions {
  /** Tables that may differ, such as ledgers that are only ever added to. */
  readonly tables: RegExp;
  /** Columns that may differ, such as counters of changes. */
  readonly columns: readonly string[];
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

const TABLES = `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname ORDER BY c.relname`;

/** How many rows each table of a database has, and a digest of them all, in no order: two that are alike hold the same rows. */
export function digestOfRows(url: string, without: RowDigestOptions): Promise<Readonly<Record<string, string>>> {
  return withClient(url, async (client) => {
    const digests: Record<string, string> = {};
    const { rows: tables } = await client.query<Table>(TABLES);
    for (const { name, columns } of tables.filter((table) => !without.tables.test(table.name))) {
      const kept = columns.filter((column) => !without.columns.includes(column)).map((column) => `t."${column}"`);
      const { rows } = await client.query<{ digest: string }>(
        `SELECT count(*) || ' ' || COALESCE(md5(string_agg(r::text, '' ORDER BY r::text)), '') AS digest
         FROM (SELECT ROW(${kept.join(', ')}) AS r FROM "${name}" t) AS kept`,
      );
      digests[name] = rows[0]?.digest ?? '';
    }
    return digests;
  });
}
