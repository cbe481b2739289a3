import type { EntityManager } from 'typeorm';
import { queryNamed } from '@courtesy/persistence';
import { dueWorker, type DueParts, type DueWorker, type Resource } from '@courtesy/subgraph';
import { reportingZone } from '../metric/reporting-day.ts';
import { fills } from './filling.ts';
import { rollups, type Rollup, type Topic } from './rollup.ts';
import { rollupShape } from './shape.store.ts';

/** How long marks are left to gather, in seconds: a day to which events come all the time is not counted again for each. */
const GATHER_S = 2;
/** How long a month must have been quiet, in seconds. */
const QUIET_S = 30;
/** How many days, or months, are counted at once. */
const AT_ONCE = { DAY: 7, MONTH: 1 } as const;
/** The key of the lock by which one process of a service counts at a time. */
const LOCK = 7_213_004;

type Named = Readonly<Record<string, unknown>>;

/** Runs SQL in which tables of facts are those of what is known now. */
const run = <T>(manager: EntityManager, sql: string, parameters: Named): Promise<T[]> =>
  queryNamed(manager, sql.replaceAll(/\{(\w+)\}/g, '$1'), parameters);

/** Every hour in which there is a fact, so that all is counted anew. */
const MARK_ALL = `
  INSERT INTO rollup_due (topic, level, hour, marked_at)
  SELECT DISTINCT t.topic, 'DAY', date_trunc('hour', i.at, 'UTC'), to_timestamp(0) FROM (
    SELECT opened_at AS at, ARRAY['CASES', 'ANSWERS'] AS topics FROM case_fact UNION ALL
    SELECT resolved_at, ARRAY['CASES', 'ANSWERS'] FROM case_fact UNION ALL
    SELECT LEAST(resolved_at, closed_at, cancelled_at), ARRAY['CASES'] FROM case_fact UNION ALL
    SELECT occurred_at, ARRAY['CALLS'] FROM call_fact UNION ALL
    SELECT x.at, ARRAY[f.kind || 'S'] FROM activity_fact f CROSS JOIN LATERAL (VALUES (f.at), (f.due_at), (f.ended_at)) AS x (at)
  ) AS i CROSS JOIN LATERAL unnest(i.topics) AS t (topic) WHERE i.at IS NOT NULL AND t.topic = ANY (:topics)`;

/** Whether cells are of this zone and this release. */
const BASIS = 'SELECT 1 FROM rollup_basis WHERE zone = :zone AND shape = :shape';

/** Nothing that was kept holds any more. What is due then takes as many rounds as there are days. */
async function startAnew(manager: EntityManager, zone: string): Promise<void> {
  for (const table of ['rollup_basis', 'rollup_due', 'rollup_cell', 'rollup_day'])
    await manager.query(`DELETE FROM ${table}`);
  await run(manager, MARK_ALL, { topics: [...new Set(rollups.map(({ topic }) => topic))] });
  await run(manager, 'INSERT INTO rollup_basis (zone, shape) VALUES (:zone, :shape)', { zone, shape: rollupShape });
}

/**
 * The newest days of the topic that has waited longest, and the marks that go when they are counted. What is marked by a transaction that ends later
 * stays marked: marks are added, never changed, and only those go whose facts the snapshot sees.
 */
const DAYS = `
  WITH picked AS (
    SELECT d.topic, (i.at AT TIME ZONE :zone)::date AS day, max(d.hour) AS newest
    FROM rollup_due d CROSS JOIN LATERAL (VALUES (d.hour), (d.hour + interval '59 minutes')) AS i (at)
    WHERE d.level = 'DAY' AND d.topic = (SELECT topic FROM rollup_due WHERE level = 'DAY' ORDER BY marked_at, id LIMIT 1)
    GROUP BY 1, 2 ORDER BY newest DESC LIMIT ${AT_ONCE.DAY}
  )
  SELECT topic, array_agg(day::text) AS starts, (
    SELECT coalesce(array_agg(d.id), '{}') FROM rollup_due d
    WHERE d.level = 'DAY' AND d.topic = picked.topic AND (d.hour AT TIME ZONE :zone)::date IN (SELECT day FROM picked)
      AND ((d.hour + interval '59 minutes') AT TIME ZONE :zone)::date IN (SELECT day FROM picked)
  ) AS marks
  FROM picked GROUP BY topic`;

