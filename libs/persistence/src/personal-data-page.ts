import type { EntityManager } from 'typeorm';
import { columnsOfKind, withheldOf, type PersonalDataMap } from './personal-data.ts';

/** Whose data is asked for: the ids of everybody who is the same customer, and those of their cases. */
export interface PersonalDataOf {
  readonly customerIds: readonly string[];
  readonly caseIds: readonly string[];
}

/** One row that is somebody's. */
export interface PersonalRecord {
  readonly table: string;
  /** What it says, as the text of a JSON object; bytes are in base64. */
  readonly content: string;
}

/** A piece of all that a service keeps of somebody. */
export interface PersonalDataPage {
  readonly records: readonly PersonalRecord[];
  /** Where the next piece begins; null when this was the last. */
  readonly endCursor: string | null;
}

/** How many records a piece has at most, and how many where they are pieces of files. */
const RECORDS = 200;
const FILES = 4;

const KEYS = `SELECT c.relname AS name, array_agg(quote_ident(a.attname) ORDER BY array_position(i.indkey::smallint[], a.attnum)) AS key
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
  WHERE i.indisprimary AND c.relname = ANY ($1) GROUP BY c.relname`;

/** Ids of the organisation's own people begin so; who of them did something is not the customer's to be told. */
const isOfStaff = (value: unknown) => typeof value === 'string' && value.startsWith('pers_');

const inBase64 = (value: unknown) => Buffer.from(String(value).slice(2), 'hex').toString('base64');

function contentOf(
  row: Readonly<Record<string, unknown>>,
  withheld: readonly string[],
  bytes: readonly string[],
): string {
  const told = Object.entries(row).flatMap(([column, value]) => {
    if (value === null || withheld.includes(column) || isOfStaff(value)) return [];
    return [[column, bytes.includes(column) ? inBase64(value) : value]];
  });
  return JSON.stringify(Object.fromEntries(told));
}

/**
 * Reads on in all that a service keeps of somebody, as its map says what is theirs: table by table, each in the order of its primary key. What
 * is withheld by the map, and ids of staff, are left out; so is what is absent.
 */
export async function personalDataPage(
  manager: EntityManager,
  map: PersonalDataMap,
  of: PersonalDataOf & { readonly after: string | null },
): Promise<PersonalDataPage> {
  const told = Object.entries(map).filter(([, { whose, isInternal }]) => whose !== null && !isInternal);
  const tables = told.map(([name]) => name).sort();
  const found = await manager.query<{ name: string; key: string[] }[]>(KEYS, [tables]);
  const keys = new Map(found.map(({ name, key }) => [name, key.join(', ')]));
  const [from = '', offset = '0'] = of.after?.split(':') ?? [];
  const records: PersonalRecord[] = [];
  for (const table of tables.filter((name) => name >= from)) {
    const skipped = table === from ? Number(offset) : 0;
    const [withheld, bytes] = [withheldOf(map, table), columnsOfKind(map, table, 'bytes')];
    const limit = (bytes.length > 0 ? FILES : RECORDS) - records.length;
    if (limit <= 0) return { records, endCursor: `${table}:${skipped}` };
    const rows = await manager.query<{ row: Record<string, unknown> }[]>(
      `SELECT to_jsonb(t) AS row FROM "${table}" t
       WHERE (${map[table]?.whose}) AND $1::text[] IS NOT NULL AND $2::text[] IS NOT NULL
       ORDER BY ${keys.get(table)} LIMIT ${limit} OFFSET ${skipped}`,
      [of.customerIds, of.caseIds],
    );
    records.push(...rows.map(({ row }) => ({ table, content: contentOf(row, withheld, bytes) })));
    if (rows.length === limit) return { records, endCursor: `${table}:${skipped + rows.length}` };
  }
  return { records, endCursor: null };
}
