import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { dueWorker, type DueParts, type DueWorker, type Resource } from '@courtesy/subgraph';
import { reportingZone } from '../metric/reporting-day.ts';
import { fillFromDays, fillFromFacts } from './filling.ts';
import { rollups, type Rollup, type Topic } from './rollup.ts';

/** How long marks are left to gather, in seconds: a day to which events come all the time is not counted again for each. */
const GATHER_S = 2;
/** How long a month must have been quiet, in seconds. */
const QUIET_S = 30;
/** How many days, or months, are counted at once. */
const AT_ONCE = { DAY: 31, MONTH: 3 } as const;
/** The key of the lock by which one process of a service counts at a time. */
const LOCK = 7_213_004;

const fills = rollups.map((rollup) => ({
  rollup,
  days: fillFromFacts(rollup, 'DAY'),
  months: fillFromFacts(rollup, 'MONTH'),
  sums: fillFromDays(rollup),
}));

/** By what the cells of this release are filled: cells of another are not read, but filled anew. */
export const rollupShape: string = createHash('sha256').update(JSON.stringify(fills)).digest('hex').slice(0, 16);

type Named = Readonly<Record<string, unknown>>;

/** Runs SQL with named parameters, in which tables of facts are those of what is known now. */
async function run<T>(manager: EntityManager, sql: string, parameters: Named): Promise<T[]> {
  const plain = sql.replaceAll(/\{(\w+)\}/g, '$1');
  const [text, values] = manager.connection.driver.escapeQueryWithParameters(plain, parameters);
  return manager.query<T[]>(text, values);
}

/** Every hour in which there is a fact, so that all is counted anew. */
const MARK_ALL = `
  INSERT INTO rollup_due (topic, level, hour, marked_at)
  SELECT DISTINCT t.topic, 'DAY', date_trunc('hour', i.at, 'UTC'), to_timestamp(0) FROM (
    SELECT opened_at AS at, ARRAY['CASES', 'ANSWERS'] AS topics FROM case_fact UNION ALL
    SELECT resolved_at, ARRAY['CASES', 'ANSWERS'] FROM case_fact UNION ALL
    SELECT occurred_at, ARRAY['CALLS'] FROM call_fact UNION ALL
    SELECT x.at, ARRAY[f.kind || 'S'] FROM activity_fact f CROSS JOIN LATERAL (VALUES (f.at), (f.due_at), (f.ended_at)) AS x (at)
  ) AS i CROSS JOIN LATERAL unnest(i.topics) AS t (topic) WHERE i.at IS NOT NULL AND t.topic = ANY (:topics)`;

/** Whether cells are of this zone and this release. */
const BASIS = 'SELECT 1 FROM rollup_basis WHERE zone = :zone AND shape = :shape';

async function startAnew(manager: EntityManager, zone: string): Promise<void> {
  for (const table of ['rollup_basis', 'rollup_due', 'rollup_cell', 'rollup_day'])
    await manager.query(`DELETE FROM ${table}`);
  await run(manager, MARK_ALL, { topics: [...new Set(rollups.map(({ topic }) => topic))] });
  await run(manager, 'INSERT INTO rollup_basis (zone, shape) VALUES (:zone, :shape)', { zone, shape: rollupShape });
}

/**
 * Takes the marks of the newest days of one topic, and names the days. What is marked by a transaction that ends later stays marked: marks are added, never
 * changed, and only those are taken whose facts the snapshot sees.
 */
const TAKE_DAYS = `
  WITH picked AS (
    SELECT d.topic, (i.at AT TIME ZONE :zone)::date AS day, max(d.hour) AS newest
    FROM rollup_due d CROSS JOIN LATERAL (VALUES (d.hour), (d.hour + interval '59 minutes')) AS i (at)
    WHERE d.level = 'DAY' AND d.topic = (SELECT topic FROM rollup_due WHERE level = 'DAY' ORDER BY marked_at, id LIMIT 1)
    GROUP BY 1, 2 ORDER BY newest DESC LIMIT ${AT_ONCE.DAY}
  ), taken AS (
    DELETE FROM rollup_due d USING (SELECT DISTINCT topic, day FROM picked) AS p
    WHERE d.level = 'DAY' AND d.topic = p.topic AND (d.hour AT TIME ZONE :zone)::date = p.day
      AND ((d.hour + interval '59 minutes') AT TIME ZONE :zone)::date IN (SELECT day FROM picked)
    RETURNING d.topic
  )
  SELECT topic, array_agg(DISTINCT day::text) AS starts FROM picked WHERE EXISTS (SELECT FROM taken) GROUP BY topic`;

