import type { Batch } from '@courtesy/subgraph';

/** Where versions with dates are kept. Every such table has id, effective_from, ends_at, approved_at and withdrawn_at. */
export interface VersionsTable {
  readonly table: string;
  /** The columns that versions of one series, which follow one another in time, have in common. */
  readonly series: readonly string[];
}

/** As SQL over an alias: whether a version was, is or will be in effect. */
export const comesIntoEffectSql = (v: string): string =>
  `${v}.approved_at IS NOT NULL AND (${v}.withdrawn_at IS NULL OR ${v}.withdrawn_at > ${v}.effective_from)`;

/** As SQL over two aliases: whether versions are of one series. */
const sameSeries = ({ series }: VersionsTable, a: string, b: string) =>
  series.map((column) => `${a}.${column} = ${b}.${column}`).join(' AND ');

/** As SQL over an alias: whether a version is in effect at the instant that `at`, such as `:now`, stands for. */
export const inEffectSql = (versions: VersionsTable, v: string, at: string): string =>
  `${v}.effective_from <= ${at} AND ${comesIntoEffectSql(v)} AND (${v}.ends_at IS NULL OR ${v}.ends_at > ${at})
   AND (${v}.withdrawn_at IS NULL OR ${v}.withdrawn_at > ${at})
   AND NOT EXISTS (SELECT 1 FROM ${versions.table} AS later WHERE ${sameSeries(versions, 'later', v)}
     AND later.effective_from > ${v}.effective_from AND later.effective_from <= ${at} AND ${comesIntoEffectSql('later')})`;

/** A batch that loads, for each version, when the next one of its series takes effect. */
export const successorsIn =
  (versions: VersionsTable): Batch<Date> =>
  async ({ db }, ids) => {
    const rows = await db.manager.query<{ id: string; next: Date }[]>(
      `SELECT v.id, min(n.effective_from) AS next FROM ${versions.table} AS v
       JOIN ${versions.table} AS n ON ${sameSeries(versions, 'n', 'v')} AND n.effective_from > v.effective_from
         AND ${comesIntoEffectSql('n')}
       WHERE v.id = ANY ($1) GROUP BY v.id`,
      [ids],
    );
    const byId = new Map(rows.map((row) => [row.id, row.next]));
    return ids.map((id) => byId.get(id) ?? null);
  };
