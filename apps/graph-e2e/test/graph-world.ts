import { randomUUID } from 'node:crypto';
import { cases } from '@courtesy/cases/src/cases.ts';
import { customers } from '@courtesy/customers/src/customers.ts';
import { readConfig } from '@courtesy/gateway/src/config.ts';
import { startGateway, type RunningGateway } from '@courtesy/gateway/src/gateway.ts';
import { metrics } from '@courtesy/metrics/src/metrics.ts';
import { migrate } from '@courtesy/persistence';
import { policy } from '@courtesy/policy/src/policy.ts';
import { actorKey, peerKey, startSubgraph, type RunningSubgraph, type Subgraph } from '@courtesy/subgraph';
import { testDatabase, type TestDatabase } from '@courtesy/testing';
import { workforce } from '@courtesy/workforce/src/workforce.ts';
import { pino, type Logger } from 'pino';
import { freshPort, startSpecIssuer, type Issuer } from './spec-issuer.ts';

const subgraphs: readonly Subgraph[] = [customers, cases, workforce, policy, metrics];
const MASTER = 'the-master-secret-of-end-to-end-specs';
const FEED_KEY = 'the-feed-key-of-end-to-end-specs';
const silence = pino({ level: process.env['SPEC_LOG'] ?? 'silent' });

/** One subgraph of the graph, on a database of its own; it can be stopped and started again on the same port. */
export interface Service {
  readonly database: TestDatabase;
  readonly url: string;
  /** What it is told of its surroundings. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Null while it is stopped. */
  running(): RunningSubgraph | null;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** What the gateway answered. */
export interface Answer<T> {
  readonly status: number;
  readonly data: T;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: Record<string, string> }[];
}

/** The whole graph in one process: real HTTP, real gateway, real PostgreSQL. */
export interface GraphWorld {
  readonly url: string;
  readonly issuer: Issuer;
  readonly services: Readonly<Record<string, Service>>;
  /** Subgraph calls and SQL statements of all services since the last call; the feeds' own are not counted. */
  spent(): { calls: number; statements: number };
  /** Waits until the services have read each other's feeds to the end, and forgets what was spent. */
  quiet(): Promise<void>;
  /** Sends one operation with this token, whatever comes of it. */
  post<T>(query: string, variables: object, token: string | null): Promise<Answer<T>>;
  /** Asks as a role; errors come back beside the data. */
  ask<T = Record<string, never>>(query: string, variables?: object, as?: object): Promise<Answer<T>>;
  close(): Promise<void>;
}

/** Longer than a waiting feed takes to look again. */
const QUIET_MS = 500;

const isOfFeeds = (sql: string) => /event_log|feed_cursor|pg_notify/.test(sql);

/** What services and gateway are told of each other. */
interface Shared {
  readonly urls: Record<string, string>;
  readonly spent: { calls: number; statements: number };
  /** The time of every service, of the gateway and of the tokens. */
  readonly now: () => Date;
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly log: Logger;
}

/** The keys of the roads between a service and the others. */
const roadKeys = (road: (other: string) => Parameters<typeof peerKey>[1]) =>
  Object.fromEntries(subgraphs.map(({ name }) => [name, peerKey(MASTER, road(name))]));

async function prepare(subgraph: Subgraph, { urls, spent, now, settings, log }: Shared): Promise<Service> {
  const database = await testDatabase({
    service: subgraph.name,
    migrate: async (url) => void (await migrate({ url, migrations: subgraph.migrations })),
  });
  const port = await freshPort();
  let running: RunningSubgraph | null = null;
  const config = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: port,
    DATABASE_URL: database.appUrl,
    ACTOR_KEY: actorKey(MASTER, subgraph.name),
    FEED_KEY,
    FEEDS: urls,
    LOG_LEVEL: 'silent',
    DATABASE_POOL: 5,
    REPORTING_TIME_ZONE: 'UTC',
    PEERS: urls,
    PEER_KEYS: roadKeys((other) => ({ caller: subgraph.name, audience: other })),
    CALLER_KEYS: roadKeys((other) => ({ caller: other, audience: subgraph.name })),
    PAYMENT_PROVIDER: 'sandbox',
    PAYMENT_TIMEOUT_MS: 300,
    SAGA_LEASE_MS: 2_000,
    SAGA_RETRY_MS: 50,
    ...settings[subgraph.name],
  } as const;
  return {
    database,
    url: `http://127.0.0.1:${port}`,
    config,
    running: () => running,
    stop: async () => {
      await running?.close();
      running = null;
    },
    start: async () => {
      running = await startSubgraph(subgraph, config, {
        log,
        now,
        onStatement: (sql) => void (isOfFeeds(sql) || (spent.statements += 1)),
        onRequest: () => void (spent.calls += 1),
      });
      await running.listen();
    },
  };
}

