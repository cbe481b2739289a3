import type { Context } from '@courtesy/subgraph';
import { openRecords } from '../metric/backlog.ts';
import type { FactKind } from '../metric/fact-source.ts';
import { factKindOf } from '../metric/measure.ts';
import { queryFacts, seenFacts } from '../metric/measure.store.ts';
import type { Metric } from '../metric/metric.ts';
import { questionOf } from '../metric/metric.store.ts';
import { bucketsOf } from '../metric/period.ts';
import type { AskedQuestion } from '../metric/sight.store.ts';
import { countedFacts } from '../metric/tally.ts';
import type { JudgedFacts, MetricCoverage } from './data-quality-rule.ts';
import { standsAt } from './harm.ts';
import { judgedFacts } from './data-quality.store.ts';

/** By which rules facts of a kind are harmed. A call that a switch logged is a contact on record. */
const judgedAs: Readonly<Partial<Record<FactKind, JudgedFacts>>> = {
  CASES: 'CASES',
  CONTACTS: 'CONTACTS',
  CALLS: 'CONTACTS',
};

/** The facts that the total of a figure counts, each with its `id`, after what goes before them. Of a level, those of its last bucket. */
function factsOf(question: AskedQuestion, seen: string): readonly [before: string, facts: string, last: string | null] {
  const { measure, period, grain, zone } = question;
  if (measure.kind !== 'BACKLOG' && measure.kind !== 'AGE')
    return ['WITH', countedFacts({ ...question, measure }, seen), null];
  const [before, facts] = openRecords(question, seen);
  return [`${before},`, facts, bucketsOf(period, grain, zone).at(-1) ?? null];
}

interface Row {
  readonly ruleId: string | null;
  readonly counted: number;
  readonly harmed: number;
}

/**
 * How much of what a figure counts breaks no rule of data quality, as far as the caller sees; null where no rule that holds is about such facts,
 * and for figures that are withheld. What was found, resolved and waived is as of the instant of the figure.
 */
export async function coverageOf(context: Context, { query, isHidden }: Metric): Promise<MetricCoverage | null> {
  const { question } = await questionOf(context, query);
  const { manager } = context.db;
  const facts = judgedAs[factKindOf(question.measure)];
  if (isHidden || !facts || !(await judgedFacts(manager)).has(facts)) return null;
  const [seen, parameters] = seenFacts(question);
  const [before, counted, last] = factsOf(question, seen);
  const stands = standsAt(question.asOf === null ? null : ':asOf::timestamptz');
  const sql = `${before} counted AS MATERIALIZED (SELECT m.id FROM (${counted}) AS m WHERE ${last === null ? 'TRUE' : 'm.bucket = :last'}),
    harms AS (SELECT d.rule_id, c.id FROM counted c JOIN data_quality_findings d ON d.record_id = c.id AND ${stands})
    SELECT NULL AS "ruleId", (SELECT count(*) FROM counted)::integer AS counted, (SELECT count(DISTINCT id) FROM harms)::integer AS harmed
    UNION ALL SELECT rule_id, 0, count(DISTINCT id)::integer FROM harms GROUP BY rule_id`;
  const rows = await queryFacts<Row>(manager, question, [sql, { ...parameters, last }]);
  const whole = rows.find(({ ruleId }) => ruleId === null);
  const harms = rows.flatMap(({ ruleId, harmed }) => (ruleId === null ? [] : [{ ruleId, harmed }]));
  return {
    ...{ counted: whole?.counted ?? 0, harmed: whole?.harmed ?? 0 },
    harms: harms.toSorted((a, b) => b.harmed - a.harmed || (a.ruleId < b.ruleId ? -1 : 1)),
  };
}
