import { readEvent, type CloudEvent, type EventType, type KnownEvent } from '@courtesy/events';
import type { Database, Transaction } from './database.ts';

/** What a service does when another one announces something. */
export interface Reaction {
  /** The service whose feed is read. */
  readonly feed: string;
  /** The event types wanted; others are not even sent. */
  readonly types: readonly EventType[];
  /** Applies a batch, in feed order, inside the transaction that also moves the cursor. */
  readonly apply: (tx: Transaction, events: readonly KnownEvent[]) => Promise<void>;
}

/** Gets one page of another service's feed: events as parsed CloudEvents, and where the next page starts. */
export type FetchFeed = (query: {
  readonly after: string;
  readonly types: readonly EventType[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}) => Promise<{ readonly events: readonly CloudEvent[]; readonly next: string }>;

/** A running reader. */
export interface FeedReader {
  /** Ends after the page in hand. */
  stop(): Promise<void>;
}

/** Where in another service's feed this service stands, and since when. */
export interface FeedPosition {
  readonly feed: string;
  /** `xid.position` of the last event applied. */
  readonly place: string;
  /** When the reader last found that nothing newer was there, or applied something. */
  readonly readAt: Date;
}

/** The SQL of the cursors of a service that reads feeds, for a migration. */
export function feedCursorV1(appRole: string): string[] {
  return [
    `CREATE TABLE feed_cursor (
       feed text NOT NULL,
       place text NOT NULL,
       read_at timestamptz(3) NOT NULL,
       CONSTRAINT feed_cursor_pkey PRIMARY KEY (feed)
     )`,
    `GRANT SELECT, INSERT, UPDATE ON feed_cursor TO "${appRole}"`,
  ];
}

/** Where this service stands in each feed it reads. */
export async function feedPositions(database: Pick<Database, 'manager'>): Promise<FeedPosition[]> {
  return database.manager.query<FeedPosition[]>(
    `SELECT feed, place, read_at AS "readAt" FROM feed_cursor ORDER BY feed`,
  );
}

async function placeOf(database: Database, feed: string): Promise<string> {
  const [row] = await database.manager.query<{ place: string }[]>(`SELECT place FROM feed_cursor WHERE feed = $1`, [
    feed,
  ]);
  return row?.place ?? '0.0';
}

/**
 * Applies one page: effect and cursor move in one transaction, so the effect happens exactly once however often this is tried.
 * False when another instance of this service was there first; nothing was applied then.
 */
export async function applyPage(
  database: Database,
  reaction: Reaction,
  page: { readonly from: string; readonly next: string; readonly events: readonly CloudEvent[]; readonly now: Date },
): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.manager.query(
      `INSERT INTO feed_cursor (feed, place, read_at) VALUES ($1, '0.0', $2) ON CONFLICT (feed) DO NOTHING`,
      [reaction.feed, page.now],
    );
    const [cursor] = await tx.manager.query<{ place: string }[]>(
      `SELECT place FROM feed_cursor WHERE feed = $1 FOR UPDATE`,
      [reaction.feed],
    );
    if (cursor?.place !== page.from) return false;
    const known = page.events.map(readEvent).filter((event) => event !== null);
    if (known.length > 0) await reaction.apply(tx, known);
    await tx.manager.query(`UPDATE feed_cursor SET place = $2, read_at = $3 WHERE feed = $1`, [
      reaction.feed,
      page.next,
      page.now,
    ]);
    return true;
  });
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });

/** How long one request waits on a quiet feed, in milliseconds: the most by which `readAt` of a feed with nothing new lags behind. */
const QUIET_MS = 5_000;

/** What {@link followFeed} needs from outside. */
export interface FollowOptions {
  readonly database: Database;
  readonly reaction: Reaction;
  readonly fetch: FetchFeed;
  readonly now: () => Date;
  /** Told of every failure; the reader tries again by itself, later each time, up to 5 s. */
  readonly onError: (error: unknown) => void;
}

/** Reads a feed for as long as the service lives. Order is kept: an event that cannot be applied holds up those after it. */
export function followFeed(options: FollowOptions): FeedReader {
  const { database, reaction, now } = options;
  const stopping = new AbortController();
  const run = async () => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const from = await placeOf(database, reaction.feed);
        const page = await options.fetch({
          after: from,
          types: reaction.types,
          timeoutMs: QUIET_MS,
          signal: stopping.signal,
        });
        if (stopping.signal.aborted) return;
        await applyPage(database, reaction, { from, ...page, now: now() });
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        options.onError(error);
        failures += 1;
        await pause(Math.min(100 * 2 ** failures, 5000), stopping.signal);
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
