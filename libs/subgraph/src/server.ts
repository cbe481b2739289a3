import { setTimeout as delay } from 'node:timers/promises';
import { ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { FastifyBaseLogger } from 'fastify';
import {
  ACTOR_HEADER,
  ActorRefused,
  CALLER_HEADER,
  REQUEST_ID_HEADER,
  verifyActor,
  verifyCaller,
  type Actor,
} from './actor.ts';
import type { Context } from './context.ts';
import { answersAfter, type BeforeAnswer } from './before-answer.ts';
import { endWhenAnswered } from './draining.ts';
import { errorDesk, formatError } from './errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of the body, over which the actor header was signed. */
    rawBody?: Buffer;
  }
}

/** The largest request a subgraph takes: bulk mutations of 500 items with their texts fit well inside. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** What the HTTP side needs to know of the service. */
export interface ServerParts {
  readonly service: string;
  readonly schema: GraphQLSchema;
  readonly actorKey: string;
  /** The keys of the services that may call this one, by their names. */
  readonly callerKeys: Readonly<Record<string, string>>;
  readonly log: FastifyBaseLogger;
  readonly now: () => Date;
  /** A fresh context for a caller; `requestId` comes from the gateway or is made here. */
  readonly contextFor: (caller: { readonly actor: Context['actor']; readonly requestId: string }) => Context;
  readonly newRequestId: () => string;
  readonly beforeAnswer: BeforeAnswer | undefined;
  /** Answers the readiness probe: throws when the service cannot do its work. */
  readonly checkReady: () => Promise<unknown>;
}

/** A subgraph's GraphQL engine and the HTTP application around it. */
export interface SubgraphServer {
  readonly app: FastifyInstance;
  readonly apollo: ApolloServer<Context>;
}

const requestIdOf = (req: FastifyRequest): string => String(req.id);

async function send(reply: FastifyReply, answer: HTTPGraphQLResponse): Promise<void> {
  reply.code(answer.status ?? 200);
  for (const [name, value] of answer.headers) reply.header(name, value);
  if (answer.body.kind === 'complete') return void (await reply.send(answer.body.string));
  throw new Error('A subgraph answers whole; incremental delivery is not offered.');
}

/** Whom a request is believed to come from: a caller of the gateway's, or another service by the key that is its own. */
function actorOf(req: FastifyRequest, parts: ServerParts): Actor {
  const header = req.headers[ACTOR_HEADER];
  const caller = req.headers[CALLER_HEADER];
  const signed = {
    header: typeof header === 'string' ? header : undefined,
    audience: parts.service,
    now: parts.now(),
    body: req.rawBody ?? '',
  };
  if (caller === undefined) return verifyActor({ ...signed, key: parts.actorKey });
  const name = String(caller);
  const key = Object.hasOwn(parts.callerKeys, name) ? parts.callerKeys[name] : undefined;
  if (key === undefined) throw new ActorRefused('WRONG_CALLER');
  return verifyCaller(name, { ...signed, key });
}

function serveGraphQL(app: FastifyInstance, apollo: ApolloServer<Context>, parts: ServerParts): void {
  app.post('/graphql', async (req, reply) => {
    const requestId = requestIdOf(req);
    const actor = actorOf(req, parts);
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
        body: req.body,
        search: '',
      },
      context: async () => parts.contextFor({ actor, requestId }),
    });
    await send(reply, answer);
  });
}

/** How long the readiness probe waits for an answer, in milliseconds. */
const READY_MS = 2000;

async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  const late = new AbortController();
  const deadline = delay(ms, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new Error(`No answer within ${ms} ms`);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    late.abort();
    work.catch(() => undefined);
    deadline.catch(() => undefined);
  }
}

function serveHealth(app: FastifyInstance, parts: ServerParts): void {
  app.get('/health/live', { logLevel: 'silent' }, () => ({ status: 'live', service: parts.service }));
  app.get('/health/ready', { logLevel: 'silent' }, async (_, reply) => {
    try {
      await inTime(parts.checkReady(), READY_MS);
      return { status: 'ready', service: parts.service };
    } catch (error) {
      parts.log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'not ready', service: parts.service });
    }
  });
}

function answerErrors(app: FastifyInstance, parts: ServerParts): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, req, reply) => {
    const refused = error instanceof ActorRefused;
    const status = refused ? 401 : (error.statusCode ?? 500);
    if (refused) req.log.warn({ reason: error.reason }, 'actor refused');
    else if (status >= 500) req.log.error({ err: error }, 'request failed');
    const extensions = {
      code: refused ? 'UNAUTHENTICATED' : status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR',
      ...(refused && { reason: error.reason }),
      service: parts.service,
      requestId: requestIdOf(req),
    };
    const message = refused || status < 500 ? error.message : 'Something broke on our side.';
    return reply.code(status).send({ errors: [{ message, extensions }] });
  });
}

/** The engine that carries out operations, with the way of errors out of the service. */
function apolloOf({ service, schema, beforeAnswer }: ServerParts): ApolloServer<Context> {
  const errors = errorDesk(service);
  const broken = ({ requestId }: Context) =>
    formatError({ message: '' }, new Error('held back'), { service, requestId });
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // Only the gateway calls a subgraph, with a signed header that no browser form can send.
    csrfPrevention: false,
    formatError: errors.formatError,
    stopOnTerminationSignals: false,
    // Both would look at every field of every answer, for headers that nobody reads.
    plugins: [
      errors.plugin,
      ...(beforeAnswer ? [answersAfter(beforeAnswer, broken)] : []),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
}

/** Builds the HTTP application of a subgraph: GraphQL for vouched-for callers only, health probes, errors without inner detail. */
export async function buildServer(parts: ServerParts): Promise<SubgraphServer> {
  const app = Fastify({
    loggerInstance: parts.log,
    bodyLimit: MAX_BODY_BYTES,
    requestIdHeader: REQUEST_ID_HEADER,
    genReqId: parts.newRequestId,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
  });
  endWhenAnswered(app);
  // The actor header vouches for the bytes of a JSON body, so there is no other way in.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (req, body: Buffer, done) => {
    req.rawBody = body;
    try {
      done(null, JSON.parse(body.toString('utf8')));
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400 }));
    }
  });
  const apollo = apolloOf(parts);
  await apollo.start();
  serveGraphQL(app, apollo, parts);
  serveHealth(app, parts);
  answerErrors(app, parts);
  return { app, apollo };
}