const inText = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, text]) => `${name}=${String(text)}`)
        .join(',')
    : String(value);

/** What a service of the graph is told, as the environment of a process of its own that takes its place while it is stopped. */
export function environmentOf({ services }: GraphWorld, name: string): Record<string, string> {
  const told = Object.entries(services[name]?.config ?? {});
  return Object.fromEntries(told.map(([variable, value]) => [variable, inText(value)]));
}

function startRealGateway(shared: Shared, issuer: Issuer, timeoutMs: number): Promise<RunningGateway> {
  const environment = {
    NODE_ENV: 'test',
    OIDC_ISSUER: issuer.url,
    ACTOR_SECRET: MASTER,
    SUBGRAPH_URLS: Object.entries(shared.urls)
      .map(([name, url]) => `${name}=${url}/graphql`)
      .join(','),
    SUBGRAPH_TIMEOUT_MS: String(timeoutMs),
  };
  const parts = { log: shared.log, now: shared.now, newRequestId: randomUUID };
  return startGateway(readConfig(['--port', '0'], environment), parts);
}

/** What a story may say of its graph: when the gateway gives up on a subgraph, and what time it is told at. */
export interface GraphOptions {
  readonly timeoutMs?: number;
  /** The time, everywhere. That of the machine, when absent. */
  readonly now?: () => Date;
  /** What single services are told beside what all are, by name. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What every process writes to its log goes here. */
  readonly log?: Logger;
}

/** Whether a feed does not tell of all its events yet, since somebody writes to a database of the same server; see `readFeed`. */
async function heldBack(services: Readonly<Record<string, Service>>): Promise<boolean> {
  const held = `SELECT EXISTS (SELECT FROM event_log WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())) AS held`;
  const running = Object.values(services).flatMap((service) => service.running() ?? []);
  const answers = await Promise.all(running.map(({ database }) => database.manager.query<{ held: boolean }[]>(held)));
  return answers.some(([answer]) => answer?.held === true);
}

/** Starts all five subgraphs and the gateway. */
export async function startGraph(options: GraphOptions = {}): Promise<GraphWorld> {
  const now = options.now ?? (() => new Date());
  const { settings = {}, log = silence } = options;
  const shared: Shared = { urls: {}, spent: { calls: 0, statements: 0 }, now, settings, log };
  const services: Record<string, Service> = {};
  for (const subgraph of subgraphs) {
    const service = await prepare(subgraph, shared);
    services[subgraph.name] = service;
    shared.urls[subgraph.name] = service.url;
  }
  await Promise.all(Object.values(services).map((service) => service.start()));
  const issuer = await startSpecIssuer(now);
  // What a story holds, it holds until the last story of the run has ended: a gateway is much to hold.
  let gateway: RunningGateway | null = await startRealGateway(shared, issuer, options.timeoutMs ?? 10_000);
  const url = `${gateway.url}/graphql`;
  const spent = () => {
    const taken = { ...shared.spent };
    Object.assign(shared.spent, { calls: 0, statements: 0 });
    return taken;
  };
  const post: GraphWorld['post'] = async (query, variables, token) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return { status: response.status, ...((await response.json()) as object) } as Answer<never>;
  };
  return {
    url,
    issuer,
    services,
    post,
    ask: async (query, variables = {}, as = { role: 'manager', reach: 'ALL' }) =>
      post(query, variables, await issuer.sign(as)),
    spent,
    quiet: async () => {
      do {
        spent();
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      } while (spent().statements > 0 || (await heldBack(services)));
    },
    close: async () => {
      await gateway?.stop();
      gateway = null;
      await Promise.all(Object.values(services).map((service) => service.stop()));
      await Promise.all(Object.values(services).map((service) => service.database.drop()));
      issuer.close();
    },
  };
}
