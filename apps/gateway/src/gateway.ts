import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import type { ApolloGateway } from '@apollo/gateway';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { REQUEST_ID_HEADER } from '@courtesy/subgraph/actor';
import { endWhenAnswered } from '@courtesy/subgraph/draining';
import { callerCheck, type CallerCheck } from './caller.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { publicError } from './errors.ts';
import { isBrowserVisit, sendExplorer } from './explorer.ts';
import { createGraphqlServer, currentRequest } from './graphql-server.ts';
import { enforceLimits, type QueryLimits } from './limits.ts';
import { SubgraphPools } from './subgraph-pools.ts';
import { createPlanner } from './supergraph-loader.ts';
import { supergraphSource } from './supergraph-source.ts';

/** A gateway that serves. */
export interface RunningGateway {
  /** Where it listens, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Stops taking requests, lets running ones finish, then lets go of everything. */
  stop(): Promise<void>;
}

/** What a gateway runs on beside its configuration. */
export interface GatewayParts {
  readonly log: Logger;
  readonly now: () => Date;
  /** A new request id, for requests that bring none. */
  readonly newRequestId: () => string;
  /** Observers of the GraphQL pipeline, such as tracing. */
  readonly plugins?: readonly ApolloServerPlugin<GatewayContext>[];
}

const REQUEST_ID = /^[\w.:-]{8,128}$/;

const httpCodes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
};

function sendHttpError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  const code = httpCodes[error.code] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR');
  if (status >= 500) request.log.error({ err: error }, 'masked from the caller');
  return reply
    .code(status)
    .send({ errors: [publicError({ message: error.message, extensions: { code } }, request.id)] });
}

function createHttp(config: GatewayConfig, { log, newRequestId }: GatewayParts): FastifyInstance {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    genReqId: ({ headers: { [REQUEST_ID_HEADER]: given } }) =>
      typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId(),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: config.MAX_BODY_BYTES,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
  });
  app.setErrorHandler<FastifyError>(sendHttpError);
  app.setNotFoundHandler((request, reply) => {
    const message = `There is nothing at ${request.method} ${request.url.split('?')[0]}; the graph is at /graphql.`;
    return reply.code(404).send({ errors: [publicError({ message, extensions: { code: 'NOT_FOUND' } }, request.id)] });
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.url.startsWith('/health')) return;
    const { method, url } = request;
    request.log.info(
      { method, path: url.split('?')[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
  return app;
}

const queryOf = (request: FastifyRequest): { query: unknown; variables: unknown } => {
  const body = request.body as { query?: unknown; variables?: unknown } | undefined;
  if (request.method !== 'GET') return { query: body?.query, variables: body?.variables };
  return { query: new URL(request.url, 'http://gateway').searchParams.get('query'), variables: undefined };
};

const limitsOf = (config: GatewayConfig): QueryLimits => ({
  bytes: config.MAX_QUERY_BYTES,
  tokens: config.MAX_QUERY_TOKENS,
  depth: config.MAX_QUERY_DEPTH,
  aliases: config.MAX_QUERY_ALIASES,
  fields: config.MAX_QUERY_FIELDS,
  cost: config.MAX_QUERY_COST,
});

/** Says who asks and whether the query is small enough, before Apollo Server parses, validates or plans anything. */
function contextMaker(config: GatewayConfig, whoCalls: CallerCheck, planner: ApolloGateway) {
  const limits = limitsOf(config);
  return async (request: FastifyRequest): Promise<GatewayContext> => {
    const actor = await whoCalls(request.headers.authorization);
    const { query, variables } = queryOf(request);
    if (typeof query === 'string') enforceLimits(query, limits, { schema: planner.schema, variables });
    return { actor, requestId: request.id, log: request.log as Logger };
  };
}

function addRoutes(
  app: FastifyInstance,
  server: ApolloServer<GatewayContext>,
  context: (request: FastifyRequest) => Promise<GatewayContext>,
) {
  let draining = false;
  app.addHook('preClose', async () => {
    draining = true;
  });
  endWhenAnswered(app);
  app.get('/health/live', async () => ({ status: 'alive' }));
  app.get('/health/ready', async (_request, reply) =>
    draining ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' },
  );
  app.get('/', async (_request, reply) => reply.redirect('/graphql'));
  const answer = fastifyApolloHandler(server, { context });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) =>
      isBrowserVisit(request)
        ? sendExplorer(request, reply)
        : currentRequest.run({ requestId: request.id, log: request.log as Logger }, () =>
            answer.call(app, request, reply),
          ),
  });
}

/** Starts a gateway. It listens only once a supergraph is loaded; rejects, with nothing left running, when none can be. */
export async function startGateway(config: GatewayConfig, parts: GatewayParts): Promise<RunningGateway> {
  // Read by @apollo/gateway when it is constructed; it would send usage figures to its maker otherwise.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const { log, now, plugins = [] } = parts;
  const pools = new SubgraphPools({ timeoutMs: config.SUBGRAPH_TIMEOUT_MS, actorSecret: config.ACTOR_SECRET, now });
  const source = supergraphSource(config.SUPERGRAPH, config.SUPERGRAPH_POLL_MS);
  const planner = createPlanner({ source, pools, urls: config.SUBGRAPH_URLS, log });
  const app = createHttp(config, parts);
  const server = createGraphqlServer({
    planner,
    log,
    maxTokens: config.MAX_QUERY_TOKENS,
    plugins: [fastifyApolloDrainPlugin(app), ...plugins],
  });
  const whoCalls = callerCheck({
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    anonymous: config.ANONYMOUS,
    httpsOnly: config.NODE_ENV === 'production',
    now,
  });
  const stop = async () => {
    await server.stop();
    await pools.close();
  };
  try {
    await server.start();
    addRoutes(app, server, contextMaker(config, whoCalls, planner));
    return { url: await app.listen({ port: config.PORT, host: config.HOST }), stop };
  } catch (error) {
    await server.stop().catch(() => undefined);
    await Promise.all([planner.stop().catch(() => undefined), app.close(), pools.close()]);
    throw error;
  }
}
