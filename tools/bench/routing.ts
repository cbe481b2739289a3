/**
 * How fast work is given out, and how fairly. See README.md beside it. `node tools/bench/routing.ts [--cases N] [--agents N]` prints one JSON line.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cases } from '@courtesy/cases/src/cases.ts';
import { migrate } from '@courtesy/persistence';
import { startSubgraph, type RunningSubgraph } from '@courtesy/subgraph';
import { caller, idsAt } from '@courtesy/subgraph/spec-service';
import { createServiceDatabase, startPostgres, withClient } from '@courtesy/testing';
import type { Client } from 'pg';
import { pino } from 'pino';
import { databaseCpuSeconds } from './cpu-time.ts';
import { shareOf, tenths } from './figures.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const newId = idsAt(() => new Date());
const [asking, pushed] = [newId('team'), newId('team')];
/** More than anybody can have in hand: whoever is full is passed over, and nobody is to be. */
const CAPACITY = { capacity: 1000 };

interface Size {
  readonly cases: number;
  readonly agents: number;
}

interface Agent {
  readonly personId: string;
  readonly teamId: string;
}

/** Two teams of equal agents, on shift for a day and available, and as many equal cases for each team. */
async function fill(client: Client, { cases: count, agents }: Size): Promise<Agent[]> {
  const all = [asking, pushed].flatMap((teamId) =>
    Array.from({ length: agents }, (): Agent => ({ personId: newId('pers'), teamId })),
  );
  const people = [all.map(({ personId }) => personId), all.map(({ teamId }) => teamId)];
  const given = `FROM unnest($1::text[], $2::text[]) AS p (id, team_id)`;
  await client.query(
    `INSERT INTO person_copy (id, role, site_id, team_id) SELECT id, 'AGENT', 'site_bench', team_id ${given}`,
    people,
  );
  await client.query(
    `INSERT INTO presence_copy (person_id, presence, since_at) SELECT id, 'AVAILABLE', now() ${given.replace(', $2::text[]', '').replace(', team_id', '')}`,
    [people[0]],
  );
  await client.query(
    `INSERT INTO shift_copy (id, person_id, site_id, starts_at, ends_at, cancelled)
     SELECT 'shft_' || id, id, 'site_bench', now() - interval '1 hour', now() + interval '12 hours', false FROM unnest($1::text[]) AS p (id)`,
    [people[0]],
  );
  await client.query(
    `INSERT INTO cases (id, type, status, priority, channel, subject, customer_id, team_id, opened_at, assigned_at, reopen_count, number, version)
     SELECT 'case_bench' || i, 'ENQUIRY', 'NEW', 'NORMAL', 'EMAIL', 'Bench', 'cust_bench', CASE WHEN i <= $1 THEN $2 ELSE $3 END,
       now() - interval '1 hour' + i * interval '1 ms', now(), 0, 1000000 + i, 1
     FROM generate_series(1, 2 * $1::bigint) AS i`,
    [count, asking, pushed],
  );
  await client.query('VACUUM (ANALYZE)');
  return all;
}

const manager = caller('MANAGER', { reach: 'ALL' });

async function ask<T>(service: RunningSubgraph, query: string, input: object, who = manager): Promise<T> {
  const { data, errors } = await service.execute({ query, variables: { input }, actor: who });
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { result: T }).result;
}

const OFFER_NEXT = `mutation ($input: OfferNextInput!) { result: offerNext(input: $input) { __typename ... on WorkOffered { assignment { id case { id } } } } }`;
const ACCEPT = `mutation ($input: AcceptAssignmentInput!) { result: acceptAssignment(input: $input) { __typename } }`;
const RESOLVE = `mutation ($input: ResolveCaseInput!) { result: resolveCase(input: $input) { __typename } }`;
const PUBLISH = `mutation ($input: PublishRoutingQueueInput!) { result: publishRoutingQueue(input: $input) { __typename } }`;

const publish = (service: RunningSubgraph, teamId: string, more: object) =>
  ask(service, PUBLISH, { key: teamId, name: 'Bench', teamId, offerTimeout: 'PT1H', ...CAPACITY, ...more });

interface Offered {
  readonly assignment?: { readonly id: string; readonly case: { readonly id: string } };
}

