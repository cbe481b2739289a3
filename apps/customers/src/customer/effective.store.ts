import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { visibleBelongings } from './customer.store.ts';

/** Something of which a customer has one at a time, such as a tier. It is ended, never changed. */
export interface Effective extends ObjectLiteral {
  readonly id: string;
  readonly customerId: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const earlier = (one: Effective, other: Effective) => one.validFrom.getTime() - other.validFrom.getTime();

/** Of what the records of one customer hold, what counts: their own, else the latest of those merged into them. */
export function counting<T extends Effective>(rows: readonly T[], root: string): T | null {
  const own = rows.filter(({ customerId }) => customerId === root);
  return (own.length > 0 ? own : rows).toSorted(earlier).at(-1) ?? null;
}

/** Loads everything that the records of each customer held at an instant, as far as the caller may see it. One statement. */
export function allHeldAt<T extends Effective>(table: EntitySchema<T>): Batch<readonly T[], { readonly at: string }> {
  return async ({ db, actor }, ids, { at }) => {
    const { entities, raw } = await visibleBelongings(db.manager, actor, table)
      .innerJoin(
        `(SELECT w.id AS root, m.id AS member FROM unnest(:ids::text[]) AS w (id) CROSS JOIN LATERAL unnest(customer_family(w.id)) AS m (id))`,
        'family',
        'family.member = b.customerId',
      )
      .addSelect('family.root', 'root')
      .andWhere('b.validFrom <= :at AND (b.validTo IS NULL OR b.validTo > :at)')
      .setParameters({ ids, at })
      .getRawAndEntities<{ b_id: string; root: string }>();
    const byId = new Map(entities.map((each) => [each.id, each]));
    const byRoot = Map.groupBy(raw, ({ root }) => root);
    return ids.map((id) => (byRoot.get(id) ?? []).flatMap((row) => byId.get(row.b_id) ?? []));
  };
}

/** Loads the one that counts for each customer at an instant, as far as the caller may see it. */
export function heldAt<T extends Effective>(table: EntitySchema<T>): Batch<T, { readonly at: string }> {
  const all = allHeldAt(table);
  return async (context, ids, args) => {
    const held = await all(context, ids, args);
    return held.map((rows, i) => counting(rows ?? [], ids[i] ?? ''));
  };
}

/** What holds of a customer, whom the caller has locked, and of those merged into them. */
export function holdingNow<T extends Effective>(
  manager: EntityManager,
  table: EntitySchema<T>,
  customerId: string,
): Promise<T[]> {
  return manager
    .createQueryBuilder(table, 'b')
    .where('b.customerId = ANY (customer_family(:customerId)) AND b.validTo IS NULL', { customerId })
    .getMany();
}

/** Ends what holds of a customer, whom the caller has locked: what is their own, or also what came with those merged into them. */
export async function endHolding<T extends Effective>(
  manager: EntityManager,
  table: EntitySchema<T>,
  end: { readonly ids: readonly string[]; readonly at: Date },
): Promise<void> {
  if (end.ids.length === 0) return;
  const { tableName } = manager.connection.getMetadata(table);
  await manager.query(`UPDATE ${tableName} SET valid_to = $2 WHERE id = ANY ($1) AND valid_to IS NULL`, [
    end.ids,
    end.at,
  ]);
}

/** Puts one in the place of what a customer has of their own. */
export async function replaceHolding<T extends Effective>(
  manager: EntityManager,
  table: EntitySchema<T>,
  next: T,
): Promise<void> {
  const ids = (await holdingNow(manager, table, next.customerId))
    .filter(({ customerId }) => customerId === next.customerId)
    .map(({ id }) => id);
  await endHolding(manager, table, { ids, at: next.validFrom });
  await insertRows(manager, table, [next]);
}
