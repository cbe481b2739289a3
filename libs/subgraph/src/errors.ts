import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BadInput, badInputOf } from '@courtesy/persistence';

/** Codes that may leave a subgraph with their message; any other error is masked. */
const SPOKEN = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
]);

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
  const code = String(formatted.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR');
  if (SPOKEN.has(code) && (error instanceof GraphQLError || error instanceof Error)) {
    return { message: formatted.message, ...path, extensions: { code, ...where } };
  }
  return { message: 'Something broke on our side.', ...path, extensions: { code: 'INTERNAL_SERVER_ERROR', ...where } };
}
