import type { EntityManager } from 'typeorm';
import { filterCondition, type Filter } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import type { MetricDimension, MetricFilter, MetricGrain, MetricPeriod } from '@courtesy/graph-types/metrics';
import { ofCalls, ofCases, type FactSource } from './fact-source.ts';
import type { Backlog, Measure, Summary, Tally } from './measure.ts';
import { MAX_ROWS, type BacklogMove, type MeasuredCell, type MetricFeedPosition } from './metric.ts';

type Sql = readonly [sql: string, parameters: Readonly<Record<string, unknown>>];

/** Which facts an actor may see, by how far the actor sees: the same cases and calls as in the cases service. */
function visibility(actor: Actor, { person }: FactSource): Sql {
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        'f.site_id IN (SELECT id FROM site_copy WHERE region_id = :myRegion)',
        { myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return ['f.site_id = :mySite', { mySite: actor.siteId ?? null }];
    case 'TEAM':
      return [`(f.team_id = :myTeam OR ${person} = :me)`, { myTeam: actor.teamId ?? null, me: actor.personId ?? null }];
    case 'OWN':
      return [
        `(f.customer_id = ANY (customer_family(:myself)) OR ${person} = :me)`,
        { myself: actor.customerId ?? null, me: actor.personId ?? null },
      ];
  }
}

/** What is to be measured, for whom. */
export interface Question {
  readonly actor: Actor;
  readonly measure: Measure;
  readonly period: MetricPeriod;
  readonly grain: MetricGrain;
  readonly by: MetricDimension | null;
  readonly where: MetricFilter | null;
  readonly zone: string;
  /** The time from which a filter reckons distances such as -P14D. */
  readonly now: Date;
}

const START = '(:from::date::timestamp AT TIME ZONE :zone)';
const END = '(:to::date::timestamp AT TIME ZONE :zone)';

/** What parts of a day are, as PostgreSQL writes them. */
const partsOfDay: Readonly<Partial<Record<MetricGrain, string>>> = { HALF_HOUR: '30 minutes', HOUR: '1 hour' };

/**
 * Where the bucket of an instant begins: a local midnight; of a part of a day the instant, so that an hour that the clocks repeat is there twice.
 */
function bucketSql(instant: string, grain: MetricGrain): string {
  if (grain === 'TOTAL') return `:from::date::timestamp`;
  const local = `${instant} AT TIME ZONE :zone`;
  const part = partsOfDay[grain];
  if (!part) return `date_trunc('${grain.toLowerCase()}', ${local})`;
  return `${instant} - ((${local}) - date_bin('${part}', ${local}, timestamp '2000-01-01'))`;
}

/** The same as a day, or an instant, in text. Written after grouping: doing it for every fact took half of the time. */
const bucketText = (grain: MetricGrain) =>
  partsOfDay[grain]
    ? `to_char(m.bucket AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS bucket`
    : `to_char(m.bucket, 'YYYY-MM-DD') AS bucket`;

const sourceOf = ({ kind }: Measure): FactSource => (kind === 'CALLS' ? ofCalls : ofCases);

const valueSql = ({ dimensions }: FactSource, by: MetricDimension | null) => (by && dimensions[by]) ?? 'NULL::text';

function summarySql(as: Summary): string {
  if (as === 'MEAN') return 'avg(m.seconds)::double precision';
  if (as === 'GREATEST') return 'max(m.seconds)::double precision';
  if (as === 'SUM') return 'sum(m.seconds)::double precision';
  return `percentile_cont(${as.percentile}) WITHIN GROUP (ORDER BY m.seconds)`;
}

function tallySql({ measure, grain, by }: Question & { measure: Tally }, seen: string): string {
  const { at, counted = 'TRUE', above = 'FALSE', seconds } = measure;
  const source = sourceOf(measure);
  const summary = seconds ? summarySql(seconds.as) : 'NULL::double precision';
  return `
    SELECT grouping(m.bucket) = 1 AS whole, ${bucketText(grain)}, m.value, count(*) AS cases, count(*) FILTER (WHERE m.above) AS above, ${summary} AS seconds
    FROM (
      SELECT ${bucketSql(at, grain)} AS bucket, ${valueSql(source, by)} AS value, ${above} AS above,
             (${seconds?.of ?? 'NULL'})::double precision AS seconds
      FROM ${source.facts}
      WHERE ${at} >= ${START} AND ${at} < ${END} AND ${counted} AND ${seen}
    ) AS m
    GROUP BY GROUPING SETS ((m.bucket, m.value), ())`;
}

const OWN_END = 'LEAST(f.resolved_at, f.closed_at, f.cancelled_at)';

/**
 * When matters ended that were merged or split: a case merged before it was answered goes on in its survivor, and one that others were split from
 * goes on in those, too. The matter is open until the last of all it leads to has ended. `UNION` ends the search where a split was undone by a merge.
 */