/** Likewise a month that is over, quiet, and has no day that must be counted first. */
const MONTHS = `
  SELECT d.topic, ARRAY[date_trunc('month', d.hour AT TIME ZONE :zone)::date::text] AS starts, array_agg(d.id) AS marks
  FROM rollup_due d WHERE d.level = 'MONTH'
    AND (date_trunc('month', d.hour AT TIME ZONE :zone) + interval '1 month') AT TIME ZONE :zone <= clock_timestamp()
    AND NOT EXISTS (SELECT FROM rollup_due o WHERE o.level = 'DAY' AND o.topic = d.topic
      AND o.hour >= date_trunc('month', d.hour AT TIME ZONE :zone) AT TIME ZONE :zone - interval '1 hour'
      AND o.hour < (date_trunc('month', d.hour AT TIME ZONE :zone) + interval '1 month') AT TIME ZONE :zone)
  GROUP BY 1, 2 HAVING max(d.marked_at) <= clock_timestamp() - make_interval(secs => :quiet)
  ORDER BY 1, 2 DESC LIMIT ${AT_ONCE.MONTH}`;

interface Picked {
  readonly topic: Topic;
  readonly starts: readonly string[];
  readonly marks: readonly string[];
}

const ofTopic = (topic: Topic) => fills.filter(({ rollup }) => rollup.topic === topic);

/** What the whole of each day comes to now; where a day was over when it was counted before and came to something else, that is noted. */
async function noteRestatements(manager: EntityManager, { name, figures, isSketch }: Rollup, parameters: Named) {
  const places = isSketch ? [1] : figures.map((_, i) => i + 1);
  const sums = (column: string) =>
    `ARRAY[${places.map((place) => `coalesce(sum(c.${column}[${place}]), 0)`).join(', ')}]`;
  const whole = `
    SELECT u.day, ${sums('counts')}::bigint[] AS counts, ${sums('above')}::bigint[] AS above, ${sums('totals')}::numeric[] AS totals
    FROM unnest(:starts::date[]) AS u (day)
    LEFT JOIN rollup_cell c ON c.rollup = :name AND c.level = 'DAY' AND c.cuboid = 'WHOLE' AND c.day = u.day GROUP BY u.day`;
  await run(
    manager,
    `WITH fresh AS (${whole}), noted AS (
       INSERT INTO rollup_restatement (rollup, day, restated_at, counts_before, counts_after, above_before, above_after, totals_before, totals_after)
       SELECT :name, fresh.day, :now, b.counts, fresh.counts, b.above, fresh.above, b.totals, fresh.totals FROM fresh JOIN rollup_day b ON b.rollup = :name AND b.day = fresh.day
       WHERE b.counted_at >= (fresh.day + interval '1 day') AT TIME ZONE :zone
         AND (b.counts, b.above, b.totals) IS DISTINCT FROM (fresh.counts, fresh.above, fresh.totals)
     )
     INSERT INTO rollup_day (rollup, day, counted_at, counts, above, totals) SELECT :name, day, :now, counts, above, totals FROM fresh
     ON CONFLICT (rollup, day) DO UPDATE SET counted_at = excluded.counted_at, counts = excluded.counts, above = excluded.above, totals = excluded.totals`,
    { ...parameters, name },
  );
}

/** Cells as text that PostgreSQL wrote and will read: no number passes through ours. */
async function countedCells(manager: EntityManager, statements: readonly (string | null)[], parameters: Named) {
  const texts: string[] = [];
  for (const sql of statements) {
    if (!sql) continue;
    const [row] = await run<{ cells: string | null }>(
      manager,
      `SELECT json_agg(x)::text AS cells FROM (${sql}) AS x`,
      parameters,
    );
    if (row?.cells) texts.push(row.cells);
  }
  return texts;
}

/**
 * Counts first and writes then. A transaction counts as a writer from its first write on, and whatever any writer of a server does not finish holds back the
 * feeds of all its databases (ADR 0001): so writing is kept short.
 */
async function recount(manager: EntityManager, { topic, starts, marks }: Picked, asked: Recount): Promise<void> {
  const { levels, statementsOf, parameters, afterwards } = asked;
  const given = { ...parameters, topic, starts };
  const counted: { readonly rollup: Rollup; readonly cells: readonly string[] }[] = [];
  for (const fill of ofTopic(topic))
    counted.push({ rollup: fill.rollup, cells: await countedCells(manager, statementsOf(fill), given) });
  for (const { rollup, cells } of counted) {
    const named = { ...given, name: rollup.name, levels };
    await run(
      manager,
      'DELETE FROM rollup_cell WHERE rollup = :name AND level = ANY (:levels) AND day = ANY (:starts::date[])',
      named,
    );
    for (const text of cells)
      await manager.query(
        'INSERT INTO rollup_cell SELECT * FROM json_populate_recordset(NULL::rollup_cell, $1::json)',
        [text],
      );
    await afterwards?.(rollup, named);
  }
  await manager.query('DELETE FROM rollup_due WHERE id = ANY ($1)', [marks]);
}

