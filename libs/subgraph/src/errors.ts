import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BadInput, badInputOf } from '@courtesy/persistence';
import type { Context } from './context.ts';

/** Codes that may leave a subgraph with their message; any other error is masked. */
const SPOKEN = new Set([
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
]);

const MASKED = 'INTERNAL_SERVER_ERROR';

/**
 * The refusal of a scalar that stands in the query itself. Apollo reports it as a fault of the query, which a gateway may have written, while
 * the value is the caller's own.
 */
function refusedLiteral(error: unknown): GraphQLError | null {
  const original = error instanceof GraphQLError ? error.originalError : null;
  return original instanceof GraphQLError && original.extensions['code'] === 'BAD_USER_INPUT' ? original : null;
}

/** What a caller is told of an error: expected ones as they are, a broken service as one sentence with the id to look up in the logs. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  known: { readonly service: string; readonly requestId?: string },
): GraphQLFormattedError {
  const thrown = unwrapResolverError(error);
  const original = badInputOf(thrown) ?? thrown;
  const path = formatted.path && { path: formatted.path };
  const where = { service: known.service, ...(known.requestId && { requestId: known.requestId }) };
  if (original instanceof BadInput) {
    return { message: original.message, ...path, extensions: { code: original.code, ...where } };
  }
  const code = String(refusedLiteral(error)?.extensions['code'] ?? formatted.extensions?.['code'] ?? MASKED);
  if (SPOKEN.has(code) && (error instanceof GraphQLError || error instanceof Error)) {
    return { message: formatted.message, ...path, extensions: { code, ...where } };
  }
  return { message: 'Something broke on our side.', ...path, extensions: { code: MASKED, ...where } };
}

/** Errors as they leave the service, and as its log keeps them; both bear the id of the request. */
export interface ErrorDesk {
  readonly plugin: ApolloServerPlugin<Context>;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** Makes the way of errors out of a service: what broke is logged whole and told masked; what the caller can mend is told as it is. */
export function errorDesk(service: string): ErrorDesk {
  // Apollo formats an error without saying whose request it was.
  const requests = new WeakMap<object, Context>();
  return {
    plugin: {
      requestDidStart: async () => ({
        didEncounterErrors: async ({ errors, contextValue }) => {
          for (const error of errors) requests.set(error, contextValue);
        },
      }),
    },
    formatError: (formatted, error) => {
      const context = requests.get(error as object);
      const shown = formatError(formatted, error, { service, ...(context && { requestId: context.requestId }) });
      if (shown.extensions?.['code'] === MASKED) context?.log.error({ err: error }, 'resolver failed');
      else if (badInputOf(unwrapResolverError(error))) context?.log.warn({ err: error }, 'a value that cannot be kept');
      return shown;
    },
  };
}
