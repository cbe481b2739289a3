import { ofCases } from './fact-kinds.ts';
import type { Backlog, BacklogAge, Rule, Tally } from './measure.ts';
import { bucketSql, bucketText, END, START, summarySql, valueSql, type Question } from './question.ts';

/** When a case itself ended, whatever it was merged into or split up into. */
export const OWN_END = 'LEAST(f.resolved_at, f.closed_at, f.cancelled_at)';

/**
 * When matters ended that were merged or split: a case merged before it was answered goes on in its survivor, and one that others were split from
 * goes on in those, too. The matter is open until the last of all it leads to has ended. `UNION` ends the search where a split was undone by a merge.
 */
export const FATES = `
  WITH RECURSIVE way AS (
    SELECT f.case_id, f.survivor_id AS next FROM {case_fact} f WHERE f.survivor_id IS NOT NULL AND ${OWN_END} IS NULL
    UNION ALL SELECT f.split_from, f.case_id FROM {case_fact} f WHERE f.split_from IS NOT NULL
  ), reached AS (
    SELECT case_id, case_id AS next FROM way
    UNION SELECT reached.case_id, way.next FROM reached JOIN way ON way.case_id = reached.next
  ), fate AS (
    SELECT reached.case_id, CASE WHEN bool_and(${OWN_END} IS NOT NULL) THEN max(${OWN_END}) END AS ended_at
    FROM reached JOIN {case_fact} f ON f.case_id = reached.next
    WHERE f.survivor_id IS NULL OR ${OWN_END} IS NOT NULL
    GROUP BY reached.case_id
  )`;
/** That a case is a matter by itself, so that nothing else says when it ends. {@link FATES} are of all others. */
const BY_ITSELF: Rule = {
  sql: `f.split_from IS NULL AND NOT (f.survivor_id IS NOT NULL AND ${OWN_END} IS NULL)
    AND NOT EXISTS (SELECT FROM {case_fact} p WHERE p.split_from = f.case_id)`,
  words: 'Cases that were neither split nor merged before they were answered.',
};

/** {@link BY_ITSELF} where {@link FATES} stand before it, in which all others have been found: a hash of few, rather than a look for each case. */
const NOT_ON_THE_WAY = 'f.split_from IS NULL AND NOT EXISTS (SELECT FROM way WHERE way.case_id = f.case_id)';

/** How matters that are cases by themselves came into the backlog and went out of it, as figures that add up. */
export const backlogMoves = {
  came: {
    ...{ kind: 'CASES', at: 'f.opened_at' },
    counted: [
      BY_ITSELF,
      { sql: `(${OWN_END} IS NULL OR ${OWN_END} > f.opened_at)`, words: 'Cases that were ever open.' },
    ],
  },
  went: {
    ...{ kind: 'CASES', at: OWN_END },
    counted: [BY_ITSELF, { sql: `${OWN_END} > f.opened_at`, words: 'Cases that were ever open.' }],
  },
} as const satisfies Readonly<Record<string, Tally>>;

/** Which matters are meant: cases as they are; matters as they were brought; of these, only those that were split or merged. */
type Which = 'CASES' | 'MATTERS' | 'SPLIT_OR_MERGED';

const FATE = `CASE WHEN fate.case_id IS NULL THEN ${OWN_END} ELSE fate.ended_at END`;

/**
 * Every matter opened before the end of the period, unless it ended before `since`: when it was opened, and when it ended. One that ended before it was
 * opened was never open.
 */
function matters(
  { by }: Question,
  which: Which,
  { seen, since }: { readonly seen: string; readonly since: string },
): string {
  const from = (facts: string, ended: string, condition: string) => `
    SELECT f.case_id AS record, f.assignee_id AS person, f.opened_at, ${ended} AS ended_at, ${valueSql(ofCases, by)} AS value
    FROM ${facts}
    WHERE f.opened_at < ${END} AND ${condition} AND ${seen}`;
  // Two parts, since there is an index of open cases alone: a planner that is asked for both at once reads every page that has one.
  const cases = (condition: string) => `${from(ofCases.facts, OWN_END, `${OWN_END} IS NULL AND ${condition}`)}
    UNION ALL ${from(ofCases.facts, OWN_END, `${OWN_END} >= ${since} AND ${OWN_END} > f.opened_at AND ${condition}`)}`;
  if (which === 'CASES') return cases('TRUE');
  const others = from(
    `${ofCases.facts} LEFT JOIN fate ON fate.case_id = f.case_id`,
    FATE,
    `f.split_from IS NULL AND f.case_id IN (SELECT case_id FROM way)
      AND (${FATE} IS NULL OR (${FATE} >= ${since} AND ${FATE} > f.opened_at))`,
  );
  return which === 'MATTERS' ? `${cases(NOT_ON_THE_WAY)} UNION ALL ${others}` : others;
}

