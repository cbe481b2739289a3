import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import Fastify, { type FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { pino, type Logger } from 'pino';
import { readConfig } from '../src/config.ts';
import type { GatewayContext } from '../src/context.ts';
import { startGateway, type RunningGateway } from '../src/gateway.ts';
import { nodeSubgraphSdl } from '../src/node-subgraph.ts';
import { NODE_SUBGRAPH_URL } from '../src/supergraph-document.ts';

export const SECRET = 'a master secret of the gateway for specs only';

/** One request as a subgraph received it. */
export interface ReceivedCall {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly query: string;
}

/** The newest request that a subgraph received. */
export function lastCall({ name, calls }: Pick<TestSubgraph, 'name' | 'calls'>): ReceivedCall {
  const call = calls.at(-1);
  if (!call) throw new Error(`${name} was not called`);
  return call;
}

/** A small real subgraph on a real port. */
export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly calls: ReceivedCall[];
  /** While true, requests are accepted and never answered. */
  hanging: boolean;
  stop(): Promise<void>;
  /** Listens again on the port it had. */
  comeBack(): Promise<void>;
}

interface TestSubgraphParts {
  readonly name: string;
  readonly sdl: string;
  /** The SDL whole, instead of `sdl` after the house's head. */
  readonly wholeSdl?: string;
  readonly resolvers: Record<string, Record<string, unknown>>;
}

const HEAD = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@composeDirective"])
  @link(url: "https://courtesy.dev/specs/courtesy/v1.0", import: ["@idPrefix"])
  @composeDirective(name: "@idPrefix")
directive @idPrefix(prefix: String!) on OBJECT
interface Node { id: ID! }
`;

async function listen(
  parts: TestSubgraphParts,
  subgraph: Omit<TestSubgraph, 'url' | 'stop' | 'comeBack'>,
  port: number,
) {
  const typeDefs = parse(subgraph.sdl);
  const schema = buildSubgraphSchema({ typeDefs, resolvers: parts.resolvers as never });
  const server = new ApolloServer({ schema, plugins: [ApolloServerPluginInlineTraceDisabled()] });
  await server.start();
  const app: FastifyInstance = Fastify({ forceCloseConnections: true, bodyLimit: 32 * 1024 * 1024 });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const parsed = JSON.parse(body.toString()) as { query: string };
    subgraph.calls.push({ headers: request.headers, body, query: parsed.query });
    done(null, parsed);
  });
  const answer = fastifyApolloHandler(server);
  app.post('/graphql', (request, reply) =>
    subgraph.hanging ? new Promise(() => {}) : answer.call(app, request, reply),
  );
  await app.listen({ host: '127.0.0.1', port });
  return {
    port: (app.server.address() as AddressInfo).port,
    stop: async () => {
      await app.close();
      await server.stop();
    },
  };
}

/** Starts a subgraph whose SDL is `sdl` after the house's head. */
export async function startSubgraph(parts: TestSubgraphParts): Promise<TestSubgraph> {
  const subgraph = {
    name: parts.name,
    sdl: parts.wholeSdl ?? `${HEAD}${parts.sdl}`,
    calls: [] as ReceivedCall[],
    hanging: false,
  };
  let running = await listen(parts, subgraph, 0);
  const { port } = running;
  return Object.assign(subgraph, {
    url: `http://127.0.0.1:${port}/graphql`,
    stop: () => running.stop(),
    comeBack: async () => {
      running = await listen(parts, subgraph, port);
    },
  });
}

/** The supergraph of these subgraphs and of the gateway's own node subgraph. */
export function supergraphOf(
  subgraphs: readonly Pick<TestSubgraph, 'name' | 'url' | 'sdl'>[],
  entities: readonly string[] = [],
): string {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const stubs = entities.map((typename) => ({ typename }));
  const node = { name: 'node', url: NODE_SUBGRAPH_URL, typeDefs: parse(nodeSubgraphSdl(stubs)) };
  const result = composeServices(entities.length > 0 ? [...services, node] : services);
  if (compositionHasErrors(result)) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

/** A gateway under test, its supergraph file and what it logged. */
export interface TestGateway extends RunningGateway {
  readonly supergraphFile: string;
  readonly logged: { readonly level: number; readonly msg: string }[];
  /** Asks the gateway and returns its answer with status and headers. */
  ask(query: string, more?: { variables?: object; headers?: Record<string, string> }): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Record<string, never> | null;
  readonly errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; service?: string; requestId: string };
  }[];
}

function recordingLog(): { log: Logger; logged: TestGateway['logged'] } {
  const logged: { level: number; msg: string }[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (line: string) => void logged.push(JSON.parse(line) as { level: number; msg: string }) },
  );
  return { log, logged };
}

interface TestGatewayParts {
  readonly supergraph: string;
  readonly env?: Record<string, string>;
  readonly flags?: readonly string[];
  readonly plugins?: readonly ApolloServerPlugin<GatewayContext>[];
}

/** Starts a gateway on a free port; anonymous unless `flags` say otherwise. */
export async function startTestGateway({
  supergraph,
  env = {},
  flags = ['--anonymous'],
  plugins = [],
}: TestGatewayParts): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraph);
  const config = readConfig(['--supergraph', supergraphFile, '--port', '0', ...flags], {
    ACTOR_SECRET: SECRET,
    NODE_ENV: 'test',
    ...env,
  });
  const { log, logged } = recordingLog();
  const gateway = await startGateway(config, { log, now: () => new Date(), newRequestId: randomUUID, plugins });
  const ask: TestGateway['ask'] = async (query, { variables, headers } = {}) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    };
    const response = await fetch(`${gateway.url}/graphql`, init);
    return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
  };
  const stop = async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: gateway.url, supergraphFile, logged, ask, stop };
}

/** Waits until `condition` holds, at most `withinMs`; says how long it took. */
export async function eventually(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > withinMs) throw new Error(`it did not come true within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - start;
}
