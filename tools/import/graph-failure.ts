import { z } from 'zod';

/** Why a request has no usable answer. */
export interface Failure {
  /** A stable word in capitals: the graph's own `extensions.code`, `HTTP_<status>` or `UNREACHABLE`. */
  readonly code: string;
  /** What happened, in one line. */
  readonly message: string;
  /** How many times in all the request may be sent when this is what comes back. 1: the same request fails the same way. */
  readonly tries: number;
}

/** Thrown when the graph does not answer, or refuses. */
export class GraphFailed extends Error {
  override readonly name = 'GraphFailed';
  readonly code: string;
  constructor({ code, message }: Pick<Failure, 'code' | 'message'>) {
    super(message);
    this.code = code;
  }
}

/** What passes when a service that was down, slow or overrun is well again: worth waiting for as long as patience lasts. */
const passing = new Set([
  'UNREACHABLE',
  'THROTTLED',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'IDENTITY_PROVIDER_UNAVAILABLE',
  'HTTP_408',
  'HTTP_429',
  'HTTP_502',
  'HTTP_503',
  'HTTP_504',
]);

/** What may be a passing weakness, such as a database that was cut off, or a fault that stays. */
const doubtful = new Set(['INTERNAL_SERVER_ERROR', 'HTTP_500', 'NO_ANSWER']);
const TRIES_WHEN_DOUBTFUL = 8;
/** Once with the token on hand, once with a new one. */
const TRIES_WITH_TOKENS = 2;

function triesOf(code: string): number {
  if (passing.has(code)) return Infinity;
  if (doubtful.has(code)) return TRIES_WHEN_DOUBTFUL;
  return code === 'UNAUTHENTICATED' ? TRIES_WITH_TOKENS : 1;
}

const failure = (code: string, message: string): Failure => ({ code, message, tries: triesOf(code) });

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }))
    .optional(),
});

/** Cheap to look for, so that megabytes of good answers need not be checked field by field. */
const NO_ERRORS = /^\s*\{\s*"data"\s*:\s*\{/;

/** What is wrong with an answer of this status and body, or with a connection that broke with an error; null when nothing is. */
export function failureOf(status: number, body: string): Failure | null;
export function failureOf(error: unknown): Failure;
export function failureOf(statusOrError: unknown, body?: string): Failure | null {
  if (body === undefined || typeof statusOrError !== 'number') return brokenConnection(statusOrError);
  if (statusOrError === 200 && NO_ERRORS.test(body) && !body.includes('"errors"')) return null;
  const answer = answerSchema.safeParse(parsed(body));
  const [first] = answer.data?.errors ?? [];
  if (first) return failure(first.extensions?.code ?? `HTTP_${statusOrError}`, first.message);
  if (statusOrError !== 200)
    return failure(`HTTP_${statusOrError}`, `The graph answered with status ${statusOrError}.`);
  if (answer.data?.data) return null;
  return failure('NO_ANSWER', 'What answers is not a GraphQL endpoint.');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function brokenConnection(error: unknown): Failure {
  const { message, code } = error as { message?: string; code?: string };
  return failure(
    'UNREACHABLE',
    message ? `${message}${code && !message.includes(code) ? ` (${code})` : ''}` : (code ?? String(error)),
  );
}
