import type { EntityManager } from 'typeorm';
import type { MetricPeriod } from '@courtesy/graph-types/metrics';
import { rollups } from './rollup.ts';

/** A day whose figures came to something else after it was over. */
export interface MetricRestatement {
  readonly day: string;
  readonly restatedAt: Date;
  readonly countBefore: number | null;
  readonly countAfter: number | null;
}

/** The most notes that are told. */
const MOST = 100;

/** What is asked of restatements: of which version of a metric, over which days, and whether the caller may know how many there were. */
export interface RestatementsAsked {
  readonly figure: string;
  readonly period: MetricPeriod;
  readonly seesAll: boolean;
}

/** The days of a period whose figures were restated, the latest note first. Only what is kept in cells is ever restated. */
export async function restatementsOf(
  manager: EntityManager,
  { figure, period, seesAll }: RestatementsAsked,
): Promise<MetricRestatement[]> {
  const rollup = rollups.find(({ figures }) => figures.includes(figure));
  if (!rollup) return [];
  const place = rollup.isSketch ? 1 : rollup.figures.indexOf(figure) + 1;
  const rows = await manager.query<{ day: string; restatedAt: Date; before: string; after: string }[]>(
    `SELECT day::text AS day, restated_at AS "restatedAt", counts_before[$4] AS before, counts_after[$4] AS after FROM rollup_restatement
     WHERE rollup = $1 AND day >= $2 AND day < $3
       AND (counts_before[$4], above_before[$4], totals_before[$4]) IS DISTINCT FROM (counts_after[$4], above_after[$4], totals_after[$4])
     ORDER BY id DESC LIMIT ${MOST}`,
    [rollup.name, period.from, period.to, place],
  );
  return rows.map(({ day, restatedAt, before, after }) => ({
    ...{ day, restatedAt },
    ...{ countBefore: seesAll ? Number(before) : null, countAfter: seesAll ? Number(after) : null },
  }));
}
