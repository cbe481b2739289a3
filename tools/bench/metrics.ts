/**
 * How fast figures of ten million facts are told, beside counting the facts. See README.md beside it.
 * `node tools/bench/metrics.ts [--facts N] [--data DIR] [--rounds N]` prints one JSON line.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cases } from '@courtesy/cases/src/cases.ts';
import { metrics } from '@courtesy/metrics/src/metrics.ts';
import { caseReaction } from '@courtesy/metrics/src/reactions/case.reaction.ts';
import { applyPage, migrate } from '@courtesy/persistence';
import { startSubgraph, type RunningSubgraph, type Subgraph } from '@courtesy/subgraph';
import { caller, idsAt } from '@courtesy/subgraph/spec-service';
import { createServiceDatabase, startPostgres, withClient, type RunningPostgres } from '@courtesy/testing';
import { pino } from 'pino';
import { machine, percentiles, postgresVersion, tenths } from './figures.ts';
import { dashboards, METRIC, type Asked } from './metrics-dashboards.ts';
import { counted, fillYear } from './year-of-facts.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const FEED_KEY = 'a-feed-key-of-the-bench';

const serve = (service: Subgraph, databaseUrl: string, feeds: Readonly<Record<string, string>> = {}) =>
  startSubgraph(
    service,
    {
      ...{ NODE_ENV: 'test', HOST: '127.0.0.1', PORT: 0, DATABASE_URL: databaseUrl, FEEDS: feeds, FEED_KEY },
      ...{ ACTOR_KEY: 'a-key-of-the-bench-that-is-long-enough-to-be-taken', LOG_LEVEL: 'warn', DATABASE_POOL: 10 },
      ...{ REPORTING_TIME_ZONE: 'Europe/London', REPORTING_CURRENCY: 'GBP' },
    },
    { log: pino({ level: 'warn' }, process.stderr) },
  );

async function ask<T>(service: RunningSubgraph, { query, variables, actor }: Asked): Promise<T> {
  const { data, errors } = await service.execute({ query, variables, actor });
  if (errors) throw new Error(JSON.stringify(errors));
  return data as T;
}

/** Brings an empty database to so many facts; one that was filled before is left as it is. */
async function fill(ownerUrl: string, facts: number): Promise<object> {
  await migrate({ url: ownerUrl, migrations: metrics.migrations });
  return fillYear(ownerUrl, facts, say);
}

interface Told {
  readonly metric: { readonly isApproximate: boolean; readonly total: number | null };
}

const withoutNote = ({ metric: { isApproximate: _, ...rest } }: Told) => JSON.stringify(rest);

/** Every dashboard figure, by cells and by the facts: the same zone by another name is counted from the facts. */
async function timeDashboards(service: RunningSubgraph, rounds: number) {
  const all: number[] = [];
  const figures: object[] = [];
  for (const { name, ...asked } of dashboards) {
    const times: number[] = [];
    const first = await ask<Told>(service, asked);
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      await ask(service, asked);
      times.push(performance.now() - startedAt);
    }
    const raw = { ...asked, variables: { ...asked.variables, timeZone: 'Europe/Belfast' } };
    const rawTimes: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const startedAt = performance.now();
      const fromFacts = await ask<Told>(service, raw);
      rawTimes.push(performance.now() - startedAt);
      if (round === 0 && !first.metric.isApproximate && withoutNote(first) !== withoutNote(fromFacts))
        throw new Error(`${name}: cells and facts differ`);
    }
    all.push(...times);
    const { p50, p95 } = percentiles(times);
    const rawMs = tenths(Math.min(...rawTimes));
    const figure = { name, p50, p95, rawMs, faster: Math.round(rawMs / p50) };
    say(JSON.stringify(figure));
    figures.push(figure);
  }
  return { overall: percentiles(all), figures };
}

const newId = idsAt(() => new Date());

/** A case that was opened and answered within an hour, as its feed tells it. */
function openedAndResolved(minute: number) {
  const subject = newId('case');
  const at = new Date(Date.parse('2025-12-01') + minute * 60_000);
  const common = {
    ...{ specversion: '1.0', source: '/courtesy/cases', datacontenttype: 'application/json' },
    ...{ time: at.toISOString(), subject },
  };
  const opened = {
    ...{ number: 1, type: 'COMPLAINT', priority: 'NORMAL', channel: 'PHONE', customerId: 'cust_00000001' },
    category: { product: 'Product 1', subProduct: null, issue: null, subIssue: null },
    ...{ siteId: 'site_00000001', teamId: 'team_00000001', assigneeId: null, respondedInTime: null },
    openedAt: at.toISOString(),
  };
  const resolvedAt = new Date(at.getTime() + 3_600_000).toISOString();
  return [
    { ...common, type: 'courtesy.case.opened.v1', data: opened },
    {
      ...common,
      type: 'courtesy.case.resolved.v1',
      data: { resolvedAt, outcome: 'EXPLANATION', respondedInTime: null },
    },
  ];
}

