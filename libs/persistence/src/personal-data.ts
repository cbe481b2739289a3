import type { EntityManager } from 'typeorm';
import { ERASED, type ErasureRules } from './erasure.ts';

const otherwise = (column: string) => `CASE WHEN ${column} IS NULL THEN NULL ELSE '${ERASED}' END`;
const empty = (literal: string) => (column: string) => `CASE WHEN ${column} IS NULL THEN NULL ELSE ${literal} END`;
/** What is one of its kind stays so, and is left alone once it is erased. */
const another = (column: string) =>
  `CASE WHEN starts_with(${column}, '${ERASED}') THEN ${column} ELSE '${ERASED} ' || gen_random_uuid() END`;

/** What erasing does to a column in a row that is the customer's, and whether the customer is shown it when they ask what is kept of them. */
interface Handling {
  /** Left alone; rewritten where it spells them; or SQL that takes its place, by the column's name. */
  readonly erase: 'KEEP' | 'REDACT' | ((column: string) => string);
  readonly isTold: boolean;
}

/** Every way in which a column of text can be somebody's. */
const kinds = {
  /** A word of a closed list, a number, a digest, a currency, an address of ours: it spells nobody. */
  code: { erase: 'KEEP', isTold: true },
  /** What the organisation wrote for everybody, or for itself. */
  ours: { erase: 'KEEP', isTold: false },
  /** Who of the organisation did it; also the subject of a customer who did it themself. */
  staff: { erase: 'REDACT', isTold: false },
  /** A text that may name them, and that figures or other records need. */
  text: { erase: 'REDACT', isTold: true },
  /** What they said, and what was written of them. */
  words: { erase: otherwise, isTold: true },
  /** The same where two rows may not be alike. */
  unique: { erase: another, isTold: true },
  /** What describes them and is needed by nothing. */
  gone: { erase: () => 'NULL', isTold: true },
  /** Several of them, as JSON. */
  list: { erase: empty(`'[]'::jsonb`), isTold: true },
  /** Several of them, as an array. */
  array: { erase: empty(`'{}'::text[]`), isTold: true },
  /** The bytes of a file. */
  bytes: { erase: () => `'\\x'`, isTold: true },
  /** What others said or who they are, such as witnesses: erased as theirs, and never told to them. */
  others: { erase: otherwise, isTold: false },
  /** Several of those, as JSON. */
  othersList: { erase: empty(`'[]'::jsonb`), isTold: false },
} as const satisfies Readonly<Record<string, Handling>>;

/** How a column is somebody's. */
export type PersonalKind = keyof typeof kinds;

/** One table: whose its rows are, and how each of its columns of text is theirs. */
export interface PersonalTable {
  /** When a row is the customer's: SQL over its columns, `$1` (the customer's ids) and `$2` (those of their cases). Null: never. */
  readonly whose: string | null;
  /** Whether rows that are not theirs are left alone: another customer may be called the same, or share what reaches them. */
  readonly isAlone?: boolean;
  /** Whether it is only how the service works, such as what it announced or would answer again: what is theirs in it stands elsewhere too. */
  readonly isInternal?: boolean;
  /** The columns of each kind, in one text with blanks between them. */
  readonly columns: Readonly<Partial<Record<PersonalKind, string>>>;
}

/** Every table of a service that has a column of text. */
export type PersonalDataMap = Readonly<Record<string, PersonalTable>>;

/** The rows of whoever the row names as its customer. */
export const OF_CUSTOMER = 'customer_id = ANY ($1)';
/** The rows of whoever's case the row names. */
export const OF_CASE = 'case_id = ANY ($2)';

const owners = `subject = ANY ($1 || $2) OR data ->> 'customerId' = ANY ($1) OR data ->> 'caseId' = ANY ($2)`;

/** The tables that every service has: what it announced, how far it read, the answers it would give again, and whom it erased. */
export const commonPersonalData: PersonalDataMap = {
  erasures: { whose: null, columns: { code: 'counts' } },
  event_log: { whose: owners, isInternal: true, columns: { code: 'type subject source', text: 'data' } },
  feed_cursor: { whose: null, columns: { code: 'feed place' } },
  idempotency: {
    whose: `answer LIKE ANY (SELECT '%"' || id || '"%' FROM unnest($1 || $2) AS named (id))`,
    isInternal: true,
    columns: { code: 'operation input_digest', staff: 'subject key answer' },
  },
};

interface Classified {
  readonly table: string;
  readonly column: string;
  readonly kind: PersonalKind;
}

const namesOf = (text: string | undefined): string[] => (text ?? '').split(' ').filter(Boolean);

/** Every column that a map names. */
const classified = (map: PersonalDataMap): Classified[] =>
  Object.entries(map).flatMap(([table, { columns }]) =>
    (Object.keys(columns) as PersonalKind[]).flatMap((kind) =>
      namesOf(columns[kind]).map((column) => ({ table, column, kind })),
    ),
  );

