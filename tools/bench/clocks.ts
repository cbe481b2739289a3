/**
 * How late breaches are found. `node tools/bench/clocks.ts [--port N]` prints one JSON line. See README.md beside it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { freeStackPort } from '../start/ports.ts';
import { type Stack, startStack } from '../start/stack.ts';
import { cpuSeconds, databaseCpuSeconds } from './cpu-time.ts';

const RUNNING = 100_000;
const DUE = 1_000;
/** The minute in which they are due, and how long before it they are on record, in milliseconds. */
const MINUTE_MS = 60_000;
const NOTICE_MS = 5_000;
/** How long after the last due instant a breach still counts as found. */
const PATIENCE_MS = 5_000;
const IN_TIME_MS = 2_000;

/** Running clocks of so many cases; the first `DUE` of them are due one after another within the minute, the others in the month after. */
const FILL = [
  `INSERT INTO cases (id, type, status, priority, channel, subject, customer_id, opened_at, reopen_count, number, version)
   SELECT 'case_bench' || i, 'COMPLAINT', 'OPEN', 'NORMAL', 'EMAIL', 'Bench', 'cust_bench', now(), 0, 1000000 + i, 1
   FROM generate_series(1, ${RUNNING}::bigint) AS i`,
  `INSERT INTO clock_events (id, case_id, clock, segment, kind, at, recorded_at, target, cause)
   SELECT 'clke_bench' || i, 'case_bench' || i, 'RESOLUTION', 1, 'START', now(), now(), 1, 'OPENED' FROM generate_series(1, ${RUNNING}::bigint) AS i`,
  `ANALYZE cases, clock_events`,
  `INSERT INTO clock_due (case_id, clock, segment, due_at, target)
   SELECT 'case_bench' || i, 'RESOLUTION', 1,
     clock_timestamp() + CASE WHEN i <= ${DUE} THEN ${NOTICE_MS} + i * ${MINUTE_MS} / ${DUE} ELSE 86400000 + i * 25000 END * interval '1 ms', 1
   FROM generate_series(1, ${RUNNING}::bigint) AS i`,
];

interface Lags {
  readonly found: number;
  readonly announced: number;
  readonly in_time: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

const LAGS = `
  SELECT count(*)::integer AS found,
    (SELECT count(*)::integer FROM event_log WHERE type = 'courtesy.clock.breached.v1') AS announced,
    count(*) FILTER (WHERE lag <= ${IN_TIME_MS})::integer AS in_time,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY lag) AS p50, percentile_disc(0.99) WITHIN GROUP (ORDER BY lag) AS p99, max(lag) AS max
  FROM (SELECT extract(epoch FROM recorded_at - at)::float8 * 1000 AS lag FROM clock_events WHERE kind = 'BREACH') AS breaches`;

/** The CPU seconds of the service and of its database connections so far. */
async function spent(stack: Stack, client: Client): Promise<{ service: number; database: number }> {
  return { service: cpuSeconds(stack.services.cases.pid) ?? 0, database: await databaseCpuSeconds(client) };
}

async function measure(stack: Stack) {
  const client = new Client({ connectionString: stack.databases.cases.ownerUrl });
  await client.connect();
  try {
    for (const statement of FILL) await client.query(statement);
    const before = await spent(stack, client);
    await pause(NOTICE_MS + MINUTE_MS + PATIENCE_MS);
    const after = await spent(stack, client);
    const { rows } = await client.query<Lags>(LAGS);
    const lags = rows[0];
    if (!lags) throw new Error('No breach was counted.');
    const used = (part: 'service' | 'database') => Math.round((after[part] - before[part]) * 100) / 100;
    return { lags, cpuSeconds: { service: used('service'), database: used('database') } };
  } finally {
    await client.end();
  }
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: { port: { type: 'string' } } });
  const dataDir = mkdtempSync(join(tmpdir(), 'courtesy-bench-'));
  const port = values.port === undefined ? await freeStackPort() : Number(values.port);
  const onLine = (line: string) => void process.stderr.write(`${line}\n`);
  const stack = await startStack({ dataDir, port, demo: false, onLine });
  try {
    const { lags, cpuSeconds: cpu } = await measure(stack);
    const report = {
      ...{ running: RUNNING, due: DUE, found: lags.found, announced: lags.announced },
      inTimeShare: lags.in_time / DUE,
      lagMs: { p50: lags.p50, p99: lags.p99, max: lags.max },
      ...{ cpuSeconds: cpu, seconds: (NOTICE_MS + MINUTE_MS + PATIENCE_MS) / 1000 },
      ...{ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length },
    };
    console.log(JSON.stringify(report));
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  },
);
