import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Block, DuplicatePair, DuplicateRun, LeftOut } from './duplicate.ts';
import { duplicatePairTable, duplicateRunTable } from './duplicate.table.ts';
import { LEAST_PHONE_DIGITS, PHONE_DIGITS } from './traits.store.ts';

/** How many customers one step sorts into blocks. */
export const BATCH = 20_000;
/** With more customers than these a block says too little of each of its pairs: it is left out and told of. */
export const LARGEST_BLOCK = 50;

const NAME = `coalesce(c.display_name, '') || ' ' || coalesce(c.given_name, '') || ' ' || coalesce(c.family_name, '')`;
const DIGITS = `regexp_replace(p.normalised, '\\D', '', 'g')`;

/** What brings customers together. A name with a typing error shares the sound of its other words with the right one. */
const keys: Readonly<Record<Block, string>> = {
  EMAIL: `SELECT p.customer_id, p.normalised FROM points p WHERE p.kind = 'EMAIL'`,
  PHONE: `SELECT p.customer_id, right(${DIGITS}, ${PHONE_DIGITS}) FROM points p WHERE p.kind = 'PHONE' AND length(${DIGITS}) >= ${LEAST_PHONE_DIGITS}`,
  EXTERNAL_ID: `SELECT x.customer_id, lower(x.external_id COLLATE "pg_c_utf8") FROM external_identities x
    WHERE x.customer_id > $1 AND x.customer_id <= $2`,
  NAME_AND_POSTCODE: `SELECT c.id, p.place || ' ' || coalesce(nullif(dmetaphone(word), ''), word)
    FROM (SELECT DISTINCT customer_id, lower(regexp_replace(postcode, '[^[:alnum:]]', '', 'g')) AS place FROM points
      WHERE kind = 'POSTAL' AND postcode IS NOT NULL) AS p
    JOIN customers c ON c.id = p.customer_id CROSS JOIN LATERAL unnest(words_of(${NAME})) AS word
    WHERE c.id > $1 AND c.id <= $2`,
};

/** Sorts the next customers into the blocks of a run; returns the last of them and how many. */
export async function sortBatch(
  manager: EntityManager,
  run: DuplicateRun,
  blocks: readonly Block[],
): Promise<{ last: string | null; count: number }> {
  const after = run.cursor ?? '';
  const [batch] = await manager.query<{ last: string | null; count: number }[]>(
    `SELECT max(id) AS last, count(*)::integer AS count FROM (SELECT id FROM customers WHERE id > $1 ORDER BY id LIMIT ${BATCH}) AS batch`,
    [after],
  );
  if (!batch?.last) return { last: run.cursor, count: 0 };
  const parts = blocks.map((block) => `SELECT '${block}', k.* FROM (${keys[block]}) AS k`);
  await manager.query(`SET LOCAL work_mem = '32MB'`);
  await manager.query(
    `WITH points AS MATERIALIZED (SELECT p.customer_id, p.kind, p.normalised, p.postcode FROM contact_points p
       WHERE p.customer_id > $1 AND p.customer_id <= $2)
     INSERT INTO duplicate_blocks (block, kind, customer_id)
     SELECT DISTINCT hashtextextended(found.key, 0), found.kind, coalesce(a.survivor_id, found.customer_id)
     FROM (${parts.join(' UNION ALL ')}) AS found (kind, customer_id, key)
     LEFT JOIN customer_aliases a ON a.customer_id = found.customer_id
     WHERE found.key <> ''
       AND found.customer_id NOT IN (SELECT e.id FROM customers e WHERE e.id > $1 AND e.id <= $2 AND e.status = 'ERASED')`,
    [after, batch.last],
  );
  return batch;
}

/** Two customers whom something brings together, the one whose id comes first in front. */
export type PairOfIds = readonly [first: string, second: string];

/** A range of blocks. */
export type Slice = readonly [from: bigint, to: bigint];

