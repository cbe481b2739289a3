import type { EntityManager } from 'typeorm';
import { filterCondition, type Filter } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import type { MetricDimension, MetricFilter, MetricGrain, MetricPeriod } from '@courtesy/graph-types/metrics';
import { MAX_ROWS, type BacklogMove, type MeasuredCell, type MetricFeedPosition } from './metric.ts';

/** How a figure is worked out over the facts `f` of cases. */
export type Measure =
  | {
      readonly kind: 'CASES';
      /** The instant that decides in which period a case counts; cases without it do not. */
      readonly at: 'f.opened_at' | 'f.resolved_at';
      /** Which cases are counted. */
      readonly counted?: string;
      /** Which of them stand above the line of a share. */
      readonly above?: string;
      /** Which percentile of the seconds from opening to answer is wanted. */
      readonly percentile?: number;
    }
  /** `asBrought`: a matter is open until all that was made of it, by merging and splitting, has ended, and is one matter all the while. */
  | { readonly kind: 'BACKLOG'; readonly asBrought?: boolean };

/** How each version of each metric is worked out. The words for it are in the catalogue; the two are changed together, as a new version. */
export const measures: Readonly<Record<string, Measure>> = {
  'cases.opened@1': { kind: 'CASES', at: 'f.opened_at' },
  'cases.opened@2': { kind: 'CASES', at: 'f.opened_at', counted: 'f.split_from IS NULL' },
  'cases.resolved@1': { kind: 'CASES', at: 'f.resolved_at' },
  'cases.backlog@1': { kind: 'BACKLOG' },
  'cases.backlog@2': { kind: 'BACKLOG', asBrought: true },
  'cases.timely_share@1': {
    kind: 'CASES',
    at: 'f.opened_at',
    counted: 'f.responded_in_time IS NOT NULL',
    above: 'f.responded_in_time',
  },
  'cases.relief_share@1': {
    kind: 'CASES',
    at: 'f.opened_at',
    counted: 'f.outcome IS NOT NULL',
    above: `f.outcome IN ('MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF')`,
  },
  'cases.disputed_share@1': {
    kind: 'CASES',
    at: 'f.opened_at',
    counted: 'f.disputed IS NOT NULL',
    above: 'f.disputed',
  },
  'cases.resolution_time.median@1': { kind: 'CASES', at: 'f.resolved_at', percentile: 0.5 },
  'cases.resolution_time.p90@1': { kind: 'CASES', at: 'f.resolved_at', percentile: 0.9 },
};

const dimensions: Readonly<Record<MetricDimension, string>> = {
  CHANNEL: 'f.channel',
  TYPE: 'f.type',
  PRIORITY: 'f.priority',
  STATUS: 'f.status',
  PRODUCT: 'f.product',
  SUB_PRODUCT: 'f.sub_product',
  ISSUE: 'f.issue',
  OUTCOME: 'f.outcome',
  TIMELINESS: `CASE f.responded_in_time WHEN TRUE THEN 'TIMELY' WHEN FALSE THEN 'LATE' END`,
  DISPUTE: `CASE f.disputed WHEN TRUE THEN 'DISPUTED' WHEN FALSE THEN 'ACCEPTED' END`,
  TERRITORY: 'c.territory',
  SITE: 'f.site_id',
  TEAM: 'f.team_id',
  AGENT: 'f.assignee_id',
};

const filterFields: Readonly<Record<Exclude<keyof MetricFilter, 'and' | 'or' | 'not'>, string>> = {
  channel: 'f.channel',
  type: 'f.type',
  priority: 'f.priority',
  status: 'f.status',
  product: 'f.product',
  subProduct: 'f.sub_product',
  issue: 'f.issue',
  outcome: 'f.outcome',
  respondedInTime: 'f.responded_in_time',
  disputed: 'f.disputed',
  territory: 'c.territory',
  site: 'f.site_id',
  team: 'f.team_id',
  agent: 'f.assignee_id',
};

type Sql = readonly [sql: string, parameters: Readonly<Record<string, unknown>>];