/** How the number of open matters changed: each becomes open once and ends at most once. One row for each, with its `step`. */
function stepsSql(question: Question, which: Which, seen: string): string {
  const { grain } = question;
  return `
    SELECT m.* FROM (${matters(question, which, { seen, since: START })}) AS o
    CROSS JOIN LATERAL (
      SELECT ${bucketSql(`GREATEST(o.opened_at, ${START})`, grain)} AS bucket, o.value, 1 AS step
      UNION ALL
      SELECT ${bucketSql('o.ended_at', grain)}, o.value, -1 WHERE o.ended_at < ${END}
    ) AS m`;
}

/** The sums of steps `m`, by bucket and value. */
const changeSql = ({ grain }: Question): string =>
  `SELECT ${bucketText(grain)} AS bucket, m.value, sum(m.step) AS change FROM m GROUP BY m.bucket, m.value HAVING sum(m.step) <> 0`;

/** How the number of open matters changed in each bucket; what was before the period counts with the first. */
export function backlogSql(question: Question & { readonly measure: Backlog }, seen: string): string {
  const { asBrought = false } = question.measure;
  const steps = `m AS (${stepsSql(question, asBrought ? 'MATTERS' : 'CASES', seen)})`;
  return `${asBrought ? `${FATES}, ${steps}` : `WITH ${steps}`} ${changeSql(question)}`;
}

/** The same, with the `steps` of cases that are matters by themselves worked out elsewhere, after `parts` of the WITH clause. */
export function backlogWithSteps(
  question: Question & { readonly measure: Backlog },
  seen: string,
  { parts, steps }: { readonly parts: string; readonly steps: string },
): string {
  const others = stepsSql(question, 'SPLIT_OR_MERGED', seen);
  return `${FATES}, ${parts}, m AS (${others} UNION ALL ${steps}) ${changeSql(question)}`;
}

/** When the buckets end whose names are given, each where the next begins and the last with the period. */
const BUCKET_ENDS = `
  SELECT name, LEAST(coalesce(lead(starts_at) OVER (ORDER BY starts_at), ${END}), ${END}) AS ends_at,
         lead(starts_at) OVER (ORDER BY starts_at) IS NULL AS is_last
  FROM (SELECT name, CASE WHEN name LIKE '%T%' THEN name::timestamptz ELSE name::timestamp AT TIME ZONE :zone END AS starts_at
        FROM unnest(:buckets::text[]) AS b (name)) AS b`;

const isAsBrought = ({ measure }: Question) =>
  measure.kind === 'AGE' || (measure.kind === 'BACKLOG' && measure.asBrought === true);

/** The matters open at the end of each bucket. What will have ended by a day still to come is open until then; it ages up to now. */
const openMatters = (question: Question, seen: string) => `
  SELECT b.name AS bucket, o.value, o.record AS id, o.record, o.person, o.opened_at AS at, b.is_last, 1 AS below, 0 AS above,
         GREATEST(date_part('epoch', LEAST(b.ends_at, :now::timestamptz) - o.opened_at), 0) AS quantity
  FROM (${matters(question, isAsBrought(question) ? 'MATTERS' : 'CASES', { seen, since: question.grain === 'TOTAL' ? END : START })}) AS o
  JOIN (${BUCKET_ENDS}) AS b ON o.opened_at < b.ends_at AND (o.ended_at IS NULL OR o.ended_at >= b.ends_at)`;

/**
 * How old the matters are that are open at the end of each bucket; the whole period is its last bucket. Where nothing is told apart by, that is the same
 * figure twice, and ages are put in order once.
 */
export function ageSql(question: Question & { readonly measure: BacklogAge }, seen: string): string {
  const { by, measure } = question;
  const aged = `count(*) AS cases, ${summarySql(measure.as)} AS quantity FROM (${openMatters(question, seen)}) AS m`;
  const told = by
    ? `SELECT grouping(m.value) = 1 AS whole, m.bucket, m.value, ${aged}
       GROUP BY GROUPING SETS ((m.bucket, m.value), (m.bucket, m.is_last)) HAVING grouping(m.value) = 0 OR m.is_last`
    : `SELECT w.whole, a.bucket, NULL::text AS value, a.cases, a.quantity
       FROM (SELECT m.bucket, m.is_last, ${aged} GROUP BY m.bucket, m.is_last) AS a
       JOIN (VALUES (FALSE), (TRUE)) AS w (whole) ON a.is_last OR NOT w.whole`;
  return `${FATES} SELECT t.*, 0 AS above, NULL::bigint AS people FROM (${told}) AS t`;
}

/** The matters that are open at the end of each bucket, for their records to be read; what goes before them is {@link FATES}. */
export const openRecords = (question: Question, seen: string): readonly [before: string, facts: string] => [
  FATES,
  openMatters(question, seen),
];