/** One of so many even slices of all blocks there can be. */
export function sliceOf(place: number, slices: number): Slice {
  const start = (n: number) => -(2n ** 63n) + (2n ** 64n * BigInt(n)) / BigInt(slices);
  return [start(place), start(place + 1) - 1n];
}

/** What a slice of the blocks holds: each pair once, and the blocks that are too large, the largest first. */
export async function readSlice(
  manager: EntityManager,
  [from, to]: Slice,
): Promise<{ pairs: PairOfIds[]; leftOut: LeftOut[] }> {
  await manager.query(`SET LOCAL work_mem = '64MB'`);
  const [row] = await manager.query<{ pairs: PairOfIds[]; left_out: LeftOut[] }[]>(
    `WITH mine AS MATERIALIZED (SELECT DISTINCT block, kind, customer_id FROM duplicate_blocks WHERE block BETWEEN $1 AND $2),
     sized AS MATERIALIZED (SELECT block, kind, count(*) AS customers FROM mine GROUP BY block, kind HAVING count(*) > 1),
     members AS MATERIALIZED (SELECT m.* FROM mine m JOIN sized s USING (block, kind) WHERE s.customers <= ${LARGEST_BLOCK}),
     pairs AS (SELECT DISTINCT a.customer_id AS one, b.customer_id AS other FROM members a
       JOIN members b ON b.block = a.block AND b.kind = a.kind AND b.customer_id > a.customer_id)
     SELECT coalesce((SELECT json_agg(json_build_array(one, other) ORDER BY one, other) FROM pairs), '[]') AS pairs,
       coalesce((SELECT json_agg(json_build_object('block', kind, 'customers', customers) ORDER BY customers DESC)
         FROM sized WHERE customers > ${LARGEST_BLOCK}), '[]') AS left_out`,
    [String(from), String(to)],
  );
  return { pairs: row?.pairs ?? [], leftOut: row?.left_out ?? [] };
}

/** Adds pairs; of one that was found before it is said anew how alike they are, and by which run. */
export async function savePairs(manager: EntityManager, pairs: readonly DuplicatePair[]): Promise<void> {
  await insertRows(
    manager,
    duplicatePairTable,
    pairs,
    '(rule_id, first_id, second_id) DO UPDATE SET run_id = excluded.run_id, permille = excluded.permille',
  );
}

/** Takes away the pairs of the run's rule that it did not find again; returns how many it found. */
export async function dropStalePairs(manager: EntityManager, { id, ruleId }: DuplicateRun): Promise<number> {
  await manager.query(`DELETE FROM duplicate_pairs WHERE rule_id = $1 AND run_id <> $2`, [ruleId, id]);
  const [row] = await manager.query<{ found: number }[]>(
    `SELECT count(*)::integer AS found FROM duplicate_pairs WHERE run_id = $1`,
    [id],
  );
  return row?.found ?? 0;
}

/** Takes away the working rows of the last run. */
export async function dropBlocks(manager: EntityManager): Promise<void> {
  await manager.query(`TRUNCATE duplicate_blocks`);
}

/** How many customers there are. */
export async function countCustomers(manager: EntityManager): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(`SELECT count(*)::integer AS count FROM customers`);
  return row?.count ?? 0;
}

/** When the oldest run that has not ended was asked for; null when there is none. */
export async function nextScan(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(requested_at) AS at FROM duplicate_runs WHERE ended_at IS NULL`,
  );
  return row?.at ?? null;
}

/** The oldest run that has not ended, locked until the transaction ends; null when there is none or somebody works on it. */
export function lockNextRun(manager: EntityManager): Promise<DuplicateRun | null> {
  return manager
    .createQueryBuilder(duplicateRunTable, 'r')
    .where('r.id = (SELECT n.id FROM duplicate_runs n WHERE n.ended_at IS NULL ORDER BY n.requested_at, n.id LIMIT 1)')
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getOne();
}