/** Which facts an actor may see, by how far the actor sees: the same cases as in the cases service. */
function visibility(actor: Actor): Sql {
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
      return [
        '(f.team_id = :myTeam OR f.assignee_id = :me)',
        { myTeam: actor.teamId ?? null, me: actor.personId ?? null },
      ];
    case 'OWN':
      return [
        '(f.customer_id = ANY (customer_family(:myself)) OR f.assignee_id = :me)',
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

/** The local midnight at which the bucket of an instant begins. */
const bucketSql = (instant: string, grain: MetricGrain) =>
  grain === 'TOTAL' ? `:from::date::timestamp` : `date_trunc('${grain.toLowerCase()}', ${instant} AT TIME ZONE :zone)`;

/** The same as a day in text. Written after grouping: doing it for every fact took half of the time. */
const BUCKET_DAY = `to_char(m.bucket, 'YYYY-MM-DD') AS bucket`;

const valueSql = (by: MetricDimension | null) => (by ? dimensions[by] : 'NULL::text');

/**
 * The facts with their customer as known today: whoever stands for the one named. The planner leaves the joins out where nothing of the customer
 * is asked for.
 */
const FACTS = `case_fact f LEFT JOIN customer_aliases a ON a.customer_id = f.customer_id
  LEFT JOIN customer_copy c ON c.id = COALESCE(a.survivor_id, f.customer_id)`;

function casesSql({ measure, grain, by }: Question & { measure: { kind: 'CASES' } }, seen: string): string {
  const { at, counted = 'TRUE', above = 'FALSE', percentile } = measure;
  const seconds =
    percentile === undefined
      ? 'NULL::double precision'
      : `percentile_cont(${percentile}) WITHIN GROUP (ORDER BY m.seconds)`;
  return `
    SELECT grouping(m.bucket) = 1 AS whole, ${BUCKET_DAY}, m.value, count(*) AS cases, count(*) FILTER (WHERE m.above) AS above, ${seconds} AS seconds
    FROM (
      SELECT ${bucketSql(at, grain)} AS bucket, ${valueSql(by)} AS value, ${above} AS above,
             GREATEST(extract(epoch FROM f.resolved_at - f.opened_at), 0)::double precision AS seconds
      FROM ${FACTS}
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
function backlogSql({ measure, grain, by }: Question & { measure: { kind: 'BACKLOG' } }, seen: string): string {
  const [facts, ended, counted] = measure.asBrought
    ? [`${FACTS} LEFT JOIN fate ON fate.case_id = f.case_id`, FATE, `f.split_from IS NULL AND ${seen}`]
    : [FACTS, OWN_END, seen];
  return `${measure.asBrought ? FATES : ''}
    SELECT ${BUCKET_DAY}, m.value, sum(m.step) AS change
    FROM (
      SELECT o.opened_at, o.ended_at, o.value
      FROM (
        SELECT f.opened_at, ${ended} AS ended_at, ${valueSql(by)} AS value
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

/** What was measured of the cases of a period. */
export interface CasesMeasured {
  readonly kind: 'CASES';
  /** One per bucket and value, and one of the whole period (`whole`). */
  readonly cells: readonly (MeasuredCell & { readonly whole: boolean })[];
}

/** How the number of open cases changed. */
export interface BacklogMeasured {
  readonly kind: 'BACKLOG';
  readonly cells: readonly BacklogMove[];
}

/** What was measured, and how far the feeds had been counted then. */
export type Measurement = (CasesMeasured | BacklogMeasured) & { readonly feeds: readonly MetricFeedPosition[] };

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
  const [visible, ownParameters] = visibility(actor);
  const filter = filterCondition((where ?? {}) as Filter, { fields: filterFields, now });
  const seen = `${visible} AND ${filter.sql}`;
  const cells =
    measure.kind === 'CASES' ? casesSql({ ...question, measure }, seen) : backlogSql({ ...question, measure }, seen);
  const sql = `
    SELECT (SELECT coalesce(json_agg(json_build_object('feed', feed, 'place', place, 'readAt', read_at) ORDER BY feed), '[]') FROM feed_cursor) AS feeds,
           (SELECT json_agg(cell) FROM (${cells} LIMIT ${MAX_ROWS + 2}) AS cell) AS cells`;
  const parameters = { from: period.from, to: period.to, zone, ...ownParameters, ...filter.parameters };
  const [text, values] = manager.connection.driver.escapeQueryWithParameters(sql, parameters);
  const [answer] = await manager.query<Answer[]>(text, values);
  const feeds = (answer?.feeds ?? []).map(({ readAt, ...position }) => ({ ...position, readAt: new Date(readAt) }));
  return { kind: measure.kind, cells: answer?.cells ?? [], feeds } as Measurement;
}
