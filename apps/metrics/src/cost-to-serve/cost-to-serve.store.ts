import type { MetricPeriod } from '@courtesy/graph-types/metrics';
import { BadInput, queryNamed } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { hourAt } from '../metric/cost-measure.ts';
import { sources } from '../metric/fact-kinds.ts';
import { problemWithPeriod } from '../metric/period.ts';
import { END, START } from '../metric/question.ts';
import { reportingCurrency, reportingZone } from '../metric/reporting-day.ts';
import { visibility } from '../metric/sight.store.ts';
import { costOf, type CostToServe, type Summed } from './cost-to-serve.ts';

/** What of one case or customer is added up, in SQL: in minor units, time with its fractions. */
const SUMS = `
  coalesce(sum(w.handle_ms / 3600000.0 * w.hour) FILTER (WHERE w.is_costed), 0) AS time,
  coalesce(sum(w.amount) FILTER (WHERE w.kind = 'AWARD'), 0) AS compensation, coalesce(sum(w.amount) FILTER (WHERE w.kind = 'REFUND'), 0) AS refunds,
  count(*) FILTER (WHERE w.is_costed) AS contacts, count(*) FILTER (WHERE w.kind = 'CONTACT' AND NOT w.is_costed) AS uncosted`;

/** Contacts of people, and what was paid in the currency asked for; `more` says whose and when. */
const workSql = (more: string) => `
  SELECT f.kind, f.handle_ms, f.amount, r.hour, f.kind = 'CONTACT' AND coalesce(f.handle_ms, 0) > 0 AND r.hour IS NOT NULL AS is_costed
  FROM activity_fact f CROSS JOIN LATERAL (SELECT ${hourAt('f.site_id', 'f.at')} AS hour) AS r
  WHERE ((f.kind = 'CONTACT' AND NOT f.is_automatic) OR (f.kind IN ('AWARD', 'REFUND') AND f.outcome = 'SETTLED' AND f.currency = :currency)) AND ${more}`;

type Row = Summed & { readonly id: string };

/** In which currency. */
export interface CostOfCase {
  readonly currency?: string | null | undefined;
}

/** What each of some cases cost so far, in one statement; null for one that the caller does not see. */
export const costsOfCases: Batch<CostToServe, CostOfCase> = async ({ db, actor, config }, ids, asked) => {
  const currency = asked.currency ?? reportingCurrency(config);
  const [seen, parameters] = visibility(actor, sources.CASES);
  const sql = `
    SELECT k.id, ${SUMS}
    FROM (SELECT f.case_id AS id FROM case_fact f WHERE f.case_id = ANY (:ids) AND ${seen}) AS k
    LEFT JOIN LATERAL (${workSql('f.case_id = k.id')}) AS w ON TRUE GROUP BY k.id`;
  const rows = await queryNamed<Row>(db.manager, sql, { ...parameters, ids, currency, zone: reportingZone(config) });
  const byId = new Map(rows.map((row) => [row.id, costOf(row, currency)]));
  return ids.map((id) => byId.get(id) ?? null);
};

/** Over which days, and in which currency. */
export interface CostOfCustomer extends CostOfCase {
  readonly period: MetricPeriod;
}

/** What each of some customers cost in a period, as far as the caller sees the work, in one statement. Throws {@link BadInput} for no period. */
export const costsOfCustomers: Batch<CostToServe, CostOfCustomer> = async ({ db, actor, config }, ids, asked) => {
  const [currency, zone] = [asked.currency ?? reportingCurrency(config), reportingZone(config)];
  const problem = problemWithPeriod(asked.period, 'TOTAL', zone);
  if (problem) throw new BadInput(problem);
  const [seen, parameters] = visibility(actor, sources.CONTACTS);
  const at = `CASE WHEN f.kind = 'CONTACT' THEN f.at ELSE f.ended_at END`;
  const mine = `f.customer_id = ANY (customer_family(k.id)) AND ${at} >= ${START} AND ${at} < ${END} AND ${seen}`;
  const sql = `
    SELECT k.id, ${SUMS} FROM unnest(:ids::text[]) AS k (id)
    LEFT JOIN LATERAL (${workSql(mine)}) AS w ON TRUE GROUP BY k.id`;
  const days = { from: asked.period.from, to: asked.period.to };
  const rows = await queryNamed<Row>(db.manager, sql, { ...parameters, ...days, ids, currency, zone });
  const byId = new Map(rows.map((row) => [row.id, costOf(row, currency)]));
  return ids.map((id) => byId.get(id) ?? null);
};
