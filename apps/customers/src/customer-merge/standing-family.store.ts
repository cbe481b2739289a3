import type { EntityManager } from 'typeorm';
import type { Actor } from '@courtesy/subgraph';
import { recordedCustomers } from '../customer/customer.store.ts';
import type { Customer } from '../customer/customer.ts';
import { rootsOf } from '../customer/family.store.ts';
import type { BelongingCount } from './customer-merge.ts';
import type { Joint } from './family-tree.ts';
import type { Layer } from './layers.ts';

/** Records of customers, locked, and who stands for each of those asked for. */
export interface LockedFamilies {
  readonly roots: ReadonlyMap<string, string>;
  /** By id, as far as the actor may see them. */
  readonly records: ReadonlyMap<string, Customer>;
}

/** Lets merges and their reversals follow one another until the transaction ends: they are few, and what one finds out of families then holds. */
async function oneAtATime(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('customers that stand for each other'))`);
}

/** Locks records in the order of their ids, so that two who want the same never wait for each other. */
async function lockRecords(
  manager: EntityManager,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  const locked = await recordedCustomers(manager, actor)
    .andWhere('c.id = ANY (:ids)', { ids })
    .orderBy('c.id')
    .setLock('pessimistic_write')
    .getMany();
  return new Map(locked.map((each) => [each.id, each]));
}

/** Locks these customers and whoever stands for them until the transaction ends. No family changes meanwhile. */
export async function lockFamilies(
  manager: EntityManager,
  actor: Actor,
  ids: readonly string[],
): Promise<LockedFamilies> {
  await oneAtATime(manager);
  const roots = await rootsOf(manager, ids);
  return { roots, records: await lockRecords(manager, actor, [...new Set([...ids, ...roots.values()])]) };
}

/** Locks everybody who is one with a customer until the transaction ends, and names who stands for them. No family changes meanwhile. */
export async function lockFamily(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<{ readonly rootId: string; readonly records: ReadonlyMap<string, Customer> }> {
  await oneAtATime(manager);
  const [[rootId = id, ...others] = []] = await familiesOf(manager, [id]);
  return { rootId, records: await lockRecords(manager, actor, [rootId, ...others]) };
}

/** Everybody who is one with each of these customers, whoever stands for them first. */
export async function familiesOf(manager: EntityManager, rootIds: readonly string[]): Promise<readonly string[][]> {
  const rows = await manager.query<{ family: string[] }[]>(
    `SELECT customer_family(w.id) AS family FROM unnest($1::text[]) WITH ORDINALITY AS w (id, place) ORDER BY w.place`,
    [rootIds],
  );
  return rows.map(({ family }) => family);
}

/**
 * Counts what belongs to these customers, kind by kind: every table whose rows are tied to a customer by a foreign key, those of later parts of
 * the service too. Copies of what other services own, and what is only worked out, have none. In one statement.
 */
export async function countBelongings(
  manager: EntityManager,
  kept: readonly string[],
  moved: readonly string[],
): Promise<BelongingCount[]> {
  const tables = manager.connection.entityMetadatas.flatMap((entity) => {
    const tie = entity.foreignKeys.find(({ referencedTablePath }) => referencedTablePath === 'customers');
    const column = tie?.columnNames[0];
    return column ? [{ kind: entity.name, table: entity.tableName, column }] : [];
  });
  const count = (column: string, ids: string) => `(count(*) FILTER (WHERE "${column}" = ANY (${ids})))::integer`;
  const counts = await manager.query<BelongingCount[]>(
    tables
      .map(
        ({ kind, table, column }) =>
          `SELECT '${kind}' AS kind, ${count(column, '$1::text[]')} AS kept, ${count(column, '$2::text[]')} AS moved
           FROM "${table}" WHERE "${column}" = ANY ($1::text[] || $2::text[])`,
      )
      .join(' UNION ALL '),
    [kept, moved],
  );
  return counts.filter((each) => each.kept + each.moved > 0).sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** The merges that hold among these customers, each with those who were merged straight into its survivor. */
export function jointsOf(manager: EntityManager, customerIds: readonly string[]): Promise<Joint[]> {
  return manager.query<Joint[]>(
    `SELECT m.customer_id AS "customerId", g.survivor_id AS "survivorId", g.id AS "mergeId"
     FROM customer_merge_members m JOIN customer_merges g ON g.id = m.merge_id
     WHERE m.customer_id = ANY ($1) AND NOT EXISTS (SELECT 1 FROM customer_merge_reversals r WHERE r.id = g.id)`,
    [customerIds],
  );
}

/** What the merges that hold laid over the fields of these customers, the earliest first. */
export function layersOf(manager: EntityManager, customerIds: readonly string[]): Promise<Layer[]> {
  return manager.query<Layer[]>(
    `SELECT g.id AS "mergeId", g.survivor_id AS "survivorId", f.field, f.from_id AS "fromId", f.beneath, f.given
     FROM customer_merges g JOIN customer_merge_fields f ON f.merge_id = g.id
     WHERE g.survivor_id = ANY ($1) AND f.from_id <> g.survivor_id
       AND NOT EXISTS (SELECT 1 FROM customer_merge_reversals r WHERE r.id = g.id)
     ORDER BY g.at, g.id`,
    [customerIds],
  );
}

/** Notes what is beneath layers, and what they give, now that another one was taken away. */
export async function saveLayers(manager: EntityManager, layers: readonly Layer[]): Promise<void> {
  if (layers.length === 0) return;
  await manager.query(
    `UPDATE customer_merge_fields f SET beneath = l.value -> 'beneath', given = l.value -> 'given'
     FROM jsonb_array_elements($1::jsonb) AS l WHERE f.merge_id = l.value ->> 'mergeId' AND f.field = l.value ->> 'field'`,
    [JSON.stringify(layers)],
  );
}
