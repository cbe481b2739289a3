import pg from 'pg';
import { EVENTS_CHANNEL, readEventLog, type FeedPage } from './event-log.ts';
import type { Database } from './database.ts';

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

/** Opens the feed of the service whose database this is. Holds one extra connection that listens for commits. */
export async function openFeedServer(database: Database, url: string): Promise<FeedServer> {
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of [...waiting]) wake();
  };
  let closed = false;
  let listener: pg.Client | undefined;
  const listen = async () => {
    const client = new pg.Client({ connectionString: url, application_name: 'courtesy-feed' });
    client.on('notification', wakeAll);
    client.on('error', () => undefined);
    client.on('end', () => {
      if (!closed) setTimeout(() => void listen().catch(() => undefined), 1000).unref();
    });
    await client.connect();
    await client.query(`LISTEN ${EVENTS_CHANNEL}`);
    listener = client;
  };
  await listen();

  const nextWake = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      waiting.add(done);
      signal?.addEventListener('abort', done);
    });

  return {
    async read({ timeoutMs, signal, ...query }) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const page = await readEventLog(database.manager, query);
        const left = deadline - performance.now();
        if (page.next !== query.after || left <= 0 || closed || signal?.aborted) return page;
        await nextWake(Math.min(left, LOOK_AGAIN_MS), signal);
      }
    },
    async close() {
      closed = true;
      wakeAll();
      await listener?.end();
    },
  };
}
