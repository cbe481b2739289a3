import DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { Database } from '@courtesy/persistence';
import type { Actor } from './actor.ts';

/** Fetches many at once: one result per key, in the order of the keys, null where there is none. */
export type Batch<K, V> = (context: Context, keys: readonly K[]) => Promise<readonly (V | null)[]>;

/** What a resolver gets beside its arguments. Time, ids and the actor come from here and from nowhere else. */
export interface Context {
  readonly db: Database;
  /** The service's parsed environment. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  /** The time of this request. */
  readonly now: () => Date;
  /** A new global id, such as `case_…` for the prefix `case`. */
  readonly newId: (prefix: string) => string;
  readonly requestId: string;
  readonly log: Logger;
  /**
   * Loads one through a batch: all keys asked for in one tick cost one call of `batch`, and no key is fetched twice in a request.
   * Loads of the same `batch` are told apart by `variant`, such as a page size.
   */
  readonly load: <K extends string, V>(batch: Batch<K, V>, key: K, variant?: string) => Promise<V | null>;
}

/** What a context is made of. */
export type ContextParts = Omit<Context, 'load'>;

/** One request's context, with its own loaders. */
export function createContext(parts: ContextParts): Context {
  const loaders = new Map<unknown, Map<string, DataLoader<string, unknown>>>();
  const context: Context = {
    ...parts,
    load: async <K extends string, V>(batch: Batch<K, V>, key: K, variant = '') => {
      const variants = loaders.get(batch) ?? new Map<string, DataLoader<string, unknown>>();
      loaders.set(batch, variants);
      const loader =
        variants.get(variant) ??
        new DataLoader<string, unknown>((keys) => batch(context, keys as readonly K[]), { maxBatchSize: 1000 });
      variants.set(variant, loader);
      return (await loader.load(key)) as V | null;
    },
  };
  return context;
}
