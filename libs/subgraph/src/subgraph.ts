import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { EntitySchema } from 'typeorm';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { createId, nextEntropy } from '@courtesy/kernel';
import {
  followFeed,
  openDatabase,
  openFeedServer,
  type Database,
  type FeedReader,
  type MigrationClass,
  type Reaction,
} from '@courtesy/persistence';
import type { PolicyCheck } from './access.ts';
import type { Actor } from './actor.ts';
import type { AsOfTypes } from './as-of.ts';
import type { BeforeAnswer } from './before-answer.ts';
import type { CommonConfig } from './config.ts';
import { createContext, type Context } from './context.ts';
import { feedOver, serveFeed } from './feeds.ts';
import { peersOf } from './peer.ts';
import { openResources, type OpenResources, type Resource, type ResourceHost } from './resources.ts';
import { serviceLog } from './log.ts';
import { buildSchema } from './schema.ts';
import { buildServer, type SubgraphServer } from './server.ts';

/** All that is a service's own. Everything else about running it is the same for all five. */
export interface Subgraph {
  /** The service's name, which is also its database, its app role and its audience in the actor header. */
  readonly name: string;
  /** The whole SDL, as codegen merges it. */
  readonly typeDefs: string;
  /** One resolver map per aggregate. */
  readonly resolvers: readonly object[];
  readonly tables: readonly EntitySchema[];
  /** In order; names end in a timestamp that grows. */
  readonly migrations: readonly MigrationClass[];
  /** What the service reads from its environment beside {@link CommonConfig}. Reaches resolvers as `config` of the context. */
  readonly config?: z.ZodObject;
  /** What the service does when others announce something. */
  readonly reactions?: readonly Reaction[];
  /** What the service holds while it runs, beside its database. Reaches resolvers by `resource` of the context. */
  readonly resources?: readonly Resource<unknown>[];
  /**
   * What the service serves over plain HTTP beside its graph, such as files. No header of the gateway's vouches for these callers: each route
   * decides for itself whom it believes. `app` is a scope of its own, so parsers and hooks added to it touch nothing else.
   */
  readonly routes?: (app: FastifyInstance, host: ResourceHost) => void;
  /** What the service does once a request is carried out and before its answer leaves; when it fails, nothing of the answer leaves. */
  readonly beforeAnswer?: BeforeAnswer;
  /** What the fields answer of types whose objects can be told as of an instant. */
  readonly asOf?: AsOfTypes;
  /** What `@policy` names in the SDL mean. */
  readonly policies?: Readonly<Record<string, PolicyCheck>>;
}

/** A running subgraph. */
export interface RunningSubgraph {
  readonly database: Database;
  /** Runs one operation through the whole schema as `actor`, without HTTP: what a spec does. */
  execute(request: {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly actor: Actor;
  }): Promise<{ readonly data?: Record<string, unknown> | null; readonly errors?: readonly unknown[] }>;
  /** Listens on `HOST`:`PORT`; returns the address. */
  listen(): Promise<string>;
  /** Takes no new request, finishes those in hand and the feed pages being applied, then closes its resources and the database. */
  close(): Promise<void>;
}

/** What may be replaced when a subgraph is started from a spec. */
export interface SubgraphOverrides {
  readonly now?: () => Date;
  readonly log?: Logger;
  readonly onStatement?: (sql: string) => void;
  /** Told of every GraphQL request. */
  readonly onRequest?: () => void;
}

/** The clock of a process. Everything below it is told the time. */
const systemNow = () => new Date();

const ID_BYTES = 10;

/**
 * Makes ids that rise strictly within one process, so that what was made first in a millisecond comes first. Fresh entropy is drawn for many
 * ids at once: asked for ten bytes at a time it cost more than all else about a bulk's ids.
 */
function idFactory(now: () => Date): (prefix: string) => string {
  let pool = new Uint8Array();
  let used = 0;
  let last: { readonly at: number; readonly entropy: Uint8Array } = { at: Number.NaN, entropy: pool };
  const fresh = () => {
    if (used >= pool.length) {
      pool = randomBytes(ID_BYTES * 512);
      used = 0;
    }
    used += ID_BYTES;
    return pool.slice(used - ID_BYTES, used);
  };
  return (prefix) => {
    const at = now().getTime();
    last = { at, entropy: at === last.at ? nextEntropy(last.entropy) : fresh() };
    return createId(prefix, at, last.entropy);
  };
}

