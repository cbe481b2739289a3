import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';
import type { Filter } from '@courtesy/persistence';

interface Belonging {
  readonly id: string;
  readonly customerId: string;
}

/** The customer that stands for one today: themself, unless they are merged. */
export async function rootOf(manager: EntityManager, id: string): Promise<string> {
  const [row] = await manager.query<{ root: string }[]>(`SELECT customer_root($1) AS root`, [id]);
  return row?.root ?? id;
}

/** The customers that stand for these today, by the id asked for. Ids of nobody are left out. */
export async function rootsOf(manager: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await manager.query<{ id: string; root: string }[]>(
    `SELECT c.id, COALESCE(a.survivor_id, c.id) AS root FROM customers c LEFT JOIN customer_aliases a ON a.customer_id = c.id
     WHERE c.id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, root }) => [id, root]));
}

/** What belongs to these customers, who stand for themselves, and to everybody merged into them, by the customer asked for. */
export async function belongingsOf<T extends Belonging & ObjectLiteral>(
  manager: EntityManager,
  table: EntitySchema<T>,
  customerIds: readonly string[],
): Promise<Map<string, T[]>> {
  const { entities, raw } = await manager
    .createQueryBuilder(table, 'b')
    .innerJoin(
      `(SELECT w.id AS root, w.id AS member FROM unnest(:customerIds::text[]) AS w (id)
        UNION ALL SELECT a.survivor_id, a.customer_id FROM customer_aliases a WHERE a.survivor_id = ANY (:customerIds))`,
      'family',
      'family.member = b.customerId',
    )
    .addSelect('family.root', 'root')
    .orderBy('b.id')
    .setParameters({ customerIds })
    .getRawAndEntities<{ b_id: string; root: string }>();
  const rootById = new Map(raw.map((row) => [row.b_id, row.root]));
  return Map.groupBy(entities, ({ id }) => rootById.get(id) ?? '');
}

type Compared = { readonly eq?: string | null; readonly in?: readonly string[] | null };

const partsOf = (filter: Filter): Filter[] =>
  [filter.not ?? [], filter.and ?? [], filter.or ?? []].flat().filter((part) => part !== null);

const comparedIn = (filter: Filter, field: string): string[] => {
  const { eq, in: several } = ((filter as Record<string, unknown>)[field] ?? {}) as Compared;
  return [...(eq ? [eq] : []), ...(several ?? []), ...partsOf(filter).flatMap((part) => comparedIn(part, field))];
};

function spread(filter: Filter, field: string, families: ReadonlyMap<string, readonly string[]>): Filter {
  const each = (part: Filter) => spread(part, field, families);
  const { eq, in: several, ...others } = ((filter as Record<string, unknown>)[field] ?? {}) as Compared;
  const wide = (ids: readonly string[]) => ids.flatMap((id) => families.get(id) ?? [id]);
  const [all, ...both] = [eq ? wide([eq]) : null, several ? wide(several) : null].filter((ids) => ids !== null);
  return {
    ...filter,
    ...(filter.and && { and: filter.and.map(each) }),
    ...(filter.or && { or: filter.or.map(each) }),
    ...(filter.not && { not: each(filter.not) }),
    ...(all && { [field]: { ...others, in: all.filter((id) => both.every((ids) => ids.includes(id))) } }),
  };
}

/** A filter that means, by each customer it names in `field`, everybody who is one with them. One statement, where it names any. */
export async function meaningFamilies<F extends Filter | null | undefined>(
  manager: EntityManager,
  filter: F,
  field: string,
): Promise<F> {
  const named = filter ? comparedIn(filter, field) : [];
  if (!filter || named.length === 0) return filter;
  const rows = await manager.query<{ id: string; family: string[] }[]>(
    `SELECT w.id, customer_family(w.id) AS family FROM unnest($1::text[]) AS w (id)`,
    [[...new Set(named)]],
  );
  return spread(filter, field, new Map(rows.map(({ id, family }) => [id, family]))) as F;
}
