import type { MetricGrain } from '@courtesy/graph-types/metrics';
import { allHold, bucketSql, bucketText, END, valueSql, type Question } from '../metric/question.ts';
import { sources } from '../metric/fact-kinds.ts';
import type { Tally } from '../metric/measure.ts';
import { cellsAsSource, isOfCurrency, type Plan } from './rollup.ts';
import { binsOfShelfSql, binSql, shelfSql, valueOfBinSql } from './sketch.ts';

/** A question that cells answer, and the conditions by which cells and facts are seen. */
export interface RolledQuestion {
  readonly question: Question & { readonly measure: Tally };
  readonly plan: Plan;
  readonly seenCells: string;
  readonly seenFacts: string;
}

const wholeMonths: ReadonlySet<string> = new Set(['TOTAL', 'MONTH', 'QUARTER', 'YEAR']);

/** Until when months may be taken for buckets of a grain: for the whole period where no bucket cuts a month, else not at all. */
export const monthsUntil = (grain: MetricGrain): string => (wholeMonths.has(grain) ? ':to::date' : ':from::date');

const dayStart = (day: string) => `${day}::timestamp AT TIME ZONE :zone`;

/** The days that cells are asked for: from `since` to the end of the period, those that are whole months by month. */
export interface Reach {
  readonly since: string;
  /** Until when months are taken, where their buckets allow. */
  readonly months: string;
}

/** The period of a question, by month where no bucket cuts one. */
export const reachOf = ({ grain }: Question): Reach => ({
  since: ':from::date',
  months: monthsUntil(grain),
});

/**
 * Which days and months have to be counted from the facts: those marked since they were last counted; all, when cells are of another zone or another
 * release. `beside` are the days that are not taken by month, `span` what is left to the facts.
 */
export function coverSql({ rollup, cuboid }: Plan, { since, months }: Reach): string {
  const start = `(${dayStart(since)})`;
  const spans = cuboid.isDaily
    ? `SELECT ${dayStart('day')}, ${dayStart('(day + 1)')} FROM due_day, basis WHERE is_good`
    : `SELECT ${dayStart('from_day')}, ${dayStart('to_day')} FROM beside, basis WHERE is_good`;
  return `
    basis AS (SELECT EXISTS (SELECT FROM rollup_basis WHERE zone = :zone AND shape = :shape) AS is_good),
    months AS (SELECT date_trunc('month', ${since} + interval '1 month' - interval '1 day')::date AS first, date_trunc('month', ${months})::date AS last),
    due_day AS (
      SELECT DISTINCT (i.at AT TIME ZONE :zone)::date AS day
      FROM rollup_due d CROSS JOIN LATERAL (VALUES (d.hour), (d.hour + interval '59 minutes')) AS i (at)
      WHERE d.topic = '${rollup.topic}' AND d.level = 'DAY' AND i.at >= ${start} AND i.at < ${END}
    ),
    due_month AS (
      SELECT DISTINCT date_trunc('month', d.hour AT TIME ZONE :zone)::date AS month
      FROM rollup_due d WHERE d.topic = '${rollup.topic}'
      UNION SELECT date_trunc('month', day)::date FROM due_day
    ),
    beside (from_day, to_day) AS (
      SELECT ${since}, :to::date FROM months WHERE first >= last
      UNION ALL SELECT ${since}, first FROM months WHERE first < last AND ${since} < first
      UNION ALL SELECT last, :to::date FROM months WHERE first < last AND last < :to::date
      UNION ALL SELECT month, (month + interval '1 month')::date FROM due_month, months WHERE month >= first AND month < last
    ),
    span (from_at, to_at) AS (SELECT ${start}, ${END} FROM basis WHERE NOT is_good UNION ALL ${spans})`;
}

/** Where the bucket of a cell begins; what was before the period is in the first. */
function bucketOfCell({ grain }: Question): string {
  if (grain === 'HOUR') return bucketSql('c.hour', grain);
  return grain === 'TOTAL'
    ? bucketSql('', grain)
    : `date_trunc('${grain.toLowerCase()}', GREATEST(c.day, :from::date)::timestamp)`;
}

