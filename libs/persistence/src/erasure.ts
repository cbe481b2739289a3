import type { EntityManager } from 'typeorm';

/** What stands where personal data was. */
export const ERASED = '[erased]';

/**
 * What erasing somebody does beyond the rule, which is: every text in every table (text, text[], JSON, bytes) loses whatever spells one of
 * their ways to be reached or their whole name, and a row that is theirs loses every part of their name too. So a column that somebody adds
 * tomorrow is covered without being named here.
 */
export interface ErasureRules {
  /** Tables (`people`) and columns (`decisions.facts_hash`) that are left as they are: they speak of nobody who can be erased. */
  readonly keep: readonly string[];
  /**
   * When a row is somebody's, by table: SQL over its columns, `$1` (the ids of the customer) and `$2` (the ids of their cases). A table that is
   * not named has their rows by `customer_id`, else by `case_id`, else none.
   */
  readonly whose: Readonly<Record<string, string>>;
  /** Tables in which only rows that are theirs are touched: others may be called the same, or share what reaches them. */
  readonly alone: readonly string[];
  /** What becomes of a column in a row that is theirs, by `table.column`: SQL over the row, such as `NULL`. */
  readonly own: Readonly<Record<string, string>>;
}

/** Whom to erase, and by what they are found. */
export interface Traces {
  /** Their ids: everybody who is the same customer. */
  readonly customerIds: readonly string[];
  readonly caseIds: readonly string[];
  /** What is found wherever it stands: a regular expression of PostgreSQL, matched whatever the case of letters. */
  readonly everywhere: string;
  /** What is found in rows that are theirs: the same and more. */
  readonly own: string;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Rewrites the texts within a JSON value and leaves its shape, its keys and its numbers. */
const REDACT_JSON = `
  CREATE OR REPLACE FUNCTION redact_json(value jsonb, pattern text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
  BEGIN
    CASE jsonb_typeof(value)
      WHEN 'string' THEN RETURN to_jsonb(regexp_replace(value #>> '{}', pattern, ${quoted(ERASED)}, 'gi'));
      WHEN 'array' THEN
        RETURN COALESCE((SELECT jsonb_agg(redact_json(each, pattern) ORDER BY place) FROM jsonb_array_elements(value) WITH ORDINALITY AS item (each, place)), '[]');
      WHEN 'object' THEN
        RETURN COALESCE((SELECT jsonb_object_agg(key, redact_json(each, pattern)) FROM jsonb_each(value) AS item (key, each)), '{}');
      ELSE RETURN value;
    END CASE;
  END $$`;

// Ids and references are COLLATE "C" in every table of ours, and spell nobody.
const TEXTS = `
  SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a LEFT JOIN pg_collation l ON l.oid = a.attcollation
  WHERE a.attrelid = told.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND l.collname IS DISTINCT FROM 'C'
    AND format_type(a.atttypid, NULL) IN ('text', 'text[]', 'json', 'jsonb', 'bytea') ORDER BY a.attnum`;

/** What a text becomes, and when it changes, by its type. \`%1$I\` is the column, \`%2$s\` the pattern. */
const REWRITES = `CASE told_column.type
    WHEN 'text' THEN ARRAY['regexp_replace(%1$I, %2$s, ${quoted(quoted(ERASED)).slice(1, -1)}, ''gi'')', '%1$I ~* %2$s']
    WHEN 'text[]' THEN ARRAY['ARRAY(SELECT regexp_replace(each, %2$s, ${quoted(quoted(ERASED)).slice(1, -1)}, ''gi'') FROM unnest(%1$I) WITH ORDINALITY AS item (each, place) ORDER BY place)',
      'array_to_string(%1$I, chr(10)) ~* %2$s']
    WHEN 'bytea' THEN ARRAY['''\\x''::bytea', 'encode(%1$I, ''escape'') ~* %2$s']
    WHEN 'json' THEN ARRAY['redact_json(%1$I::jsonb, %2$s)::json', '%1$I::text ~* %2$s']
    ELSE ARRAY['redact_json(%1$I, %2$s)', '%1$I::text ~* %2$s'] END`;

const eraseTracesSql = ({ keep, whose, alone, own }: ErasureRules) => `
  CREATE OR REPLACE FUNCTION erase_traces(customers text[], cases text[], everywhere text, own_rows text) RETURNS jsonb
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    keep constant text[] := ARRAY[${keep.map(quoted).join(', ')}]::text[];
    alone constant text[] := ARRAY[${alone.map(quoted).join(', ')}]::text[];
    whose constant jsonb := ${quoted(JSON.stringify(whose))};
    own constant jsonb := ${quoted(JSON.stringify(own))};
    told record; told_column record; theirs text; special text; rewrite text[]; changes text[]; conditions text[]; changed bigint; counts jsonb := '{}';
  BEGIN
    IF length(own_rows) < 6 OR everywhere = '' THEN RAISE EXCEPTION 'nothing says by what the customer is found'; END IF;
    FOR told IN SELECT c.oid, c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL (keep) AND c.relname <> 'migrations' ORDER BY c.relname
    LOOP
      theirs := COALESCE(whose ->> told.name, (
        SELECT CASE a.attname WHEN 'customer_id' THEN 'customer_id = ANY ($1)' ELSE 'case_id = ANY ($2)' END FROM pg_attribute a
        WHERE a.attrelid = told.oid AND a.attname IN ('customer_id', 'case_id') AND NOT a.attisdropped ORDER BY a.attname DESC LIMIT 1), 'FALSE');
      changes := '{}'; conditions := '{}';
      FOR told_column IN ${TEXTS} LOOP
        CONTINUE WHEN told.name || '.' || told_column.name = ANY (keep);
        special := own ->> (told.name || '.' || told_column.name);
        rewrite := ${REWRITES};
        changes := changes || format('%1$I = CASE WHEN (%2$s) THEN %3$s ELSE %4$s END', told_column.name, theirs,
          COALESCE(special, format(rewrite[1], told_column.name, '$4')),
          CASE WHEN told.name = ANY (alone) THEN quote_ident(told_column.name) ELSE format(rewrite[1], told_column.name, '$3') END);
        conditions := conditions || CASE WHEN told.name = ANY (alone) THEN 'FALSE' ELSE format(rewrite[2], told_column.name, '$3') END
          || ('(' || theirs || ') AND ' || CASE WHEN special IS NULL THEN format(rewrite[2], told_column.name, '$4')
            ELSE format('%I::text IS DISTINCT FROM (', told_column.name) || special || ')::text' END);
      END LOOP;
      CONTINUE WHEN cardinality(changes) = 0;
      EXECUTE format('UPDATE %I SET %s WHERE (%s)', told.name, array_to_string(changes, ', '), array_to_string(conditions, ') OR ('))
        USING customers, cases, everywhere, own_rows;
      GET DIAGNOSTICS changed = ROW_COUNT;
      IF changed > 0 THEN counts := counts || jsonb_build_object(told.name, changed); END IF;
    END LOOP;
    INSERT INTO erasures (customer_ids, erased_at, counts) VALUES (customers, clock_timestamp(), counts);
    RETURN counts;
  END $$`;

/**
 * The SQL by which a service erases somebody, for a migration; a later migration with other rules replaces it. The app role may call the
 * function, and nothing more: what is only ever added to stays closed to it. Every call leaves a row in `erasures`.
 */
export function erasureV1(appRole: string, rules: ErasureRules): string[] {
  return [
    `CREATE TABLE IF NOT EXISTS erasures (
       position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       customer_ids text[] COLLATE "C" NOT NULL,
       erased_at timestamptz(3) NOT NULL,
       counts jsonb NOT NULL
     )`,
    `GRANT SELECT ON erasures TO "${appRole}"`,
    REDACT_JSON,
    eraseTracesSql(rules),
    `REVOKE ALL ON FUNCTION erase_traces FROM PUBLIC`,
    `GRANT EXECUTE ON FUNCTION erase_traces TO "${appRole}"`,
  ];
}

/** How long one service may take to look through all that it has. */
const LONGEST = '30min';

/** Erases somebody, in the caller's transaction, and answers how many rows of which table lost something. Done again it finds nothing. */
export async function eraseTraces(
  manager: EntityManager,
  { customerIds, caseIds, everywhere, own }: Traces,
): Promise<Readonly<Record<string, number>>> {
  await manager.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
  const [row] = await manager.query<{ counts: Record<string, number> }[]>(
    `SELECT erase_traces($1, $2, $3, $4) AS counts`,
    [customerIds, caseIds, everywhere, own],
  );
  return row?.counts ?? {};
}
