/**
 * How fast customers are found among a million, and how long a look for duplicates takes. See README.md beside it.
 * `node tools/bench/customers.ts [--plans] [--data DIR] [--rounds N]` prints one JSON line.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { customers } from '@courtesy/customers/src/customers.ts';
import { migrate } from '@courtesy/persistence';
import { startSubgraph, type RunningSubgraph } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { createServiceDatabase, startPostgres, withClient } from '@courtesy/testing';
import { pino } from 'pino';
import { databaseCpuSeconds } from './cpu-time.ts';
import { CUSTOMERS, DOUBLES, FILL, SEED } from './customers-data.ts';
import { explainSearches } from './customers-plans.ts';
import { queriesOf, type QueryKind } from './customers-queries.ts';
import { machine, postgresVersion, shareOf, since, tenths } from './figures.ts';
import { fillUnsearched } from './search-indexes.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
/** How long a scan may take before it is given up, in milliseconds. */
const PATIENCE_MS = 1_800_000;

interface Databases {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

/** Brings an empty database to a million customers through the real migrations; one that was filled before is left as it is. */
async function fill({ ownerUrl }: Databases): Promise<number> {
  const startedAt = performance.now();
  await migrate({ url: ownerUrl, migrations: customers.migrations });
  await withClient(ownerUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM customers LIMIT 1');
    if (rowCount) return;
    await fillUnsearched(client, FILL, (statement) =>
      say(`${Math.round(since(startedAt))} s: ${statement.trim().slice(0, 50).replace(/\s+/g, ' ')} …`),
    );
    await client.query('VACUUM (ANALYZE)');
  });
  return since(startedAt);
}

const lead = caller('LEAD');

const SEARCH = `query ($text: String!) { searchCustomers(text: $text) {
  hasMore hits { score customer { id displayName territory } matches { field manner value score ended } } } }`;

async function ask<T>(service: RunningSubgraph, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await service.execute({ query, variables, actor: lead });
  if (errors) throw new Error(JSON.stringify(errors));
  return data as T;
}

interface Found {
  readonly searchCustomers: { readonly hits: readonly { readonly customer: { readonly id: string } }[] };
}

interface Parts {
  readonly service: RunningSubgraph;
  readonly client: Client;
}

/** The CPU milliseconds that this process and its database connections have used so far. */
async function spent(client: Client): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + (await databaseCpuSeconds(client)) * 1000;
}

/** The times of one kind of query through the whole schema, in milliseconds, and how often the customer meant was among the first 25. */
async function timeSearches({ service, client }: Parts, kind: QueryKind) {
  const before = await spent(client);
  const times: number[] = [];
  let hits = 0;
  for (const { text, meant } of kind.queries) {
    const startedAt = performance.now();
    const { searchCustomers } = await ask<Found>(service, SEARCH, { text });
    times.push(performance.now() - startedAt);
    if (searchCustomers.hits.some(({ customer }) => customer.id === meant)) hits += 1;
  }
  const cpu = ((await spent(client)) - before) / times.length;
  const at = shareOf(times);
  return {
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    cpu: tenths(cpu),
    meantAmongFirst25: Math.round((hits / times.length) * 1000) / 1000,
  };
}

interface Run {
  readonly duplicateRun: {
    readonly state: string;
    readonly progress: number;
    readonly compared: number;
    readonly found: number;
    readonly leftOutCount: number;
    readonly leftOut: readonly object[];
  };
}

/** A scan by the standard rule with the service's own worker. */
async function scan(service: RunningSubgraph) {
  const startedAt = performance.now();
  const { startDuplicateScan: started } = await ask<{ startDuplicateScan: { run: { id: string } } }>(
    service,
    `mutation { startDuplicateScan(input: {}) { ... on DuplicateScanStarted { run { id } } ... on DuplicateScanUnderWay { run { id } } } }`,
  );
  const query = `query ($id: ID!) { duplicateRun(id: $id) { state progress compared found leftOutCount leftOut { block customers } } }`;
  for (let told = 0; ;) {
    const { duplicateRun: run } = await ask<Run>(service, query, { id: started.run.id });
    if (run.state === 'DONE') return { seconds: since(startedAt), ...run };
    if (run.state === 'FAILED' || performance.now() - startedAt > PATIENCE_MS)
      throw new Error(`The scan is ${run.state}.`);
    if (run.progress >= told + 0.1) say(`scan: ${Math.round((told = run.progress) * 100)} %`);
    await new Promise((next) => setTimeout(next, 500));
  }
}

