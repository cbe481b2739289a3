import type { EntityManager } from 'typeorm';
import type { Actor } from '@courtesy/subgraph';
import type { CustomerMatchField } from '@courtesy/graph-types/customers';
import { ownCustomerId } from '../customer/customer.store.ts';
import type { Found } from './ranking.ts';
import { beginningKeys, spellingKeys, wordKeys, type Keys, type SearchQuery } from './query.ts';

/** The most rows that one way of looking brings: so many are ranked within milliseconds, however common a name is. */
const MOST = 200;

/** So few letters begin too many names for them to be gathered. */
const SHORT = 3;

const NAME = `coalesce(c.display_name, '') || ' ' || coalesce(c.given_name, '') || ' ' || coalesce(c.family_name, '')`;
const NAME_KEYS = `name_keys(${NAME})`;
const CONTACT_KEYS = `contact_keys(p.kind, p.normalised, p.postcode)`;
const FULL_NAME = `btrim(coalesce(c.given_name, '') || ' ' || coalesce(c.family_name, ''))`;

/** Collects ways of looking as parts of one statement, each with its own limit. */
class Ways {
  readonly parts: string[] = [];
  readonly parameters: unknown[] = [];
  readonly #own: string | null | undefined;

  /** `own` is the only customer whom the caller may see; undefined when they may see all. */
  constructor(own: string | null | undefined) {
    this.#own = own;
  }

  bind(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  #holds(column: string, keys: Keys): string {
    const all = keys.all.length > 0 ? [`${column} @> ${this.bind(keys.all)}::text[]`] : [];
    return [...all, ...keys.some.map((group) => `${column} && ${this.bind(group)}::text[]`)].join(' AND ');
  }

  #add(select: string, customer: string, condition: string): void {
    const scope = this.#own === undefined ? '' : ` AND ${customer} = ANY (customer_family(${this.bind(this.#own)}))`;
    this.parts.push(`(${select} WHERE ${condition}${scope} LIMIT ${MOST})`);
  }

  names(keys: Keys | null): void {
    if (keys) this.#names(this.#holds(NAME_KEYS, keys));
  }

  /** Names that begin so. */
  beginnings(word: string): void {
    for (const column of ['family_name', 'given_name', 'display_name'])
      this.#names(`c.${column} IS NOT NULL AND fold_text(c.${column}) LIKE ${this.bind(beginning(word))}`);
  }

  /** Names that sound like these words. */
  sounds(words: readonly string[]): void {
    const known = words.filter((word) => word.length > 3);
    if (known.length === 0) return;
    const keys = known.map((word) => `'@' || dmetaphone(${this.bind(word)})`);
    this.#names(`${NAME_KEYS} @> ARRAY[${keys.join(', ')}]`);
  }

  #names(condition: string): void {
    this.#add(
      `SELECT c.id AS customer_id, 'NAME' AS field, coalesce(c.display_name, ${FULL_NAME}) AS value,
         CASE WHEN c.display_name IS NULL THEN '' ELSE ${FULL_NAME} END AS spelling, false AS ended FROM customers c`,
      'c.id',
      `coalesce(c.display_name, c.given_name, c.family_name) IS NOT NULL AND ${condition}`,
    );
  }

  contacts(keys: Keys | null): void {
    if (keys) this.points(`p.kind <> 'PHONE' AND ${this.#holds(CONTACT_KEYS, keys)}`);
  }

  points(condition: string): void {
    this.#add(
      `SELECT p.customer_id, p.kind AS field, p.value, p.normalised AS spelling, p.valid_to IS NOT NULL AS ended FROM contact_points p`,
      'p.customer_id',
      condition,
    );
  }

  /** Rows of `table` of which something is found letter by letter. */
  exactly(table: string, field: CustomerMatchField, [value, customer]: readonly [string, string], condition: string) {
    const select = `SELECT t.${customer} AS customer_id, '${field}' AS field, t.${value} AS value, '' AS spelling, false AS ended FROM ${table} t`;
    this.#add(select, `t.${customer}`, condition);
  }
}

