import type { MetricDimension } from '@courtesy/graph-types/metrics';
import { sources } from '../metric/fact-kinds.ts';
import type { Rule, Tally } from '../metric/measure.ts';
import { allHold } from '../metric/question.ts';
import {
  companionOf,
  cuboidsOf,
  currencyOf,
  isOfCurrency,
  rollups,
  talliesOf,
  valuesOf,
  type Cuboid,
  type Rollup,
} from './rollup.ts';
import { BINS_OF_SHELF, binSql, shelfCountsSql, shelfSql } from './sketch.ts';

/** How long the time is that cells are of. Hours are filled with their day. */
export type Level = 'HOUR' | 'DAY' | 'MONTH';

const stepOf = { DAY: '1 day', MONTH: '1 month' } as const;

/** The rules by which facts are in a cell: all but that of one currency, by which cells are told apart. */
const rulesInCell = ({ counted = [] }: Tally): readonly Rule[] => counted.filter((rule) => !isOfCurrency(rule));

const valueColumn = (dimension: MetricDimension) => `v_${dimension.toLowerCase()}`;

/** What cells are made of, once for each fact of the days or months that begin on `:starts`. */
function factsSql(rollup: Rollup, step: 'DAY' | 'MONTH'): string {
  const { kind, at, isSketch } = rollup;
  const { facts, isOne, site, team, person, dimensions } = sources[kind];
  const dimension = (name: MetricDimension | undefined) => (name && dimensions[name]) ?? 'NULL::text';
  const tallies = isSketch ? talliesOf(rollup).slice(0, 1) : talliesOf(rollup);
  const figures = tallies.flatMap((tally, i) => [
    `${allHold(rulesInCell(tally))} AS c${i}`,
    `${tally.above ?? 'FALSE'} AS a${i}`,
    `(${tally.quantity?.of ?? 'NULL'})::double precision AS q${i}`,
  ]);
  const values = valuesOf(kind).map((value) => `${dimension(value)} AS ${valueColumn(value)}`);
  return `
    SELECT s.starts AS day, date_trunc('hour', ${at}, 'UTC') AS hour, ${dimension(companionOf[kind])} AS companion,
           ${site} AS site_id, ${team} AS team_id, ${person} AS person_id, ${currencyOf[kind] ?? 'NULL::text'} AS currency,
           ${[...values, ...figures].join(', ')}
    FROM (SELECT starts, starts::timestamp AT TIME ZONE :zone AS from_at, (starts + interval '${stepOf[step]}') AT TIME ZONE :zone AS to_at
          FROM unnest(:starts::date[]) AS u (starts)) AS s, ${facts}
    WHERE ${isOne} AND ${at} >= s.from_at AND ${at} < s.to_at`;
}

/** Of a figure in a cell: how many, how many above the line, and the sum or the greatest of what was measured. */
function kept({ above, quantity }: Tally, i: number): readonly [count: string, above: string, total: string] {
  const where = `FILTER (WHERE x.c${i})`;
  const total = quantity?.as === 'GREATEST' ? `max(x.q${i}::numeric)` : `sum(x.q${i}::numeric)`;
  return [
    `count(*) ${where}`,
    above === undefined ? '0' : `count(*) FILTER (WHERE x.c${i} AND x.a${i})`,
    quantity ? `${total} ${where}` : 'NULL::numeric',
  ];
}

/** The columns of a cell, in order. */
const CELL = `rollup, level, cuboid, day, hour, companion, currency, site_id, team_id, person_id, value, shelf, counts, above, totals`;

const list = (sql: readonly string[]) => `ARRAY[${sql.join(', ')}]`;

/** By what cells of one set of dimensions are told apart, of facts `x`; null for what they are not. */
const keysOf = (
  { companion, site, place, value }: Cuboid,
  level: Level,
): readonly (readonly [string, string | null])[] => [
  ['day', 'x.day'],
  ['hour', level === 'HOUR' ? 'x.hour' : null],
  ['companion', companion ? 'x.companion' : null],
  ['currency', 'x.currency'],
  ['site_id', site ? 'x.site_id' : null],
  ['team_id', place ? 'x.team_id' : null],
  ['person_id', place ? 'x.person_id' : null],
  ['value', value && `x.${valueColumn(value)}`],
];