/** Takes the marks of months that are over, quiet, and have no day that must be counted first. */
const TAKE_MONTHS = `
  WITH picked AS (
    SELECT d.topic, date_trunc('month', d.hour AT TIME ZONE :zone)::date AS month
    FROM rollup_due d WHERE d.level = 'MONTH'
      AND (date_trunc('month', d.hour AT TIME ZONE :zone) + interval '1 month') AT TIME ZONE :zone <= clock_timestamp()
      AND NOT EXISTS (SELECT FROM rollup_due o WHERE o.level = 'DAY' AND o.topic = d.topic
        AND o.hour >= date_trunc('month', d.hour AT TIME ZONE :zone) AT TIME ZONE :zone - interval '1 hour'
        AND o.hour < (date_trunc('month', d.hour AT TIME ZONE :zone) + interval '1 month') AT TIME ZONE :zone)
    GROUP BY 1, 2 HAVING max(d.marked_at) <= clock_timestamp() - make_interval(secs => :quiet)
    ORDER BY 1, 2 DESC LIMIT ${AT_ONCE.MONTH}
  ), taken AS (
    DELETE FROM rollup_due d USING picked p
    WHERE d.level = 'MONTH' AND d.topic = p.topic AND date_trunc('month', d.hour AT TIME ZONE :zone)::date = p.month
  )
  SELECT topic, array_agg(month::text) AS starts FROM picked GROUP BY topic`;

interface Taken {
  readonly topic: Topic;
  readonly starts: readonly string[];
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

async function fillDays(manager: EntityManager, { topic, starts }: Taken, parameters: Named): Promise<void> {
  const given = { ...parameters, topic, starts };
  for (const { rollup, days } of ofTopic(topic)) {
    await run(
      manager,
      `DELETE FROM rollup_cell WHERE rollup = :name AND level IN ('DAY', 'HOUR') AND day = ANY (:starts::date[])`,
      { ...given, name: rollup.name },
    );
    if (days) await run(manager, days, given);
    await noteRestatements(manager, rollup, given);
  }
  await run(
    manager,
    `INSERT INTO rollup_due (topic, level, hour) SELECT DISTINCT :topic, 'MONTH', date_trunc('month', u.day::timestamp) AT TIME ZONE :zone
     FROM unnest(:starts::date[]) AS u (day)`,
    given,
  );
}

async function fillMonths(manager: EntityManager, { topic, starts }: Taken, parameters: Named): Promise<void> {
  const given = { ...parameters, topic, starts };
  for (const { rollup, months, sums } of ofTopic(topic)) {
    await run(
      manager,
      `DELETE FROM rollup_cell WHERE rollup = :name AND level = 'MONTH' AND day = ANY (:starts::date[])`,
      { ...given, name: rollup.name },
    );
    await run(manager, sums, given);
    if (months) await run(manager, months, given);
  }
}

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

async function countAgain(tx: EntityManager, { zone, now, quietFor = QUIET_S }: Refreshing): Promise<number> {
  const parameters = { zone, now: now(), shape: rollupShape, quiet: quietFor };
  if ((await run(tx, BASIS, parameters)).length === 0) {
    await startAnew(tx, zone);
    return 1;
  }
  const days = await run<Taken>(tx, TAKE_DAYS, parameters);
  for (const taken of days) await fillDays(tx, taken, parameters);
  if (days.length > 0) return days.flatMap(({ starts }) => starts).length;
  const months = await run<Taken>(tx, TAKE_MONTHS, parameters);
  for (const taken of months) await fillMonths(tx, taken, parameters);
  return months.flatMap(({ starts }) => starts).length;
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
