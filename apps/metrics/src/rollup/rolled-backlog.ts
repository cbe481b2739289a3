import { backlogWithSteps } from '../metric/backlog.ts';
import { ofCases } from '../metric/fact-kinds.ts';
import type { Backlog } from '../metric/measure.ts';
import { allHold, bucketSql, START, valueSql, type Question } from '../metric/question.ts';
import { cellsSql, coverSql, inSpans, monthsUntil, type Reach } from './rolled-tally.ts';
import { talliesOf, type Plan } from './rollup.ts';

/** A question about the backlog that cells answer, with the cells of what came and of what went, and how cells and facts are seen. */
export interface RolledBacklog {
  readonly question: Question & { readonly measure: Backlog };
  readonly plans: readonly Plan[];
  readonly seenCells: string;
  readonly seenFacts: string;
}

/** What came and went since there are facts. */
const SINCE = `date '1900-01-01'`;

/** What came in, or what went out, from cells and from the facts that no cell holds; `step` is how many, with the sign of its way. */
function stepsSql({ question, seenCells, seenFacts }: RolledBacklog, plan: Plan, sign: 1 | -1): string {
  const [tally] = talliesOf(plan.rollup);
  if (!tally) throw new Error(`${plan.rollup.name} has no figure`);
  const { at, counted } = tally;
  const cells = cellsSql(question, plan, {
    seen: seenCells,
    columns: (place) => [`${sign} * c.counts[${place}] AS step`],
  });
  const facts = inSpans(
    `SELECT ${bucketSql(`GREATEST(${at}, ${START})`, question.grain)}, ${valueSql(ofCases, question.by)}, ${sign} FROM ${ofCases.facts}`,
    `${allHold(counted)} AND ${seenFacts}`,
    at,
  );
  return `${cells} UNION ALL ${facts}`;
}

/** How the number of open matters changed in each bucket: of cases by themselves from cells, of those split and merged from the facts. */
export function rolledBacklogSql(asked: RolledBacklog): string {
  const { question, plans, seenFacts } = asked;
  const [came, went] = plans;
  if (!came || !went) throw new Error('A backlog is what came and what went');
  const reach: Reach = { since: SINCE, months: monthsUntil(question.grain) };
  const steps = `${stepsSql(asked, came, 1)} UNION ALL ${stepsSql(asked, went, -1)}`;
  return backlogWithSteps(question, seenFacts, { parts: coverSql(came, reach), steps });
}