/** The cells that still hold, of whole months and of days beside them, each with what `columns` say of it. */
export function cellsSql(question: Question, plan: Plan, { seen, columns }: CellsAsked): string {
  const { rollup, cuboid, index } = plan;
  const place = rollup.isSketch ? 1 : index;
  const select = (level: string, from: string, period: string) => `
    SELECT ${bucketOfCell(question)} AS bucket, ${valueSql(cellsAsSource(plan), question.by)} AS value, ${columns(place).join(', ')}
    FROM ${from} CROSS JOIN rollup_cell c
    WHERE c.rollup = '${rollup.name}' AND c.level = '${level}' AND c.cuboid = '${cuboid.name}' AND c.counts[${place}] > 0
      AND ${period} AND ${seen} AND (SELECT is_good FROM basis)`;
  const byMonth = select(
    'MONTH',
    'months',
    'c.day >= months.first AND c.day < months.last AND c.day NOT IN (SELECT month FROM due_month)',
  );
  const byDay = select(
    question.grain === 'HOUR' ? 'HOUR' : 'DAY',
    'beside',
    'c.day >= beside.from_day AND c.day < beside.to_day AND c.day NOT IN (SELECT day FROM due_day)',
  );
  return cuboid.isDaily ? `${byMonth} UNION ALL ${byDay}` : byMonth;
}

/** Which cells are asked for, and what of them. */
export interface CellsAsked {
  readonly seen: string;
  /** What is told of a figure in its place, from 1. */
  readonly columns: (place: number) => readonly string[];
}

/** What is told of a tally from cells (`c`), and of one fact: of a sketch how many lie on each shelf, and in each bin of it. */
const told = {
  tally: {
    cells: (place: number) => [
      `c.counts[${place}] AS cases`,
      `c.above[${place}] AS above`,
      `c.totals[${place}] AS total`,
    ],
    fact: (amount: string, above: string) =>
      `1 AS cases, CASE WHEN ${above} THEN 1 ELSE 0 END AS above, (${amount})::numeric AS total`,
  },
  sketch: {
    cells: () => ['c.counts[1] AS cases', 'c.shelf', 'c.counts', 'NULL::smallint AS bin'],
    fact: (amount: string) =>
      `1 AS cases, ${shelfSql(binSql(amount))} AS shelf, NULL::bigint[] AS counts, ${binSql(amount)} AS bin`,
  },
} as const;
const toldOf = ({ rollup }: Plan) => (rollup.isSketch ? told.sketch : told.tally);

/** What cells tell of a tally. */
function cellsOfTally({ question, plan, seenCells }: RolledQuestion): string {
  const isOfOneCurrency = (question.measure.counted ?? []).some(isOfCurrency);
  return cellsSql(question, plan, {
    seen: isOfOneCurrency ? `c.currency = :currency AND ${seenCells}` : seenCells,
    columns: toldOf(plan).cells,
  });
}

/** The facts that no cell holds, one by one. */
function factsSql({ question, plan, seenFacts }: RolledQuestion): string {
  const { measure, grain, by } = question;
  const { kind, at, counted, above = 'FALSE', quantity } = measure;
  const source = sources[kind];
  const amount = `(${quantity?.of ?? 'NULL'})::double precision`;
  return inSpans(
    `SELECT ${bucketSql(at, grain)} AS bucket, ${valueSql(source, by)} AS value, ${toldOf(plan).fact(amount, above)} FROM ${source.facts}`,
    `${source.isOne} AND ${allHold(counted)} AND ${seenFacts}`,
    at,
  );
}

/**
 * What is selected of facts of each span by their instant. `OFFSET 0` keeps the planner from joining the other way round, which looks at every fact there
 * is to find that there are no spans.
 */
export const inSpans = (selected: string, conditions: string, at: string): string =>
  `SELECT x.* FROM span s CROSS JOIN LATERAL (${selected} WHERE ${at} >= s.from_at AND ${at} < s.to_at AND ${conditions} OFFSET 0) AS x`;

/** The quantity of a figure from the totals of its parts. */
function quantitySql({ quantity }: Tally): string {
  if (quantity?.as === 'MEAN') return '(sum(m.total) / sum(m.cases))::double precision';
  if (quantity?.as === 'SUM') return 'sum(m.total)::double precision';
  return quantity?.as === 'GREATEST' ? 'max(m.total)::double precision' : 'NULL::double precision';
}