interface Recount {
  readonly levels: readonly string[];
  readonly statementsOf: (fill: (typeof fills)[number]) => readonly (string | null)[];
  readonly parameters: Named;
  readonly afterwards?: (rollup: Rollup, parameters: Named) => Promise<void>;
}

async function recountDays(manager: EntityManager, picked: Picked, parameters: Named): Promise<void> {
  await recount(manager, picked, {
    ...{ levels: ['DAY', 'HOUR'], parameters, statementsOf: ({ days }) => [days] },
    afterwards: (rollup, given) => noteRestatements(manager, rollup, given),
  });
  await run(
    manager,
    `INSERT INTO rollup_due (topic, level, hour) SELECT DISTINCT :topic, 'MONTH', date_trunc('month', u.day::timestamp) AT TIME ZONE :zone
     FROM unnest(:starts::date[]) AS u (day)`,
    { ...parameters, topic: picked.topic, starts: picked.starts },
  );
}

const recountMonths = (manager: EntityManager, picked: Picked, parameters: Named): Promise<void> =>
  recount(manager, picked, {
    ...{ levels: ['MONTH'], parameters, statementsOf: ({ sums, months }) => [sums, months] },
  });

/** How cells are counted again. */
export interface Refreshing {
  readonly zone: string;
  readonly now: () => Date;
  /** How long a month must have been quiet, in seconds. */
  readonly quietFor?: number;
}

/**
 * Counts again what is marked: days of one topic, or, when no day is, months that are over. In one transaction with its marks, so that a cell is never
 * counted twice nor missed. Answers how many days or months it counted.
 */
export async function refreshRollups(manager: EntityManager, refreshing: Refreshing): Promise<number> {
  const runner = manager.connection.createQueryRunner();
  try {
    const [lock] = (await runner.query(`SELECT pg_try_advisory_lock(${LOCK}) AS held`)) as { held: boolean }[];
    if (!lock?.held) return 0;
    try {
      return await runner.manager.transaction('REPEATABLE READ', (tx) => countAgain(tx, refreshing));
    } finally {
      await runner.query(`SELECT pg_advisory_unlock(${LOCK})`);
    }
  } finally {
    await runner.release();
  }
}

/** What counting may take of the server: one core, and more time and memory than a request. */
const MODESTLY = `SELECT set_config('max_parallel_workers_per_gather', '0', TRUE), set_config('work_mem', '64MB', TRUE),
  set_config('statement_timeout', '900s', TRUE)`;

async function countAgain(tx: EntityManager, { zone, now, quietFor = QUIET_S }: Refreshing): Promise<number> {
  const parameters = { zone, now: now(), shape: rollupShape, quiet: quietFor };
  await tx.query(MODESTLY);
  if ((await run(tx, BASIS, parameters)).length === 0) {
    await startAnew(tx, zone);
    return 1;
  }
  const [days] = await run<Picked>(tx, DAYS, parameters);
  if (days) {
    await recountDays(tx, days, parameters);
    return days.starts.length;
  }
  const [month] = await run<Picked>(tx, MONTHS, parameters);
  if (month) await recountMonths(tx, month, parameters);
  return month ? 1 : 0;
}

/** When there is something to count, in the past; never, when there is not. */
const nextRefresh = (zone: string) => async (manager: EntityManager) => {
  const [row] = await run<{ isDue: boolean }>(
    manager,
    `SELECT NOT EXISTS (${BASIS}) OR EXISTS (SELECT FROM rollup_due WHERE level = 'DAY' AND marked_at <= clock_timestamp() - make_interval(secs => ${GATHER_S}))
       OR EXISTS (SELECT FROM rollup_due WHERE level = 'MONTH' AND marked_at <= clock_timestamp() - make_interval(secs => ${QUIET_S})
            AND (date_trunc('month', hour AT TIME ZONE :zone) + interval '1 month') AT TIME ZONE :zone <= clock_timestamp()) AS "isDue"`,
    { zone, shape: rollupShape },
  );
  return row?.isDue ? new Date(0) : null;
};

/** Keeps the cells up with the facts. */
export const rollupKeeper: Resource<DueWorker> = {
  name: 'rollup keeper',
  open: (host) => {
    const zone = reportingZone(host.config);
    const take = ({ database, now }: DueParts) => refreshRollups(database.manager, { zone, now });
    return dueWorker({
      ...{ name: 'rollup keeper', service: 'metrics', tables: [], next: nextRefresh(zone) },
      take,
    }).open(host);
  },
  close: (worker) => worker.stop(),
};
