import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase, type Database } from '@courtesy/persistence';
import type { Resource, ResourceHost } from '@courtesy/subgraph';
import { appendToLedgers } from './clock.store.ts';
import type { ClockEvent } from './clock.ts';
import { breachEvent, nextDueAt, takeDue } from './due.store.ts';

/** How many breaches one transaction puts on record. */
const BATCH = 500;
/** How long a finder sleeps at most, in milliseconds: within it, it sees a clock that became due sooner than all it knew of. */
const LONGEST_SLEEP_MS = 1_000;

/** What finding breaches needs of the process. */
export type FinderParts = Pick<ResourceHost, 'now' | 'newId'> & { readonly database: Database };

/**
 * Puts the breaches on record that have happened by now, at most 500, and announces each once, however many finders there are: a row is taken
 * under lock, and another finder passes over it. The instant of a breach is when the target was reached, whenever it is noticed. Returns how many.
 */
export function noticeBreaches({ database, now, newId }: FinderParts): Promise<number> {
  return database.transaction(async (tx) => {
    const recordedAt = now();
    const taken = await takeDue(tx.manager, recordedAt, BATCH);
    if (taken.length === 0) return 0;
    const breaches = taken.map(({ dueAt, ...clock }): ClockEvent => {
      const row = { id: newId('clke'), kind: 'BREACH' as const, at: dueAt, recordedAt };
      return { ...clock, ...row, cause: 'DUE', reason: null };
    });
    await appendToLedgers(tx.manager, { added: breaches, due: [], notDue: [] });
    tx.emit(...breaches.map(breachEvent));
    return taken.length;
  });
}

/** A running finder of breaches. */
export interface BreachFinder {
  /** Ends after the batch in hand. */
  stop(): Promise<void>;
}

/** Looks for breaches until it is stopped; sleeps until the next clock is due, but never longer than a second. */
function find(parts: FinderParts, onError: (error: unknown) => void): BreachFinder {
  const stopping = new AbortController();
  const sleep = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  const round = async (): Promise<number> => {
    const next = await nextDueAt(parts.database.manager);
    const wait = next ? next.getTime() - parts.now().getTime() : LONGEST_SLEEP_MS;
    if (wait > 0) return Math.min(wait, LONGEST_SLEEP_MS);
    // What is due but not taken is in another's hands for a moment.
    return (await noticeBreaches(parts)) > 0 ? 0 : LONGEST_SLEEP_MS / 10;
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      const wait = await round().catch((error: unknown) => {
        onError(error);
        return LONGEST_SLEEP_MS;
      });
      if (wait > 0) await sleep(wait);
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

/** The finder of one process, on a connection of its own: requests that keep the pool busy do not make it late. */
export const breachFinder: Resource<BreachFinder> = {
  name: 'breach finder',
  open: async ({ config, now, newId, log }) => {
    const database = await openDatabase({
      service: 'cases',
      url: String(config['DATABASE_URL']),
      tables: [],
      poolSize: 1,
    });
    const onError = (error: unknown) => log.warn({ err: error }, 'breaches not looked for; trying again');
    const finder = find({ database, now, newId }, onError);
    return {
      stop: async () => {
        await finder.stop();
        await database.close();
      },
    };
  },
  close: (finder) => finder.stop(),
};