const orNull = (column: string, sql: string | null) => sql ?? `NULL::${column === 'hour' ? 'timestamptz' : 'text'}`;

/** The cells of one set of dimensions, counted from facts `x`. */
function cellsSql(rollup: Rollup, cuboid: Cuboid, level: Level): string {
  const keys = keysOf(cuboid, level);
  const named = keys.map(([column, sql]) => `${orNull(column, sql)} AS ${column}`).join(', ');
  const grouped = keys.flatMap(([, sql]) => sql ?? []).join(', ');
  const of = `'${rollup.name}', '${level}', '${cuboid.name}'`;
  if (rollup.isSketch)
    return `SELECT ${of}, ${keys.map(([column]) => column).join(', ')}, ${shelfSql('bin')}, ${shelfCountsSql()}::bigint[], ARRAY[0]::bigint[], ARRAY[NULL]::numeric[]
      FROM (SELECT ${named}, ${binSql('x.q0')} AS bin, count(*) AS many FROM x WHERE x.c0 GROUP BY ${grouped}, ${binSql('x.q0')}) AS b
      GROUP BY ${keys.map(([column]) => column).join(', ')}, ${shelfSql('bin')}`;
  const figures = talliesOf(rollup).map(kept);
  const [counts, above, totals] = [0, 1, 2].map((i) => list(figures.map((figure) => figure[i] ?? '')));
  return `SELECT ${of}, ${named}, NULL::smallint, ${counts}::bigint[], ${above}::bigint[], ${totals}::numeric[]
    FROM x WHERE ${figures.map((_, i) => `x.c${i}`).join(' OR ')} GROUP BY ${grouped}`;
}

/**
 * The cells of the days or months that begin on `:starts`, in the days of `:zone`, counted from the facts: of days every set that is kept by
 * day, and the hours; of months those sets that are not. Null when there are none.
 */
function fillFromFacts(rollup: Rollup, step: 'DAY' | 'MONTH'): string | null {
  const sets = cuboidsOf(rollup).filter(({ isDaily }) => (step === 'DAY') === isDaily);
  const cells = sets.map((cuboid) => cellsSql(rollup, cuboid, step));
  const [whole] = sets;
  if (!whole) return null;
  const hours = step === 'DAY' && !rollup.isSketch ? [cellsSql(rollup, whole, 'HOUR')] : [];
  return `WITH x AS MATERIALIZED (${factsSql(rollup, step)}) SELECT * FROM (${[...cells, ...hours].join(' UNION ALL ')}) AS c (${CELL})`;
}

/** The cells of the months that begin on `:starts`, counted from those of their days. */
function fillFromDays(rollup: Rollup): string {
  const tallies: readonly (Tally | null)[] = rollup.isSketch ? [null] : talliesOf(rollup);
  const sums = (column: string, length: number) => list(Array.from({ length }, (_, i) => `sum(c.${column}[${i + 1}])`));
  const counts = sums('counts', rollup.isSketch ? 1 + BINS_OF_SHELF : tallies.length);
  const totals = tallies.map((tally, i) => `${tally?.quantity?.as === 'GREATEST' ? 'max' : 'sum'}(c.totals[${i + 1}])`);
  const keys = 'c.companion, c.currency, c.site_id, c.team_id, c.person_id, c.value, c.shelf';
  return `
    SELECT c.rollup, 'MONTH' AS level, c.cuboid, m.starts AS day, NULL::timestamptz AS hour, ${keys},
           ${counts}::bigint[] AS counts, ${sums('above', tallies.length)}::bigint[] AS above, ${list(totals)}::numeric[] AS totals
    FROM unnest(:starts::date[]) AS m (starts)
    JOIN rollup_cell c ON c.rollup = '${rollup.name}' AND c.level = 'DAY' AND c.day >= m.starts AND c.day < m.starts + interval '1 month'
    GROUP BY c.rollup, c.cuboid, m.starts, ${keys}`;
}

/** By what the cells of every rollup are filled. */
export const fills = rollups.map((rollup) => ({
  rollup,
  days: fillFromFacts(rollup, 'DAY'),
  months: fillFromFacts(rollup, 'MONTH'),
  sums: fillFromDays(rollup),
}));
