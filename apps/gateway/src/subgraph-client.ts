import { parse, Kind, type GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';
import { ACTOR_HEADER, actorKey, REQUEST_ID_HEADER, signActor } from '@courtesy/subgraph/actor';
import type { GatewayContext } from './context.ts';

/** One GraphQL operation for one subgraph. */
export interface SubgraphOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** What a subgraph answered. A call that failed altogether is an answer with errors and no data: it is never thrown. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: GraphQLFormattedError[];
}

/** How subgraphs are called. */
export interface SubgraphClientOptions {
  /** Milliseconds after which a call is given up. */
  readonly timeoutMs: number;
  /** Master secret the actor headers' keys are derived from; without it no header is sent. */
  readonly actorSecret?: string | undefined;
  readonly now: () => Date;
}

const MAX_CONNECTIONS = 64;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** The names a fetch answers under, so that each of them carries the error when the whole call fails. */
function rootKeys(query: string): string[] {
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [(selection.alias ?? selection.name).value] : [],
  );
}

function failed(operation: SubgraphOperation, code: string, message: string): SubgraphAnswer {
  return {
    data: null,
    errors: rootKeys(operation.query).map((key) => ({ message, path: [key], extensions: { code } })),
  };
}

/**
 * Speaks to one subgraph over keep-alive connections. Each call has a deadline, carries the request id, and vouches for the caller
 * towards this subgraph alone, over the exact bytes of the body.
 */
export class SubgraphClient {
  readonly name: string;
  readonly url: string;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #key: string | undefined;
  readonly #options: SubgraphClientOptions;

  constructor(address: { readonly name: string; readonly url: string }, options: SubgraphClientOptions) {
    const { origin, pathname, search } = new URL(address.url);
    this.name = address.name;
    this.url = address.url;
    this.#path = `${pathname}${search}`;
    this.#options = options;
    this.#key = options.actorSecret && actorKey(options.actorSecret, address.name);
    this.#pool = new Pool(origin, {
      connections: MAX_CONNECTIONS,
      maxResponseSize: MAX_ANSWER_BYTES,
      // The call's own deadline covers waiting for a connection, for headers and for the body.
      connectTimeout: options.timeoutMs,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Calls the subgraph. A failure is logged in full here and answered as SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE. */
  async call(operation: SubgraphOperation, context: GatewayContext): Promise<SubgraphAnswer> {
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      return await this.#send(operation, context, deadline);
    } catch (error) {
      context.log.warn({ err: error, service: this.name, url: this.url }, 'a subgraph call failed');
      if (deadline.aborted) return failed(operation, 'SUBGRAPH_TIMEOUT', this.#lateMessage(operation));
      return failed(operation, 'SUBGRAPH_UNAVAILABLE', `The ${this.name} service cannot be reached.`);
    }
  }

  /** Lets running calls finish, then closes the connections. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  #lateMessage(operation: SubgraphOperation): string {
    const late = `The ${this.name} service did not answer within ${this.#options.timeoutMs} ms.`;
    return operation.query.startsWith('mutation') ? `${late} The change may or may not have been made.` : late;
  }

  async #send(operation: SubgraphOperation, context: GatewayContext, signal: AbortSignal): Promise<SubgraphAnswer> {
    const { query, variables, operationName } = operation;
    const body = Buffer.from(JSON.stringify({ query, variables, operationName }));
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/json',
      [REQUEST_ID_HEADER]: context.requestId,
    };
    if (this.#key) {
      headers[ACTOR_HEADER] = signActor({
        actor: context.actor,
        audience: this.name,
        key: this.#key,
        issuedAt: this.#options.now(),
        body,
      });
    }
    const response = await this.#pool.request({ path: this.#path, method: 'POST', headers, body, signal });
    const text = await response.body.text();
    const answer = asAnswer(text);
    if (!answer)
      throw new Error(`answered with status ${response.statusCode} and no GraphQL result: ${text.slice(0, 500)}`);
    return answer;
  }
}

function asAnswer(text: string): SubgraphAnswer | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { data, errors } = parsed as SubgraphAnswer;
  const speaksGraphql = (typeof data === 'object' && data !== null) || Array.isArray(errors);
  return speaksGraphql ? { ...(data !== undefined && { data }), ...(Array.isArray(errors) && { errors }) } : null;
}