type Config = CommonConfig & Readonly<Record<string, unknown>>;

/** What the parts of one process share. */
interface Process extends ResourceHost {
  readonly config: Config;
  readonly resources: OpenResources;
}

function startReactions(subgraph: Subgraph, { config, database, now, log }: Process): FeedReader[] {
  return (subgraph.reactions ?? []).flatMap((reaction) => {
    const url = config.FEEDS[reaction.feed];
    if (!url) {
      log.warn({ feed: reaction.feed }, 'FEEDS names no address for a feed this service reads; its copy will not move');
      return [];
    }
    const onError = (error: unknown) => log.warn({ err: error, feed: reaction.feed }, 'feed not read; trying again');
    return [followFeed({ database, reaction, fetch: feedOver(url, config.FEED_KEY), now, onError })];
  });
}

/** Makes the context of each request; its time stands still from the request's beginning to its end. */
const contextMaker =
  ({ config, database, now, newId, log, resources }: Process, onRequest?: () => void) =>
  (caller: { readonly actor: Actor; readonly requestId: string }): Context => {
    onRequest?.();
    const at = now();
    const requestLog = log.child({ requestId: caller.requestId });
    return createContext({
      ...{ db: database, config, now: () => at, newId, log: requestLog },
      ...{ resource: resources.get, ...caller },
    });
  };

/** Runs an operation without HTTP. The answer goes through JSON, so that a spec sees what the wire would carry. */
const executor =
  (apollo: SubgraphServer['apollo'], contextFor: ReturnType<typeof contextMaker>): RunningSubgraph['execute'] =>
  async ({ query, variables = {}, actor }) => {
    const contextValue = contextFor({ actor, requestId: randomUUID() });
    const answer = await apollo.executeOperation({ query, variables: { ...variables } }, { contextValue });
    if (answer.body.kind !== 'single') throw new Error('A subgraph answers whole.');
    return JSON.parse(JSON.stringify(answer.body.singleResult)) as Awaited<ReturnType<RunningSubgraph['execute']>>;
  };

/** Opens what the process holds: its database, then the service's own resources. */
async function openProcess(subgraph: Subgraph, config: Config, overrides: SubgraphOverrides): Promise<Process> {
  const now = overrides.now ?? systemNow;
  const log = overrides.log ?? serviceLog(subgraph.name, config.LOG_LEVEL);
  const database = await openDatabase({
    service: subgraph.name,
    url: config.DATABASE_URL,
    tables: subgraph.tables,
    poolSize: config.DATABASE_POOL,
    ...(overrides.onStatement && { onStatement: overrides.onStatement }),
  });
  const peer = peersOf(subgraph.name, config, now);
  const { tables } = subgraph;
  const host = { config, database, tables, now, newId: idFactory(now), log, peer };
  try {
    return { ...host, resources: await openResources(subgraph.resources ?? [], host) };
  } catch (failure) {
    await database.close();
    throw failure;
  }
}

/** Starts a subgraph's parts without listening yet. Fails when its database cannot be reached, or a resource of its own does not open. */
export async function startSubgraph(
  subgraph: Subgraph,
  config: Config,
  overrides: SubgraphOverrides = {},
): Promise<RunningSubgraph> {
  const parts = await openProcess(subgraph, config, overrides);
  const { database, now, log, resources } = parts;
  const contextFor = contextMaker(parts, overrides.onRequest);
  const { app, apollo } = await buildServer({
    service: subgraph.name,
    schema: buildSchema(subgraph),
    actorKey: config.ACTOR_KEY,
    callerKeys: config.CALLER_KEYS ?? {},
    log,
    now,
    contextFor,
    newRequestId: randomUUID,
    beforeAnswer: subgraph.beforeAnswer,
    checkReady: () => database.manager.query('SELECT 1'),
  });
  const feed = await openFeedServer(database, config.DATABASE_URL);
  serveFeed(app, feed, config.FEED_KEY);
  const { routes } = subgraph;
  if (routes) app.register(async (scope) => routes(scope, parts));
  const readers = startReactions(subgraph, parts);
  const close = async () => {
    await feed.close();
    await app.close();
    await Promise.all(readers.map((reader) => reader.stop()));
    await apollo.stop();
    await resources.close();
    await database.close();
  };
  const listen = () => app.listen({ host: config.HOST, port: config.PORT });
  return { database, execute: executor(apollo, contextFor), listen, close };
}
