import type { Context } from '@courtesy/subgraph';
import { sources } from '../metric/fact-kinds.ts';
import type { Tally } from '../metric/measure.ts';
import { queryFacts, seenFacts } from '../metric/measure.store.ts';
import type { MetricQuery } from '../metric/metric-query.ts';
import { questionOf, readMetric } from '../metric/metric.store.ts';
import { allHold, END, START } from '../metric/question.ts';
import type { MetricExplanation } from './explanation.ts';

/** Counts all facts of the period, those left after each rule, and those of them that say nothing of whose they are. */
function countsSql({ kind, at, counted = [] }: Tally, seen: string): string {
  const { facts, isOne, person, site, team } = sources[kind];
  const after = counted.map((_, i) => `count(*) FILTER (WHERE ${allHold(counted.slice(0, i + 1))})`);
  const places = [person, team, site].map((place) => `${place} IS NULL`).join(' AND ');
  return `
    SELECT ARRAY[${['count(*)', ...after].join(', ')}]::integer[] AS left,
           (count(*) FILTER (WHERE ${allHold(counted)} AND ${places}))::integer AS unattributed
    FROM ${facts} WHERE ${isOne} AND ${at} >= ${START} AND ${at} < ${END} AND ${seen}`;
}

/** Explains a metric as far as the actor sees. */
export async function explainMetric(context: Context, query: MetricQuery): Promise<MetricExplanation> {
  const { definition, question } = await questionOf(context, query);
  const metric = await readMetric(context, query);
  const { measure } = question;
  const level = { definition, metric, facts: null, exclusions: [], counted: null, unattributed: null };
  // What is withheld as a figure is not told as a count either.
  if (measure.kind === 'BACKLOG' || measure.kind === 'AGE' || metric.isHidden) return level;
  const [seen, parameters] = seenFacts(question);
  type Counts = { readonly left: readonly number[]; readonly unattributed: number };
  const [counts] = await queryFacts<Counts>(context.db.manager, question, [countsSql(measure, seen), parameters]);
  const left = counts?.left ?? [0];
  const exclusions = (measure.counted ?? []).map(({ words }, i) => ({
    rule: words,
    leftOut: (left[i] ?? 0) - (left[i + 1] ?? 0),
  }));
  const [facts, counted] = [left[0] ?? 0, left.at(-1) ?? 0];
  return { ...level, facts, exclusions, counted, unattributed: counts?.unattributed ?? 0 };
}