/** What was measured by bucket and value, and of the whole period, as {@link tallySql} says it. */
function sumsSql({ question: { measure, grain } }: RolledQuestion): string {
  return `
    SELECT grouping(m.bucket) = 1 AS whole, ${bucketText(grain)} AS bucket, m.value, coalesce(sum(m.cases), 0) AS cases,
           coalesce(sum(m.above), 0) AS above, ${quantitySql(measure)} AS quantity, NULL::bigint AS people
    FROM m GROUP BY GROUPING SETS ((m.bucket, m.value), ())`;
}

/**
 * Likewise a percentile: on which shelf it lies, from how many are on each, and then in which bin, from those of that shelf alone (`near`); where it
 * lies between two bins, as far between them as between their neighbours, which may be on two shelves.
 */
function percentilesSql({ question: { measure, grain } }: RolledQuestion): string {
  const as = measure.quantity?.as;
  const rank = `${typeof as === 'object' ? as.percentile : 0.5} * (p.cases - 1)`;
  const at = (round: string) => valueOfBinSql(`min(p.bin) FILTER (WHERE p.upto > ${round}(${rank}))`);
  const near = (joined: string) => `
    SELECT p.whole, p.bucket, p.value, p.cases, p.shelf, p.upto - p.many AS before, i.bin, sum(i.many) AS many
    FROM shelf p JOIN m ON ${joined} CROSS JOIN LATERAL (
      SELECT m.bin, 1 AS many WHERE m.counts IS NULL UNION ALL ${binsOfShelfSql('m.shelf', 'm.counts')}
    ) AS i WHERE p.upto > floor(${rank}) AND p.upto - p.many <= ceil(${rank}) GROUP BY 1, 2, 3, 4, 5, 6, 7`;
  return `
    , shelf AS (
      SELECT s.*, sum(s.many) OVER (PARTITION BY s.whole, s.bucket, s.value) AS cases,
             sum(s.many) OVER (PARTITION BY s.whole, s.bucket, s.value ORDER BY s.shelf) AS upto
      FROM (
        SELECT grouping(m.bucket) = 1 AS whole, m.bucket, m.value, m.shelf, sum(m.cases) AS many
        FROM m GROUP BY GROUPING SETS ((m.bucket, m.value, m.shelf), (m.shelf))
      ) AS s
    ), near AS (
      ${near(`NOT p.whole AND m.shelf = p.shelf AND m.bucket = p.bucket AND coalesce(m.value, '') = coalesce(p.value, '')`)}
      UNION ALL ${near('p.whole AND m.shelf = p.shelf')}
    )
    SELECT p.whole, ${bucketText(grain).replaceAll('m.', 'p.')} AS bucket, p.value, p.cases, 0 AS above,
           ${at('floor')} + (${rank} - floor(${rank})) * (${at('ceil')} - ${at('floor')}) AS quantity, NULL::bigint AS people
    FROM (
      SELECT n.*, n.before + sum(n.many) OVER (PARTITION BY n.whole, n.bucket, n.value, n.shelf ORDER BY n.bin) AS upto FROM near n
    ) AS p GROUP BY p.whole, p.bucket, p.value, p.cases`;
}

/** The answer to a question from cells, and from facts where cells have not been counted again since a fact of theirs changed. */
export function rolledSql(rolled: RolledQuestion): string {
  return `
    WITH ${coverSql(rolled.plan, reachOf(rolled.question))}, m AS (${cellsOfTally(rolled)} UNION ALL ${factsSql(rolled)})
    ${rolled.plan.rollup.isSketch ? percentilesSql(rolled) : sumsSql(rolled)}`;
}

/** About how many a sketch would tell of, by which it is decided whether all can be looked at instead. */
export function manySql({ plan: { rollup } }: RolledQuestion): string {
  return `SELECT coalesce(sum(d.counts[1]), 0) AS many FROM rollup_day d
    WHERE d.rollup = '${rollup.name}' AND d.day >= :from::date AND d.day < :to::date`;
}