const FATES = `
  WITH RECURSIVE way AS (
    SELECT f.case_id, f.survivor_id AS next FROM case_fact f WHERE f.survivor_id IS NOT NULL AND ${OWN_END} IS NULL
    UNION ALL SELECT f.split_from, f.case_id FROM case_fact f WHERE f.split_from IS NOT NULL
  ), reached AS (
    SELECT case_id, case_id AS next FROM way
    UNION SELECT reached.case_id, way.next FROM reached JOIN way ON way.case_id = reached.next
  ), fate AS (
    SELECT reached.case_id, CASE WHEN bool_and(${OWN_END} IS NOT NULL) THEN max(${OWN_END}) END AS ended_at
    FROM reached JOIN case_fact f ON f.case_id = reached.next
    WHERE f.survivor_id IS NULL OR ${OWN_END} IS NOT NULL
    GROUP BY reached.case_id
  )`;
const FATE = `CASE WHEN fate.case_id IS NULL THEN ${OWN_END} ELSE fate.ended_at END`;

/** Each matter becomes open once and ends at most once; one that ended before it was opened was never open. */
function backlogSql({ measure, grain, by }: Question & { measure: Backlog }, seen: string): string {
  const [facts, ended, counted] = measure.asBrought
    ? [`${ofCases.facts} LEFT JOIN fate ON fate.case_id = f.case_id`, FATE, `f.split_from IS NULL AND ${seen}`]
    : [ofCases.facts, OWN_END, seen];
  return `${measure.asBrought ? FATES : ''}
    SELECT ${bucketText(grain)}, m.value, sum(m.step) AS change
    FROM (
      SELECT o.opened_at, o.ended_at, o.value
      FROM (
        SELECT f.opened_at, ${ended} AS ended_at, ${valueSql(ofCases, by)} AS value
        FROM ${facts} WHERE f.opened_at < ${END} AND ${counted}
      ) AS o
      WHERE o.ended_at IS NULL OR (o.ended_at > o.opened_at AND o.ended_at >= ${START})
    ) AS o
    CROSS JOIN LATERAL (
      SELECT ${bucketSql(`GREATEST(o.opened_at, ${START})`, grain)} AS bucket, o.value, 1 AS step
      UNION ALL
      SELECT ${bucketSql('o.ended_at', grain)}, o.value, -1 WHERE o.ended_at < ${END}
    ) AS m
    GROUP BY m.bucket, m.value HAVING sum(m.step) <> 0`;
}

/** What was measured of the cases or calls of a period. */
export interface TallyMeasured {
  readonly kind: 'CASES' | 'CALLS';
  /** One per bucket and value, and one of the whole period (`whole`). */
  readonly cells: readonly (MeasuredCell & { readonly whole: boolean })[];
}

/** How the number of open cases changed. */
export interface BacklogMeasured {
  readonly kind: 'BACKLOG';
  readonly cells: readonly BacklogMove[];
}

/** What was measured, and how far the feeds had been counted then. */
export type Measurement = (TallyMeasured | BacklogMeasured) & { readonly feeds: readonly MetricFeedPosition[] };

interface Answer {
  readonly cells: Measurement['cells'] | null;
  readonly feeds: readonly { readonly feed: string; readonly place: string; readonly readAt: string }[];
}

/**
 * Measures in one statement, so that figures, total and watermark are of one moment. Answers at most {@link MAX_ROWS} cells and two more,
 * by which the caller sees that there are too many.
 */
export async function takeMeasure(manager: EntityManager, question: Question): Promise<Measurement> {
  const { actor, measure, period, where, zone, now } = question;
  const source = sourceOf(measure);
  const [visible, ownParameters] = visibility(actor, source);
  const filter = filterCondition((where ?? {}) as Filter, { fields: source.fields, now });
  const seen = `${visible} AND ${filter.sql}`;
  const cells =
    measure.kind === 'BACKLOG' ? backlogSql({ ...question, measure }, seen) : tallySql({ ...question, measure }, seen);
  const sql = `
    SELECT (SELECT coalesce(json_agg(json_build_object('feed', feed, 'place', place, 'readAt', read_at) ORDER BY feed), '[]') FROM feed_cursor) AS feeds,
           (SELECT json_agg(cell) FROM (${cells} LIMIT ${MAX_ROWS + 2}) AS cell) AS cells`;
  const parameters = { from: period.from, to: period.to, zone, ...ownParameters, ...filter.parameters };
  const [text, values] = manager.connection.driver.escapeQueryWithParameters(sql, parameters);
  const [answer] = await manager.query<Answer[]>(text, values);
  const feeds = (answer?.feeds ?? []).map(({ readAt, ...position }) => ({ ...position, readAt: new Date(readAt) }));
  return { kind: measure.kind, cells: answer?.cells ?? [], feeds } as Measurement;
}
