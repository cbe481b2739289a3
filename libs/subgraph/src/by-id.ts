import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Batch, Context } from './context.ts';

/**
 * A batch that loads entities by id in one statement: one per id, null where there is none among `rows`, which selects all that this
 * caller may see. Every road to an entity (item, reference, `_entities`) goes through such a batch, so what it leaves out nobody sees.
 */
export function byId<T extends ObjectLiteral & { readonly id: string }>(
  rows: (context: Context) => SelectQueryBuilder<T>,
): Batch<T> {
  return async (context, ids) => {
    const query = rows(context);
    const found = await query.andWhere(`${query.alias}.id = ANY (:ids)`, { ids }).getMany();
    const known = new Map(found.map((each) => [each.id, each]));
    return ids.map((id) => known.get(id) ?? null);
  };
}