const beginning = (text: string) => `${text.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;

const reversed = (digits: string) => [...digits].reverse().join('');

function lookUpIds(ways: Ways, { globalId, reference }: SearchQuery): void {
  if (globalId) {
    const id = ways.bind(globalId);
    ways.exactly('customers', 'CUSTOMER_ID', ['id', 'id'], `t.id = ${id}`);
    ways.exactly('contact_points', 'REFERENCE', ['id', 'customer_id'], `t.id = ${id}`);
    ways.exactly('external_identities', 'REFERENCE', ['id', 'customer_id'], `t.id = ${id}`);
    ways.exactly('purchases', 'REFERENCE', ['id', 'customer_id'], `t.id = ${id}`);
  } else if (reference) {
    const like = (column: string) => `lower(t.${column} COLLATE "pg_c_utf8") LIKE ${ways.bind(beginning(reference))}`;
    const identity = ['external_id', 'customer_id'] as const;
    ways.exactly('external_identities', 'EXTERNAL_ID', identity, like('external_id'));
    ways.exactly('purchases', 'ORDER_NUMBER', ['order_number', 'customer_id'], like('order_number'));
  }
}

/** The ways to look for a query, each tried when those before it found too little. */
const rounds: readonly ((ways: Ways, query: SearchQuery) => void)[] = [
  (ways, query) => {
    lookUpIds(ways, query);
    if (query.globalId) return;
    for (const digits of query.digits)
      ways.points(`p.kind = 'PHONE' AND reverse(p.normalised) LIKE ${ways.bind(`${reversed(digits)}%`)}`);
    if (query.address)
      ways.points(`p.kind IN ('EMAIL', 'SOCIAL') AND p.normalised LIKE ${ways.bind(beginning(query.address))}`);
    const [word = '', ...others] = query.words;
    if (word !== '' && others.length === 0 && word.length <= SHORT) ways.beginnings(word);
    else ways.names(beginningKeys(query.words));
  },
  (ways, query) => ways.contacts(wordKeys(query.words)),
  (ways, query) => {
    ways.names(spellingKeys(query.words));
    ways.contacts(spellingKeys(query.addressWords.length > 0 ? query.addressWords : query.words));
  },
  (ways, query) => ways.sounds(query.words),
  (ways, { words }) => {
    if (words.length < 2) return;
    words.forEach((_, left) => ways.names(spellingKeys(words.filter((__, place) => place !== left))));
  },
];

/** How many rounds there are. */
export const ROUNDS = rounds.length;

/**
 * Has the database plan for the few rows that a search reads, until the transaction ends: how rare a word is it can only guess, and a wrong
 * guess would have it read every customer; and compiling a plan takes longer than running it.
 */
export async function planForFewRows(manager: Pick<EntityManager, 'query'>): Promise<void> {
  await manager.query(
    `SELECT set_config(name, value, true) FROM (VALUES ('enable_seqscan', 'off'), ('jit', 'off'), ('max_parallel_workers_per_gather', '0')) AS t (name, value)`,
  );
}

/** One round of looking as a statement, for those who see only `own`, or all when it is undefined; null when this round has nothing to go by. */
export function waysOf(
  query: SearchQuery,
  { round, own }: { readonly round: number; readonly own: string | null | undefined },
): { readonly sql: string; readonly parameters: readonly unknown[] } | null {
  const ways = new Ways(own);
  rounds[round]?.(ways, query);
  if (ways.parts.length === 0) return null;
  const sql = `SELECT customer_root(found.customer_id) AS "customerId", customer_root(found.customer_id) <> found.customer_id AS "merged",
       found.field, found.value, found.spelling, found.ended FROM (${ways.parts.join(' UNION ALL ')}) AS found`;
  return { sql, parameters: ways.parameters };
}

/**
 * What one round of looking finds, as far as the actor may see the customers, in one statement; each row with the customer who stands for its own
 * today. Only names, contact points, ids and order numbers are looked through: nothing that is kept from some of the staff.
 */
export async function lookUp(
  manager: EntityManager,
  actor: Actor,
  { query, round }: { readonly query: SearchQuery; readonly round: number },
): Promise<Found[]> {
  const statement = waysOf(query, { round, own: ownCustomerId(actor) });
  return statement ? manager.query<Found[]>(statement.sql, [...statement.parameters]) : [];
}
