import type { KnownEvent } from '@courtesy/events';
import type { FilterField, Transaction } from '@courtesy/persistence';
import type { EntityManager } from 'typeorm';
import type { Batch, Context, EntityReference } from './context.ts';

/**
 * The SQL by which a service knows which customers stand for which, for a migration: the table `customer_aliases`, where every merged
 * customer points at the one that stands for them, and two functions over it. `customer_root(id)` is the customer that stands for `id`,
 * itself unless it was merged; `customer_family(id)` is that one and everybody merged into it. No row that names a customer is ever
 * rewritten, so undoing a merge brings back exactly what was (ADR 0016).
 */
export function customerFamilyV1(appRole: string): string[] {
  return [
    `CREATE TABLE customer_aliases (
       customer_id text COLLATE "C" NOT NULL,
       survivor_id text COLLATE "C" NOT NULL,
       CONSTRAINT customer_aliases_pkey PRIMARY KEY (customer_id),
       CONSTRAINT customer_aliases_other_check CHECK (customer_id <> survivor_id)
     )`,
    `CREATE INDEX customer_aliases_survivor ON customer_aliases (survivor_id, customer_id)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON customer_aliases TO "${appRole}"`,
    `CREATE FUNCTION customer_root(customer text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
       AS $$ SELECT COALESCE((SELECT a.survivor_id FROM customer_aliases a WHERE a.customer_id = customer), customer) $$`,
    `CREATE FUNCTION customer_family(customer text) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
       AS $$ SELECT ARRAY[customer_root(customer)] || ARRAY(
         SELECT a.customer_id FROM customer_aliases a WHERE a.survivor_id = customer_root(customer) ORDER BY a.customer_id) $$`,
  ];
}

/** Who stands for a customer from now on: themself, or the survivor of a merge. */
export interface CustomerRoot {
  readonly customerId: string;
  readonly survivorId: string;
}

/** Records who stands for whom. The last word on a customer holds. */
export async function saveRoots(manager: EntityManager, roots: readonly CustomerRoot[]): Promise<void> {
  const last = [...new Map(roots.map((root) => [root.customerId, root])).values()];
  if (last.length === 0) return;
  const told = [last.map(({ customerId }) => customerId), last.map(({ survivorId }) => survivorId)];
  await manager.query(
    `DELETE FROM customer_aliases WHERE customer_id IN
       (SELECT told.customer_id FROM unnest($1::text[], $2::text[]) AS told (customer_id, survivor_id) WHERE told.customer_id = told.survivor_id)`,
    told,
  );
  await manager.query(
    `INSERT INTO customer_aliases (customer_id, survivor_id)
     SELECT told.customer_id, told.survivor_id FROM unnest($1::text[], $2::text[]) AS told (customer_id, survivor_id)
     WHERE told.customer_id <> told.survivor_id
     ON CONFLICT (customer_id) DO UPDATE SET survivor_id = excluded.survivor_id`,
    told,
  );
}

/** The events by which {@link adoptRoots} learns of merges; a reaction to the customers feed names them among its types. */
export const familyEvents = ['courtesy.customer.merged.v1', 'courtesy.customer.unmerged.v1'] as const;

const FAMILIES_LOCK = `hashtextextended('customer families', 0)`;

/**
 * Keeps families as they are until the transaction ends, so that what is locked and added up for a customer is that of one family throughout.
 * Many may hold them at once; {@link adoptRoots} waits for all of them. To be called before anything else is locked for the customer.
 */
export async function holdFamilies(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock_shared(${FAMILIES_LOCK})`);
}

/** Takes over, from a page of the customers feed, who stands for whom. Other events are left alone. */
export async function adoptRoots({ manager }: Transaction, events: readonly KnownEvent[]): Promise<void> {
  const roots = events.flatMap((event) =>
    event.type === 'courtesy.customer.merged.v1' || event.type === 'courtesy.customer.unmerged.v1'
      ? event.data.roots
      : [],
  );
  if (roots.length === 0) return;
  await manager.query(`SELECT pg_advisory_xact_lock(${FAMILIES_LOCK})`);
  await saveRoots(manager, roots);
}

const survivors: Batch<EntityReference> = async ({ db }, customerIds) => {
  const rows = await db.manager.query<{ customer_id: string; survivor_id: string }[]>(
    `SELECT customer_id, survivor_id FROM customer_aliases WHERE customer_id = ANY ($1)`,
    [customerIds],
  );
  const known = new Map(rows.map((row) => [row.customer_id, row.survivor_id]));
  return customerIds.map((id) => ({ id: known.get(id) ?? id }));
};

/** The customer whom a row names, as they are known today: whoever stands for them. One statement for all that a request asks for. */
export async function survivorOf(context: Context, customerId: string): Promise<EntityReference> {
  return (await context.load(survivors, customerId, undefined)) ?? { id: customerId };
}

/** The SQL function that names the family of a customer, for lists and filters. */
export const FAMILY = 'customer_family';

/** A column of a customer, as a filter compares it: whoever names one of a family means all of it. */
export const ofFamily = (column: string): FilterField => ({ column, alike: FAMILY });

/** All ids of one customer: first that of whoever stands for them, then those of everybody merged into that one. */
export async function familyOf(manager: EntityManager, customerId: string): Promise<string[]> {
  const sql = `SELECT customer_family($1) AS family`;
  const [row] = await manager.query<{ family: string[] }[]>(sql, [customerId]);
  return row?.family ?? [customerId];
}

/** The customers that stand for these, in their order: whether two are one and the same is asked of their roots. */
export async function rootsOf(manager: EntityManager, customerIds: readonly string[]): Promise<string[]> {
  const rows = await manager.query<{ root: string }[]>(
    `SELECT customer_root(id) AS root FROM unnest($1::text[]) WITH ORDINALITY AS given (id, place) ORDER BY place`,
    [customerIds],
  );
  return rows.map(({ root }) => root);
}
