import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricDimension, MetricPeriod } from '@courtesy/graph-types/metrics';
import { queryFacts, seenFacts } from '../metric/measure.store.ts';
import { questionOf } from '../metric/metric.store.ts';
import { countedFacts } from '../metric/tally.ts';
import { consistencyOf, type ConsistencyGroup, type DecisionConsistency, type LikeDecision } from './consistency.ts';
import { looked, reviewOf, type FairnessCount, type FairnessReview } from './fairness.ts';

const [RAREST, COMMONEST] = [0.000_1, 0.2];
const MOST_PAIRS = 100;

/** The facts that a figure counts, as whoever asks sees them, as SQL under the alias `m`. */
async function factsOf(context: Context, key: string, by: MetricDimension, period: MetricPeriod) {
  const { question } = await questionOf(context, { key, period, grain: 'TOTAL', by });
  const { measure } = question;
  if (measure.kind === 'BACKLOG' || measure.kind === 'AGE') throw new BadInput(`${key} does not count each fact once.`);
  const [seen, parameters] = seenFacts(question);
  return { question, facts: countedFacts({ ...question, measure }, seen), parameters };
}

function refuseStrangeRate(rate: number): void {
  if (!(rate >= RAREST && rate <= COMMONEST))
    throw new BadInput(`falseAlarmRate must lie between ${RAREST} and ${COMMONEST}, not be ${rate}.`);
}

/** Which customers are vulnerable and of which tier, merged records put together. */
const COHORTS = `
  SELECT coalesce(a.survivor_id, h.id) AS customer_id, bool_or(h.is_vulnerable) AS is_vulnerable, min(h.tier) AS tier
  FROM customer_cohort h LEFT JOIN customer_aliases a ON a.customer_id = h.id GROUP BY 1`;

/** How many of the facts of a figure there are by category, site and cohort. */
async function countsOf(context: Context, key: string, category: MetricDimension, period: MetricPeriod) {
  const { question, facts, parameters } = await factsOf(context, key, category, period);
  const sql = `
    SELECT coalesce(m.value, '') AS category, coalesce(x.site_id, k.site_id) AS "siteId", coalesce(h.is_vulnerable, FALSE) AS "isVulnerable", h.tier,
           count(*)::integer AS below, sum(m.above)::integer AS above
    FROM (${facts}) AS m
    LEFT JOIN activity_fact x ON x.id = m.id LEFT JOIN case_fact k ON k.case_id = m.record
    LEFT JOIN customer_aliases a ON a.customer_id = coalesce(x.customer_id, k.customer_id)
    LEFT JOIN (${COHORTS}) AS h ON h.customer_id = coalesce(a.survivor_id, x.customer_id, k.customer_id)
    GROUP BY 1, 2, 3, 4`;
  return queryFacts<FairnessCount>(context.db.manager, question, [sql, parameters]);
}

/** What is asked of fairness. */
export interface FairnessQuery {
  readonly period: MetricPeriod;
  /** What must be alike for customers to be compared. */
  readonly category: MetricDimension;
  readonly falseAlarmRate: number;
}

/** Looks at how cohorts of customers fare, as far as the actor sees. */
export async function readFairness(context: Context, query: FairnessQuery): Promise<FairnessReview> {
  const { period, category, falseAlarmRate } = query;
  refuseStrangeRate(falseAlarmRate);
  const figures = [];
  for (const { aspect, key } of looked)
    figures.push({ aspect, key, counts: await countsOf(context, key, category, period) });
  return reviewOf(figures, falseAlarmRate);
}

/** What is asked of decisions. */
export interface ConsistencyQuery {
  readonly period: MetricPeriod;
  readonly by: ConsistencyGroup;
  readonly falseAlarmRate: number;
  readonly pairs: number;
}

/** What came of a case: money that was paid or refused, else the answer that stands, else what the decision itself said. */
const RESULT = `
  CASE WHEN EXISTS (SELECT 1 FROM activity_fact p WHERE p.kind IN ('REFUND', 'AWARD') AND p.case_id = d.case_id
                    AND p.at >= d.at AND p.outcome IN ('APPROVED', 'EXECUTED', 'SETTLED')) THEN 'GRANTED'
       WHEN EXISTS (SELECT 1 FROM activity_fact p WHERE p.kind IN ('REFUND', 'AWARD') AND p.case_id = d.case_id
                    AND p.at >= d.at AND p.outcome = 'REJECTED') THEN 'REFUSED'
       WHEN k.outcome IN ('MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF') THEN 'GRANTED'
       WHEN k.outcome IS NOT NULL THEN 'REFUSED'
       WHEN d.outcome = 'ALLOW' THEN 'GRANTED'
       WHEN d.outcome = 'DENY' THEN 'REFUSED' END`;

/** Looks at whether like matters were decided alike, as far as the actor sees. A matter that is not at its end is left out; of one asked twice, the last decision counts. */
export async function readConsistency(context: Context, query: ConsistencyQuery): Promise<DecisionConsistency> {
  const { period, by, falseAlarmRate, pairs } = query;
  refuseStrangeRate(falseAlarmRate);
  if (pairs < 0 || pairs > MOST_PAIRS)
    throw new BadInput(`pairs must lie between 0 and ${MOST_PAIRS}, not be ${pairs}.`);
  const { question, facts, parameters } = await factsOf(context, 'decisions.made', by, period);
  const sql = `
    SELECT e."decisionId", e.facts, e.result, e."group" FROM (
      SELECT DISTINCT ON (coalesce(d.case_id, d.id), l.decision_table_id, l.facts_hash)
             d.id AS "decisionId", l.decision_table_id || ' ' || l.facts_hash AS facts, ${RESULT} AS result, m.value AS "group"
      FROM (${facts}) AS m JOIN decision_facts l ON l.id = m.id JOIN activity_fact d ON d.id = m.id
      LEFT JOIN case_fact k ON k.case_id = d.case_id
      ORDER BY coalesce(d.case_id, d.id), l.decision_table_id, l.facts_hash, d.at DESC, d.id DESC) AS e
    WHERE e.result IS NOT NULL`;
  const decisions = await queryFacts<LikeDecision>(context.db.manager, question, [sql, parameters]);
  return consistencyOf(decisions, { by, falseAlarmRate, pairs });
}
