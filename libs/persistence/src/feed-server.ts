import pg from 'pg';
import { EVENTS_CHANNEL, readEventLog, type FeedPage } from './event-log.ts';
import { CONNECT_TIMEOUT_MS, type Database } from './database.ts';

/** A service's own event log, served to others with long polling. */
export interface FeedServer {
  /** Waits up to `timeoutMs` for something after `after`; an empty page means that nothing came. `signal` ends the wait early. */
  read(query: {
    readonly after: string;
    readonly limit: number;
    readonly types?: readonly string[];
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  }): Promise<FeedPage>;
  close(): Promise<void>;
}

/**
 * How often a waiting reader looks again although nobody called. A commit's notification can come before the snapshot watermark
 * lets the row be seen, because an older transaction is still open.
 */
const LOOK_AGAIN_MS = 200;

/** Those who wait for a commit. */
class Waiters {
  readonly #waiting = new Set<() => void>();

  readonly wakeAll = (): void => {
    for (const wake of [...this.#waiting]) wake();
  };

  /** Resolves at the next commit, after `ms`, or when `signal` says that nobody waits any more. */
  next(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}

const RECONNECT_MS = 1000;

/** Listens for commits on a connection of its own, and connects again when it is lost. Returns how to stop. */
async function listenForCommits(url: string, onCommit: () => void): Promise<() => Promise<void>> {
  let closed = false;
  let listener: pg.Client;
  let retry: NodeJS.Timeout | undefined;
  const listen = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'courtesy-feed',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    listener = client;
    client.on('notification', onCommit);
    client.on('error', () => undefined);
    client.on('end', () => {
      if (!closed) retry = setTimeout(() => void listen().catch(() => undefined), RECONNECT_MS).unref();
    });
    await client.connect();
    await client.query(`LISTEN ${EVENTS_CHANNEL}`);
  };
  await listen();
  return async () => {
    closed = true;
    clearTimeout(retry);
    await listener.end();
  };
}

/** Opens the feed of the service whose database this is. Holds one extra connection that listens for commits. */
export async function openFeedServer(database: Database, url: string): Promise<FeedServer> {
  const waiters = new Waiters();
  const stopListening = await listenForCommits(url, waiters.wakeAll);
  let closed = false;
  return {
    async read({ timeoutMs, signal, ...query }) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const page = await readEventLog(database.manager, query);
        const left = deadline - performance.now();
        if (page.next !== query.after || left <= 0 || closed || signal?.aborted) return page;
        await waiters.next(Math.min(left, LOOK_AGAIN_MS), signal);
      }
    },
    async close() {
      closed = true;
      waiters.wakeAll();
      await stopListening();
    },
  };
}
