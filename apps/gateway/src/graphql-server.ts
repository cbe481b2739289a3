import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { ApolloGateway } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayContext } from './context.ts';
import { publicError } from './errors.ts';

/** What errors that happen outside a request's context need to know of it. */
export const currentRequest = new AsyncLocalStorage<{ readonly requestId: string; readonly log: Logger }>();

/** Post-processing notes of the planner repeat what `errors` says or name what the caller may not see. */
const withoutPlannerNotes: ApolloServerPlugin<GatewayContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response }) {
        if (response.body.kind === 'single') delete response.body.singleResult.extensions;
      },
    };
  },
};

function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const request = currentRequest.getStore();
  const told = publicError(formatted, request?.requestId ?? 'unknown');
  if (told.extensions.code === 'INTERNAL_SERVER_ERROR') {
    request?.log.error(
      { err: unwrapResolverError(error), service: told.extensions.service, path: told.path },
      'masked from the caller',
    );
  }
  return told as unknown as GraphQLFormattedError;
}

/** What the server runs on. */
export interface GraphqlServerParts {
  readonly planner: ApolloGateway;
  readonly log: Logger;
  readonly maxTokens: number;
  readonly plugins: readonly ApolloServerPlugin<GatewayContext>[];
}

/** Apollo Server over the planner: no batching, no stored queries, nothing sent to anybody, errors as {@link publicError} makes them. */
export function createGraphqlServer({
  planner,
  log,
  maxTokens,
  plugins,
}: GraphqlServerParts): ApolloServer<GatewayContext> {
  return new ApolloServer<GatewayContext>({
    gateway: planner,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens },
    formatError,
    logger: {
      debug: (line) => log.debug(line),
      info: (line) => log.debug(line),
      warn: (line) => log.warn(line),
      error: (line) => log.error(line),
    },
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      withoutPlannerNotes,
      ...plugins,
    ],
  });
}