/** Lets everybody ask, accept and resolve, each in a loop of their own, until nothing is left; the milliseconds that each asking took. */
async function everybodyAsks(service: RunningSubgraph, agents: readonly Agent[]): Promise<number[]> {
  const times: number[] = [];
  const work = async ({ personId, teamId }: Agent) => {
    const who = caller('AGENT', { personId, teamId, subject: personId });
    for (;;) {
      const from = performance.now();
      const { assignment } = await ask<Offered>(service, OFFER_NEXT, {}, who);
      if (!assignment) return;
      times.push(performance.now() - from);
      await ask(service, ACCEPT, { assignmentId: assignment.id }, who);
      await ask(service, RESOLVE, { caseId: assignment.case.id, outcome: 'EXPLANATION' }, who);
    }
  };
  await Promise.all(agents.map(work));
  return times;
}

/** Waits until nothing waits in a team that is not offered to somebody. */
async function allOffered(client: Client, count: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM assignments a JOIN cases c ON c.id = a.case_id WHERE c.team_id = $1`,
      [pushed],
    );
    if (rows[0]?.n === count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** How the offers of a team were shared, and in how many rounds they were made. */
async function sharing(client: Client, teamId: string) {
  const { rows } = await client.query<Record<string, number>>(
    `WITH offers AS (SELECT a.* FROM assignments a JOIN cases c ON c.id = a.case_id WHERE c.team_id = $1),
     people AS (SELECT p.id, (SELECT count(*) FROM offers o WHERE o.person_id = p.id) AS n FROM person_copy p WHERE p.team_id = $1)
     SELECT (SELECT count(*) FROM offers)::integer AS offers, (SELECT count(DISTINCT round_id) FROM offers)::integer AS rounds,
       (SELECT count(*) - count(DISTINCT case_id) FROM offers)::integer AS doubles, (max(n) - min(n))::integer AS spread FROM people`,
    [teamId],
  );
  return rows[0] ?? {};
}

/** The CPU seconds of this process and of the database's connections so far. */
async function spent(client: Client): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + (await databaseCpuSeconds(client));
}

async function timed<T>(client: Client, work: () => Promise<T>) {
  const [from, cpu] = [performance.now(), await spent(client)];
  const result = await work();
  return { result, seconds: (performance.now() - from) / 1000, cpu: (await spent(client)) - cpu };
}

async function measure(service: RunningSubgraph, client: Client, size: Size) {
  const agents = await fill(client, size);
  say(`${2 * size.cases} cases, ${agents.length} agents`);
  await publish(service, asking, { delivery: 'PUSH', key: 'asked' });
  const mine = agents.filter(({ teamId }) => teamId === asking);
  const asked = await timed(client, () => everybodyAsks(service, mine));
  const at = shareOf(asked.result);
  const pushing = await timed(client, async () => {
    await publish(service, pushed, { delivery: 'PUSH' });
    await allOffered(client, size.cases);
  });
  const perSecond = ({ seconds }: { seconds: number }) => Math.round(size.cases / seconds);
  return {
    asked: {
      ...(await sharing(client, asking)),
      ...{ seconds: tenths(asked.seconds), offersPerSecond: perSecond(asked), cpuSeconds: tenths(asked.cpu) },
      offerMs: { p50: at(0.5), p99: at(0.99), max: at(1) },
    },
    pushed: {
      ...(await sharing(client, pushed)),
      ...{ seconds: tenths(pushing.seconds), offersPerSecond: perSecond(pushing), cpuSeconds: tenths(pushing.cpu) },
    },
  };
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: { cases: { type: 'string' }, agents: { type: 'string' } } });
  const size: Size = { cases: Number(values.cases ?? 10_000), agents: Number(values.agents ?? 50) };
  const dataDir = mkdtempSync(join(tmpdir(), 'courtesy-bench-'));
  const server = await startPostgres({ dataDir, persistent: true });
  try {
    const { ownerUrl, appUrl } = await createServiceDatabase(server, { service: 'cases' });
    await migrate({ url: ownerUrl, migrations: cases.migrations });
    const service = await startSubgraph(
      cases,
      {
        ...{ NODE_ENV: 'production', HOST: '127.0.0.1', PORT: 0, DATABASE_URL: appUrl, FEEDS: {}, DATABASE_POOL: 10 },
        ...{ ACTOR_KEY: 'a-key-for-benchmarks-that-is-long-enough', FEED_KEY: 'a-feed-key', LOG_LEVEL: 'silent' },
      } as never,
      { log: pino({ level: 'silent' }) },
    );
    try {
      const figures = await withClient(ownerUrl, (client) => measure(service, client, size));
      const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg()[0] };
      console.log(JSON.stringify({ ...size, ...figures, ...machine }));
    } finally {
      await service.close();
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  },
);
