import type { EntityManager, EntitySchema, EntitySchemaColumnOptions } from 'typeorm';

/**
 * The instant at which what a transaction writes becomes known: the database's time at the first of its writes, the same for all of them. So an
 * instant shows a transaction wholly or not at all. Taken at the first write and not when the transaction began: by then its locks are held, and
 * what others committed meanwhile is known before it.
 */
const KNOWN_AT = `
  CREATE OR REPLACE FUNCTION known_at() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
  DECLARE
    told text := current_setting('courtesy.known_at', true);
  BEGIN
    IF told IS NULL OR told = '' THEN
      told := clock_timestamp()::text;
      PERFORM set_config('courtesy.known_at', told, true);
    END IF;
    RETURN told::timestamptz;
  END $$`;

// What a transaction overwrites of its own held for no time at all, and is not kept.
const keeperOf = (table: string) => `
  CREATE OR REPLACE FUNCTION ${table}_keep_past() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    turn timestamptz := known_at();
  BEGIN
    IF OLD.known_from <> turn THEN
      turn := greatest(turn, OLD.known_from + interval '1 microsecond');
      INSERT INTO ${table}_past SELECT turn, OLD.*;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    NEW.known_from := turn;
    RETURN NEW;
  END $$`;

/** A table whose rows are overwritten, and are to be read as they were. Its key is `id`. */
export interface KeptTable {
  readonly table: string;
  /** Which changes count, as SQL over OLD and NEW. Any that changes something, when absent. */
  readonly when?: string;
}

/**
 * The SQL by which a table keeps what its rows were, for a migration: `known_from` on each row, and `<table>_past` for the rows before it, which
 * say until when they were known too. A trigger fills it; the app role may read it, and nothing else. Columns stand in `<table>_past` after
 * `known_until` in the order of the table, so whoever adds a column adds it to both. What was there before is known since the migration.
 */
export function keepHistoryV1(appRole: string, { table, when = 'OLD.* *<> NEW.*' }: KeptTable): string[] {
  return [
    KNOWN_AT,
    `ALTER TABLE ${table} ADD COLUMN known_from timestamptz NOT NULL DEFAULT known_at()`,
    `CREATE TABLE ${table}_past (known_until timestamptz NOT NULL, LIKE ${table},
       CONSTRAINT ${table}_past_pkey PRIMARY KEY (id, known_from))`,
    `GRANT SELECT ON ${table}_past TO "${appRole}"`,
    keeperOf(table),
    `REVOKE ALL ON FUNCTION ${table}_keep_past FROM PUBLIC`,
    `CREATE TRIGGER ${table}_changed BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION ${table}_keep_past()`,
    `CREATE TRIGGER ${table}_gone BEFORE DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_keep_past()`,
  ];
}

/** Takes away what {@link keepHistoryV1} made. */
export const forgetHistoryV1 = ({ table }: KeptTable): string[] => [
  `DROP TRIGGER ${table}_gone ON ${table}`,
  `DROP TRIGGER ${table}_changed ON ${table}`,
  `DROP FUNCTION ${table}_keep_past`,
  `DROP TABLE ${table}_past`,
  `ALTER TABLE ${table} DROP COLUMN known_from`,
];

/**
 * The SQL by which a ledger, whose rows are only ever added, says since when each is known, for a migration: what it came to at an instant is the
 * sum of the rows known by then. `since` is the column that says it of the rows that are there already.
 */
export const stampLedgerV1 = ({ table, since }: { readonly table: string; readonly since: string }): string[] => [
  KNOWN_AT,
  `ALTER TABLE ${table} ADD COLUMN known_from timestamptz`,
  `UPDATE ${table} SET known_from = ${since}`,
  `ALTER TABLE ${table} ALTER COLUMN known_from SET DEFAULT known_at(), ALTER COLUMN known_from SET NOT NULL`,
];

/** The column `known_from` in the mapping of such a table. The database fills it, and reads as of an instant ask for it; nobody else does. */
export const knownFrom: { readonly knownFrom: EntitySchemaColumnOptions } = {
  knownFrom: {
    ...{ type: 'timestamptz', name: 'known_from', default: () => 'known_at()' },
    ...{ select: false, insert: false, update: false },
  },
};

type Row = Record<string, unknown>;

/** The SQL of the rows of a table as they were known at `at`, an SQL expression, under the columns of the table. Rows not known then are not there. */
const asKnownAt = (table: string, columns: readonly string[], at: string): string => {
  const names = columns.map((name) => `"${name}"`).join(', ');
  return `SELECT ${names} FROM "${table}" WHERE known_from <= ${at}
    UNION ALL SELECT ${names} FROM "${table}_past" WHERE known_from <= ${at} AND known_until > ${at}`;
};

/** The rows of these ids as they were known at an instant; those that were not known then are left out. The caller has asked who may see them. */
export async function rowsKnownAt<T extends { readonly id: string }>(
  manager: EntityManager,
  table: EntitySchema<T>,
  { ids, at }: { readonly ids: readonly string[]; readonly at: Date },
): Promise<T[]> {
  if (ids.length === 0) return [];
  const metadata = manager.connection.getMetadata(table);
  const columns = metadata.columns.filter(({ propertyName }) => propertyName !== 'knownFrom');
  const names = columns.map(({ databaseName }) => databaseName);
  const rows = await manager.query<Row[]>(
    `SELECT * FROM (${asKnownAt(metadata.tableName, names, '$2::timestamptz')}) AS known WHERE id = ANY ($1)`,
    [ids, at],
  );
  const { driver } = manager.connection;
  return rows.map((row) => {
    const told: Row = {};
    for (const column of columns)
      told[column.propertyName] = driver.prepareHydratedValue(row[column.databaseName], column) as unknown;
    return told as unknown as T;
  });
}

const SHAPES = `
  WITH kept AS (
    SELECT c.oid, c.relname AS name, p.oid AS past FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
    JOIN pg_class p ON p.relname = c.relname || '_past' AND p.relnamespace = c.relnamespace WHERE g.tgname = c.relname || '_changed'
  ), shape AS (
    SELECT a.attrelid AS oid, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
      row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS place
    FROM pg_attribute a WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'known_until'
  )
  SELECT DISTINCT k.name || '.' || s.name AS problem FROM kept k JOIN shape s ON s.oid IN (k.oid, k.past)
  WHERE NOT EXISTS (SELECT 1 FROM shape o WHERE o.oid IN (k.oid, k.past) AND o.oid <> s.oid AND (o.name, o.type, o.place) = (s.name, s.type, s.place)) ORDER BY 1`;

/** The columns in which a table and its `_past` differ, by name, type or place: with one, no row of it can be changed. Empty when there is none. */
export async function problemsOfHistory(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ problem: string }[]>(SHAPES);
  return rows.map(({ problem }) => problem);
}
