import { hourAt } from '../metric/cost-measure.ts';

/** The most variants that a map tells, and by which conformance is worked out. */
export const MOST = { told: 25, compared: 10_000 } as const;

const inOrder = 'ORDER BY at, id';

/**
 * The steps of the cases in `scope`, as SQL after it: those that the log keeps and the contacts that people had, in the order in which they happened;
 * what happens next after each; and how teams gave cases to each other.
 */
const MINED = `
  placed AS (
    SELECT s.*, lag(s.team_id) OVER (PARTITION BY s.case_id, s.team_id IS NOT NULL ORDER BY s.at, s.id) AS team_before
    FROM case_step s JOIN scope ON scope.case_id = s.case_id
  ),
  steps AS (
    SELECT case_id, at, id, team_id, person_id, 0::bigint AS touch,
           CASE WHEN activity = 'ASSIGNED' AND team_before <> team_id THEN 'HANDED_OVER' ELSE activity END AS activity
    FROM placed
    UNION ALL
    SELECT f.case_id, f.at, f.id, f.team_id, f.person_id, coalesce(f.handle_ms, 0),
           CASE f.direction WHEN 'INBOUND' THEN 'HEARD' ELSE 'ANSWERED' END
    FROM activity_fact f JOIN scope ON scope.case_id = f.case_id WHERE f.kind = 'CONTACT' AND NOT f.is_automatic
  ),
  follows AS (
    SELECT case_id, activity, lead(activity) OVER next AS next, lead(person_id) OVER next AS next_person,
           extract(epoch FROM lead(at) OVER next - at) * 1000 AS wait
    FROM steps WINDOW next AS (PARTITION BY case_id ${inOrder})
  ),
  ways AS (SELECT case_id, array_agg(activity ${inOrder}) AS activities FROM steps GROUP BY case_id),
  held AS (SELECT case_id, at, id, team_id FROM placed WHERE team_id IS NOT NULL AND team_id IS DISTINCT FROM team_before),
  turns AS (
    SELECT case_id, team_id AS a, lead(team_id) OVER turn AS b, lead(team_id, 2) OVER turn AS c,
           lead(at) OVER turn AS left_at, lead(at, 2) OVER turn AS back_at
    FROM held WINDOW turn AS (PARTITION BY case_id ${inOrder})
  ),
  loops AS (SELECT case_id, LEAST(a, b) AS one, GREATEST(a, b) AS other, left_at, back_at FROM turns WHERE c = a)`;

/** A statement over the steps of the cases in `scope`, which is SQL that answers their ids as `case_id`. */
export const mined = (scope: string, select: string): string =>
  `WITH scope AS MATERIALIZED (${scope}), ${MINED} ${select}`;

/** What came next after what, that which happened most often first. */
export const EDGES = `
  SELECT activity AS "from", next AS "to", count(*)::integer AS times, count(DISTINCT case_id)::integer AS cases,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS "medianWait", percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS "p90Wait",
         count(DISTINCT next_person)::integer AS people
  FROM follows WHERE next IS NOT NULL GROUP BY activity, next ORDER BY times DESC, activity, next`;

/** What tells a way from others. */
export const WAY_KEY = `md5(array_to_string(activities, '>'))`;

/** The ways that cases went, the most frequent first. */
export const variantsSql = (most: number): string => `
  SELECT ${WAY_KEY} AS key, activities, count(*)::integer AS cases FROM ways GROUP BY activities ORDER BY cases DESC, key LIMIT ${most}`;

/** How many cases there are, and in how many ways they went. */
export const SIZES = `
  SELECT (SELECT count(*)::integer FROM scope) AS cases, (SELECT count(DISTINCT activities)::integer FROM ways) AS variants`;

/** How long cases were worked on, and how long they lay. */
export const TIMES = `
  SELECT coalesce(sum(touch), 0)::double precision AS touch, coalesce(sum(GREATEST(extract(epoch FROM last - first) * 1000 - touch, 0)), 0)::double precision AS waiting
  FROM (SELECT sum(touch) AS touch, min(at) AS first, max(at) AS last FROM steps GROUP BY case_id) AS c`;

/** The contacts that people had about a case of a loop `l` while it was away: each spell away belongs to one loop. */
const WHILE_AWAY = `FROM activity_fact i WHERE i.kind = 'CONTACT' AND NOT i.is_automatic AND i.case_id = l.case_id
  AND i.at >= l.left_at AND i.at < l.back_at`;
const MS_OF_HOUR = '3600000.0';

/** What went to and fro between two teams: altogether, and by the month in which it came back. */
export const LOOPS = `,
  spells AS (
    SELECT l.*, to_char(date_trunc('month', l.back_at AT TIME ZONE :zone), 'YYYY-MM-DD') AS month,
           extract(epoch FROM l.back_at - l.left_at) * 1000 AS away, w.touch, w.unrated, w.cost
    FROM loops l CROSS JOIN LATERAL (
      SELECT coalesce(sum(t.ms), 0) AS touch, coalesce(sum(t.ms) FILTER (WHERE t.rate IS NULL), 0) AS unrated,
             sum(t.ms / ${MS_OF_HOUR} * t.rate) AS cost
      FROM (SELECT coalesce(i.handle_ms, 0) AS ms, ${hourAt('i.site_id', 'i.at')} AS rate ${WHILE_AWAY}) AS t
    ) AS w
  ),
  known AS (SELECT l.one, l.other, count(DISTINCT t.person_id)::integer AS people FROM loops l
    CROSS JOIN LATERAL (SELECT i.person_id ${WHILE_AWAY}) AS t GROUP BY l.one, l.other)
  SELECT s.one, s.other, s.month, count(DISTINCT s.case_id)::integer AS cases, count(*)::integer AS times, sum(s.away)::double precision AS away,
         sum(s.touch)::double precision AS touch, sum(s.unrated)::double precision AS unrated, sum(s.cost)::double precision AS cost,
         coalesce(max(k.people), 0) AS people
  FROM spells s LEFT JOIN known k ON k.one = s.one AND k.other = s.other
  GROUP BY GROUPING SETS ((s.one, s.other, s.month), (s.one, s.other)) ORDER BY s.one, s.other, s.month`;
