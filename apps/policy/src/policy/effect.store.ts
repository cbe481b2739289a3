import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Batch, Context } from '@courtesy/subgraph';
import type { Effect } from './effect.ts';

/** A kind of version as it is stored, its {@link Effect} in columns of the same names. */
export interface StoredVersions<T> {
  /** All versions that the caller may see: one entity under its alias. */
  readonly rows: (context: Pick<Context, 'db'>) => SelectQueryBuilder<T & ObjectLiteral>;
  /** The property with the id of what they are versions of. */
  readonly of: keyof T & string;
}

/** As SQL over an alias: whether a version was, is or will be in effect. */
export const comesIntoEffect = (v: string) =>
  `${v}.approved_at IS NOT NULL AND (${v}.withdrawn_at IS NULL OR ${v}.withdrawn_at > ${v}.effective_from)`;

function namesOf<T>(rows: SelectQueryBuilder<T & ObjectLiteral>, of: string): { table: string; owner: string } {
  const metadata = rows.expressionMap.mainAlias?.metadata;
  const owner = metadata?.findColumnWithPropertyName(of)?.databaseName;
  if (!metadata || !owner) throw new Error(`Versions select one entity with ${of}`);
  return { table: metadata.tableName, owner };
}

/** Each owner's version in effect at an instant, in the order of the owners: the last to take effect by then, unless it has ended since. */
export async function versionsInEffect<T extends Effect>(
  rows: SelectQueryBuilder<T & ObjectLiteral>,
  of: keyof T & string,
  { owners, at }: { readonly owners: readonly string[]; readonly at: Date },
): Promise<(T | null)[]> {
  const { table, owner } = namesOf(rows, of);
  const last = `SELECT DISTINCT ON (${owner}) id, ends_at, withdrawn_at FROM ${table} AS w
    WHERE w.${owner} = ANY (:owners) AND w.effective_from <= :at AND ${comesIntoEffect('w')}
    ORDER BY ${owner}, effective_from DESC`;
  const inEffect = `SELECT id FROM (${last}) AS last WHERE (ends_at IS NULL OR ends_at > :at) AND (withdrawn_at IS NULL OR withdrawn_at > :at)`;
  const found: T[] = await rows.andWhere(`${rows.alias}.id IN (${inEffect})`, { owners, at }).getMany();
  const byOwner = new Map(found.map((each) => [each[of] as string, each]));
  return owners.map((each) => byOwner.get(each) ?? null);
}

/** A batch that loads, by what they are versions of, the versions in effect at an instant. */
export function versionsAt<T extends Effect>({ rows, of }: StoredVersions<T>): Batch<T, { readonly at: Date }> {
  return (context, owners, { at }) => versionsInEffect(rows(context), of, { owners, at });
}

/** A batch that loads, for each version, when the next one of the same takes effect. */
export function successorsOf<T extends Effect>({ rows, of }: StoredVersions<T>): Batch<Date> {
  return async (context, ids) => {
    const { table, owner } = namesOf(rows(context), of);
    const found = await context.db.manager.query<{ id: string; next: Date }[]>(
      `SELECT v.id, min(n.effective_from) AS next FROM ${table} AS v
       JOIN ${table} AS n ON n.${owner} = v.${owner} AND n.effective_from > v.effective_from AND ${comesIntoEffect('n')}
       WHERE v.id = ANY ($1) GROUP BY v.id`,
      [ids],
    );
    const byId = new Map(found.map((row) => [row.id, row.next]));
    return ids.map((id) => byId.get(id) ?? null);
  };
}
