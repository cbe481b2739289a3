import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Codes whose message is meant for the caller, with the HTTP status that a whole refused request gets. Every other code is masked. */
const spokenCodes: ReadonlyMap<string, number> = new Map([
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
  ['BAD_USER_INPUT', 400],
  ['BAD_REQUEST', 400],
  ['GRAPHQL_PARSE_FAILED', 400],
  ['GRAPHQL_VALIDATION_FAILED', 400],
  ['OPERATION_RESOLUTION_FAILURE', 400],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 400],
  ['REQUEST_TOO_LARGE', 413],
  ['UNSUPPORTED_MEDIA_TYPE', 415],
  ['NOT_FOUND', 404],
  ['THROTTLED', 429],
  ['QUERY_TOO_LARGE', 400],
  ['QUERY_TOO_DEEP', 400],
  ['QUERY_TOO_MANY_ALIASES', 400],
  ['QUERY_TOO_MANY_FIELDS', 400],
  ['QUERY_TOO_COSTLY', 400],
  ['SUBGRAPH_UNAVAILABLE', 503],
  ['SUBGRAPH_TIMEOUT', 504],
  ['IDENTITY_PROVIDER_UNAVAILABLE', 503],
]);

/**
 * Codes that blame the caller's own query. From a subgraph they blame the query that *we* wrote for it, which is our
 * fault (a subgraph older than the supergraph), so there they are masked.
 */
const aboutTheQuery = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** An error as every caller sees it: nothing but these, never an address, a body or a stack. */
export interface PublicError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly service?: string; readonly requestId: string };
}

/** Refuses a whole request with a stable code and the HTTP status that belongs to it. */
export function refuseRequest(code: string, message: string): GraphQLError {
  const status = spokenCodes.get(code) ?? 500;
  const headers = code === 'UNAUTHENTICATED' ? new Map([['www-authenticate', 'Bearer']]) : undefined;
  // A map of headers is what Apollo Server reads here; other servers' typings of the same place want a record.
  const extensions: Record<string, unknown> = { code, http: { status, ...(headers && { headers }) } };
  return new GraphQLError(message, { extensions });
}

const positionOf = ({ locations }: GraphQLFormattedError): string => {
  const first = locations?.[0];
  return first ? ` (line ${first.line}, column ${first.column})` : '';
};

/**
 * The path as far as it names what the caller asked for. A fetch of many entities at once fails for all of them: its path ends where
 * the list begins, and the planner's own `_entities` is no field of the caller's.
 */
function callersPath(path: readonly (string | number)[] | undefined): { path?: readonly (string | number)[] } {
  if (!path) return {};
  const list = path.findIndex((step) => step === '@' || step === '_entities');
  const visible = list === -1 ? path : path.slice(0, list);
  return visible.length > 0 ? { path: visible } : {};
}

/** Whether an error of this code, from this service (none: from the gateway itself), may keep its own message. */
export function isSpoken(code: string, service: string | undefined): boolean {
  return spokenCodes.has(code) && !(service && aboutTheQuery.has(code));
}

/** The service at fault: as it names itself, else as the planner names it. */
function serviceOf({ extensions }: GraphQLFormattedError): string | undefined {
  return [extensions?.['service'], extensions?.['serviceName']].find(
    (name): name is string => typeof name === 'string' && /^[\w-]+$/.test(name),
  );
}

/** What the caller is told of `error`. Unknown codes become INTERNAL_SERVER_ERROR with the request id to look up in the logs. */
export function publicError(error: GraphQLFormattedError, requestId: string): PublicError {
  const code = String(error.extensions?.['code'] ?? '');
  const service = serviceOf(error);
  const path = callersPath(error.path);
  const where = { ...(service && { service }), requestId };
  if (!isSpoken(code, service)) {
    const message = `Something broke on our side. Quote request ${requestId} when you report it.`;
    return { message, ...path, extensions: { code: 'INTERNAL_SERVER_ERROR', ...where } };
  }
  const position = aboutTheQuery.has(code) ? positionOf(error) : '';
  return { message: `${error.message.trim()}${position}`, ...path, extensions: { code, ...where } };
}
