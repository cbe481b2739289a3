import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager, EntitySchema } from 'typeorm';
import { openDatabase, type Database } from '@courtesy/persistence';
import type { Resource, ResourceHost } from './resources.ts';

/** How long a worker sleeps at most, in milliseconds: within it, it sees what became due sooner than all it knew of. */
const LONGEST_SLEEP_MS = 1_000;

/** What work that becomes due needs of the process. */
export type DueParts = Pick<ResourceHost, 'now' | 'newId'> & { readonly database: Database };

/** Work that waits in a table until it is due. */
export interface DueWork {
  /** What it is called in messages, such as `breach finder`. */
  readonly name: string;
  /** The service whose database it works on. */
  readonly service: string;
  /** The mappings that {@link take} uses. All of the service's, when absent. */
  readonly tables?: readonly EntitySchema[];
  /** The next instant at which something is due; null when nothing ever is. */
  readonly next: (manager: EntityManager) => Promise<Date | null>;
  /**
   * Does a batch of what is due, in a transaction of its own, and answers how much. It takes rows with SKIP LOCKED, so that several
   * processes share the work, and only what is due by the database's clock too: a process that runs ahead does nothing early.
   */
  readonly take: (parts: DueParts & Pick<ResourceHost, 'peer'>) => Promise<number>;
  /** How many batches one process has in hand at a time: one that waits for others does not hold up the rest. 1 when absent. */
  readonly lanes?: number;
}

/** A running worker. */
export interface DueWorker {
  /** Ends after the batches in hand. */
  stop(): Promise<void>;
}

/** Works until it is stopped; sleeps until something is due, but never longer than a second. */
function keepWorking(
  work: DueWork,
  parts: DueParts & Pick<ResourceHost, 'peer'>,
  onError: (error: unknown) => void,
): DueWorker {
  const stopping = new AbortController();
  const sleep = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  const round = async (): Promise<number> => {
    const next = await work.next(parts.database.manager);
    const wait = next ? next.getTime() - parts.now().getTime() : LONGEST_SLEEP_MS;
    if (wait > 0) return Math.min(wait, LONGEST_SLEEP_MS);
    // What is due but not taken is in another's hands for a moment.
    return (await work.take(parts)) > 0 ? 0 : LONGEST_SLEEP_MS / 10;
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
  const running = Promise.all(Array.from({ length: work.lanes ?? 1 }, run));
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** The worker of one process, on a connection of its own: requests that keep the pool busy do not make it late. A restart goes on where it was. */
export function dueWorker(work: DueWork): Resource<DueWorker> {
  return {
    name: work.name,
    open: async ({ config, now, newId, peer, log, tables: all }) => {
      const { service, tables = all } = work;
      const database = await openDatabase({ service, url: String(config['DATABASE_URL']), tables, poolSize: 1 });
      const onError = (error: unknown) => log.warn({ err: error }, `the ${work.name} failed; trying again`);
      const worker = keepWorking(work, { database, now, newId, peer }, onError);
      return {
        stop: async () => {
          await worker.stop();
          await database.close();
        },
      };
    },
    close: (worker) => worker.stop(),
  };
}