const TYPES = ['text', 'text[]', 'json', 'jsonb', 'bytea', 'tsvector'];

interface CatalogueColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isReference: boolean;
  readonly isEnumerated: boolean;
  readonly isUnique: boolean;
  readonly isNullable: boolean;
}

const CATALOGUE = `
  SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS "isNullable",
    l.collname = 'C' AND a.attname ~ '(^|_)ids?$' AS "isReference",
    EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c'
      AND pg_get_constraintdef(k.oid) ~ ('\\m' || a.attname || ' = ANY \\(ARRAY\\[')) AS "isEnumerated",
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey)) AS "isUnique"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation l ON l.oid = a.attcollation
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'migrations'
    AND a.attnum > 0 AND NOT a.attisdropped AND format_type(a.atttypid, NULL) = ANY ($1) ORDER BY 1, a.attnum`;

/** The only type that a column of a kind has, where it matters. */
const typeNeeded: Readonly<Partial<Record<PersonalKind, string>>> = {
  ...{ words: 'text', unique: 'text', others: 'text', bytes: 'bytea' },
  ...{ list: 'jsonb', othersList: 'jsonb', array: 'text[]' },
};

function problemOf(kind: PersonalKind, found: CatalogueColumn): string | null {
  if (found.isEnumerated && kind !== 'code' && kind !== 'ours')
    return `is a word of a list, so nothing else can stand there`;
  if (found.isUnique && !['code', 'ours', 'unique', 'text', 'staff'].includes(kind)) return `must stay one of its kind`;
  if (kind === 'gone' && !found.isNullable) return 'cannot be null';
  const needed = typeNeeded[kind];
  if (needed && found.type !== needed) return `is ${found.type}`;
  return null;
}

/**
 * What is wrong with a service's map: columns of text that it leaves out, names twice or that are not there, and kinds that the table refuses.
 * A column whose name and collation say that it is an id is none. Empty when nothing is.
 */
export async function problemsOfPersonalData(manager: EntityManager, map: PersonalDataMap): Promise<string[]> {
  const catalogue = await manager.query<CatalogueColumn[]>(CATALOGUE, [TYPES]);
  const nameOf = ({ table, column }: { readonly table: string; readonly column: string }) => `${table}.${column}`;
  const byName = new Map(catalogue.map((found) => [nameOf(found), found]));
  const named = Map.groupBy(classified(map), nameOf);
  const problems = [...named].flatMap(([name, all]) => {
    const [found, kind] = [byName.get(name), all[0]?.kind];
    if (!found || !kind) return [`${name} is not there`];
    if (all.length > 1) return [`${name} is named ${all.length} times`];
    const problem = problemOf(kind, found);
    return problem ? [`${name} ${problem}: it cannot be ${kind}`] : [];
  });
  const missing = catalogue.filter((found) => !found.isReference && !named.has(nameOf(found)));
  return [...problems, ...missing.map((found) => `${nameOf(found)} is not classified`)];
}

/** What a map says about erasing. */
export function erasureRulesOf(map: PersonalDataMap): ErasureRules {
  const all = classified(map).map((each) => ({ ...each, name: `${each.table}.${each.column}` }));
  const own = all.flatMap(({ name, column, kind }): [string, string][] => {
    const { erase }: Handling = kinds[kind];
    return typeof erase === 'function' ? [[name, erase(column)]] : [];
  });
  return {
    keep: all.filter(({ kind }) => kinds[kind].erase === 'KEEP').map(({ name }) => name),
    whose: Object.fromEntries(Object.entries(map).map(([table, { whose }]) => [table, whose ?? 'FALSE'])),
    alone: Object.entries(map).flatMap(([table, { isAlone }]) => (isAlone ? [table] : [])),
    own: Object.fromEntries(own),
  };
}

/** A map with what these tables keep of their rows before (see `keepHistoryV1`): whose a row is, and what is theirs in it, is the same then. */
export const withPast = (map: PersonalDataMap, tables: readonly string[]): PersonalDataMap => ({
  ...map,
  ...Object.fromEntries(
    tables.map((table) => {
      const now = map[table];
      if (!now) throw new Error(`${table} is not in the map`);
      return [`${table}_past`, now];
    }),
  ),
});

/** The columns of a table that are not told to the customer whose row it is. */
export const withheldOf = (map: PersonalDataMap, table: string): string[] =>
  classified(map)
    .filter((each) => each.table === table && !kinds[each.kind].isTold)
    .map(({ column }) => column);

/** The columns of a table that are of one kind. */
export const columnsOfKind = (map: PersonalDataMap, table: string, kind: PersonalKind): string[] =>
  namesOf(map[table]?.columns[kind]);