/** Of the planted second records, how many the scan found with the first record or another second one of the same person; and the pairs that are none. */
const QUALITY = `
  SELECT count(*) FILTER (WHERE is_one) AS right_pairs, count(*) FILTER (WHERE NOT is_one) AS wrong_pairs,
    (SELECT count(*) FROM bench_doubles d WHERE EXISTS (SELECT 1 FROM duplicate_pairs p WHERE p.second_id = d.id AND p.first_id = d.original)) AS found
  FROM (SELECT coalesce(a.original, p.first_id) = coalesce(b.original, p.second_id) AS is_one FROM duplicate_pairs p
    LEFT JOIN bench_doubles a ON a.id = p.first_id LEFT JOIN bench_doubles b ON b.id = p.second_id) AS judged`;

async function quality({ ownerUrl }: Databases) {
  const { rows } = await withClient(ownerUrl, (client) => client.query<Record<string, string>>(QUALITY));
  const [row = {}] = rows;
  const [right, wrong, found] = [Number(row['right_pairs']), Number(row['wrong_pairs']), Number(row['found'])];
  const share = (part: number, whole: number) => Math.round((part / whole) * 10_000) / 10_000;
  return { planted: DOUBLES, recall: share(found, DOUBLES), precision: share(right, right + wrong) };
}

const serve = (databases: Databases) =>
  startSubgraph(
    customers,
    {
      ...{ NODE_ENV: 'test', HOST: '127.0.0.1', PORT: 0, DATABASE_URL: databases.appUrl, FEEDS: {} },
      ...{ ACTOR_KEY: 'a-key-of-the-bench-that-is-long-enough-to-be-taken', FEED_KEY: 'a-feed-key-of-the-bench' },
      ...{ LOG_LEVEL: 'warn', DATABASE_POOL: 10 },
    },
    { log: pino({ level: 'warn' }, process.stderr) },
  );

async function measure(databases: Databases, options: { readonly rounds: number; readonly plans: boolean }) {
  const fillSeconds = await fill(databases);
  const client = new Client({ connectionString: databases.ownerUrl });
  await client.connect();
  const service = await serve(databases);
  try {
    const kinds = await queriesOf(client, options.rounds);
    if (options.plans) await explainSearches(client, kinds);
    const search: Record<string, object> = {};
    for (const kind of kinds) {
      // What is asked of a service that has just started warms it up for the next.
      await timeSearches({ service, client }, { ...kind, queries: kind.queries.slice(0, 20) });
      search[kind.name] = await timeSearches({ service, client }, kind);
      say(`search by ${kind.name}: ${JSON.stringify(search[kind.name])}`);
    }
    const { state: _state, progress: _progress, ...scanned } = await scan(service);
    return {
      ...{ customers: CUSTOMERS, seed: SEED, fillSeconds, searchMs: search, scan: scanned },
      ...{ duplicates: await quality(databases), postgres: await postgresVersion(databases.ownerUrl), ...machine() },
    };
  } finally {
    await service.close();
    await client.end();
  }
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ plans: { type: 'boolean', default: false }, data: { type: 'string' } },
      rounds: { type: 'string', default: '300' },
    },
  });
  const kept = values.data === undefined ? null : resolve(values.data);
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'courtesy-bench-'));
  if (kept && existsSync(kept)) say(`Going on with ${kept}`);
  const server = await startPostgres({ dataDir, persistent: true });
  try {
    const databases = await createServiceDatabase(server, { service: 'customers' });
    console.log(JSON.stringify(await measure(databases, { rounds: Number(values.rounds), plans: values.plans })));
  } finally {
    await server.stop();
    if (!kept) rmSync(dataDir, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  },
);
