import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { failureOf, GraphFailed, type Failure } from './graph-failure.ts';

/** How to talk to a graph. */
export interface GraphClientOptions {
  /** Address of the gateway's GraphQL endpoint. */
  readonly url: string;
  /** A token that the gateway believes; asked for again when it no longer does. */
  readonly token: () => Promise<string>;
  /** How many requests may be under way at once; more wait their turn. Default 4. */
  readonly connections?: number;
  /** How long one request is tried again before it counts as failed, in milliseconds. Default two minutes. */
  readonly patienceMs?: number;
  /** Told in one line why a request is tried again. Default: nobody. */
  readonly onRetry?: (reason: string) => void;
}

/** A caller of the graph. */
export interface GraphClient {
  /**
   * Asks the graph, and asks again after connection errors, time-outs and failures of the services behind it. Mutations are therefore
   * to be such as may be sent twice. Answers with `data`.
   *
   * @throws GraphFailed when the graph refuses for good, or for longer than the client's patience.
   */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  /** Closes every connection. */
  close(): Promise<void>;
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 3_000;
/** The gateway gives a subgraph 10 seconds; it has answered, if only with an error, long before this. */
const ANSWER_LIMIT_MS = 30_000;

/** A client with keep-alive connections of its own. */
export function graphClient(options: GraphClientOptions): GraphClient {
  const { pathname, origin } = new URL(options.url);
  const pool = new Pool(origin, {
    connections: options.connections ?? 4,
    headersTimeout: ANSWER_LIMIT_MS,
    bodyTimeout: ANSWER_LIMIT_MS,
    connect: { timeout: 5_000 },
  });
  let token: Promise<string> | undefined;
  const attempt = async (body: string): Promise<{ data: unknown } | Failure> => {
    const held = (token ??= options.token());
    try {
      const { statusCode, body: answer } = await pool.request({
        path: pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await held}` },
        body,
      });
      const text = await answer.text();
      const failure = failureOf(statusCode, text);
      if (failure?.code === 'UNAUTHENTICATED' && token === held) token = undefined;
      return failure ?? (JSON.parse(text) as { data: unknown });
    } catch (error) {
      if (error instanceof GraphFailed) throw error;
      return failureOf(error);
    }
  };
  return {
    ask: async <Data>(query: string, variables: object = {}) =>
      (await persistently(() => attempt(JSON.stringify({ query, variables })), options)) as Data,
    close: () => pool.close(),
  };
}

async function persistently(
  attempt: () => Promise<{ data: unknown } | Failure>,
  { patienceMs = 120_000, onRetry = () => undefined }: GraphClientOptions,
): Promise<unknown> {
  const deadline = performance.now() + patienceMs;
  const tries = new Map<string, number>();
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    const outcome = await attempt();
    if ('data' in outcome) return outcome.data;
    const tried = (tries.get(outcome.code) ?? 0) + 1;
    tries.set(outcome.code, tried);
    const wait = delay * (0.5 + Math.random() / 2);
    if (tried >= outcome.tries || performance.now() + wait > deadline) throw new GraphFailed(outcome);
    onRetry(outcome.message);
    await pause(wait);
  }
}