/** Pages of a feed, as long as a reader takes them, into a database of so many facts. */
async function ingest(service: RunningSubgraph) {
  const [pages, size] = [20, 1000];
  const startedAt = performance.now();
  for (let page = 0; page < pages; page += 1) {
    const events = Array.from({ length: size / 2 }, (_, i) => openedAndResolved(page * size + i)).flat();
    const [from, next] = [page * size, (page + 1) * size];
    await applyPage(service.database, caseReaction, {
      ...{ from: from === 0 ? '0.0' : `1.${from}`, next: `1.${next}`, now: new Date() },
      events: events.map((event, i) => ({ ...event, id: `1.${from + i + 1}`, sequence: 1 })) as never,
    });
  }
  return {
    events: pages * size,
    aSecond: Math.round((pages * size) / ((performance.now() - startedAt) / 1000)),
  };
}

const OPEN = `mutation ($input: OpenCaseInput!) { openCase(input: $input) { ... on CaseOpened { case { id } } ... on UserError { message } } }`;

/** How long after a case was opened, in a service of its own, the figure of today counts it. */
async function freshness(server: RunningPostgres, metricsUrl: string, rounds: number) {
  const database = await createServiceDatabase(server, { service: 'cases' });
  await migrate({ url: database.ownerUrl, migrations: cases.migrations });
  const casesService = await serve(cases, database.appUrl);
  const url = await casesService.listen();
  const reader = await serve(metrics, metricsUrl, { cases: url });
  await reader.listen();
  const [manager, analyst] = [caller('MANAGER', { reach: 'ALL' }), caller('ANALYST')];
  const day = new Date().toISOString().slice(0, 10);
  const period = { from: day, to: new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10) };
  const total = async () =>
    (
      await ask<Told>(reader, {
        query: METRIC,
        variables: { key: 'cases.opened', period, grain: 'TOTAL' },
        actor: analyst,
      })
    ).metric.total ?? 0;
  const times: number[] = [];
  try {
    let seen = await total();
    for (let round = 0; round < rounds; round += 1) {
      const input = { type: 'COMPLAINT', channel: 'PHONE', subject: 'Bench', customerId: newId('cust') };
      await ask(casesService, { query: OPEN, variables: { input }, actor: manager });
      const startedAt = performance.now();
      while ((await total()) <= seen) {
        if (performance.now() - startedAt > 30_000) throw new Error('The figure never counted the case.');
        await pause(2);
      }
      times.push(performance.now() - startedAt);
      seen += 1;
    }
  } finally {
    await reader.close();
    await casesService.close();
  }
  return percentiles(times);
}

async function measure(server: RunningPostgres, options: { readonly facts: number; readonly rounds: number }) {
  const { ownerUrl, appUrl } = await createServiceDatabase(server, { service: 'metrics' });
  const generation = await fill(ownerUrl, options.facts);
  const service = await serve(metrics, appUrl);
  try {
    const rollup = await counted(ownerUrl, say);
    say(JSON.stringify({ generation, rollup }));
    const dashboardMs = await timeDashboards(service, options.rounds);
    const ingested = await ingest(service);
    await withClient(ownerUrl, (client) => client.query('DELETE FROM feed_cursor'));
    const freshnessMs = await freshness(server, appUrl, 100);
    return {
      ...{ generation, rollup, dashboardMs, ingest: ingested, freshnessMs },
      ...{ postgres: await postgresVersion(ownerUrl), ...machine() },
    };
  } finally {
    await service.close();
  }
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ facts: { type: 'string', default: '10000000' }, data: { type: 'string' } },
      rounds: { type: 'string', default: '30' },
    },
  });
  const kept = values.data === undefined ? null : resolve(values.data);
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'courtesy-bench-'));
  if (kept && existsSync(kept)) say(`Going on with ${kept}`);
  const server = await startPostgres({ dataDir, persistent: true });
  try {
    console.log(JSON.stringify(await measure(server, { facts: Number(values.facts), rounds: Number(values.rounds) })));
  } finally {
    await server.stop();
    if (!kept) rmSync(dataDir, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  },
);
