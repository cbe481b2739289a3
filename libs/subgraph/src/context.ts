import DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { Database } from '@courtesy/persistence';
import type { Actor } from './actor.ts';
import type { Resource, ResourceHost } from './resources.ts';

/** An entity of another service: all this service knows of it is its id. */
export interface EntityReference {
  readonly id: string;
}

/** Fetches many at once: one result per key, in the order of the keys, null where there is none. `args` are the same for all of them. */
export type Batch<V, A = void> = (context: Context, keys: readonly string[], args: A) => Promise<readonly (V | null)[]>;

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
  /** What the service opened when it started, by its definition. */
  readonly resource: <T>(resource: Resource<T>) => T;
  /**
   * Loads one through a batch: all keys asked for in one tick cost one call of `batch`, and no key is fetched twice in a request.
   * Loads of the same batch with other `args`, such as another page size, are batches of their own.
   */
  readonly load: <V, A = void>(batch: Batch<V, A>, key: string, args: A) => Promise<V | null>;
}

/** What a context is made of. */
export type ContextParts = Omit<Context, 'load'>;

/** One request's context, with its own loaders. */
export function createContext(parts: ContextParts): Context {
  const loaders = new Map<unknown, Map<string, DataLoader<string, unknown>>>();
  const loaderFor = <V, A>(batch: Batch<V, A>, args: A): DataLoader<string, unknown> => {
    const variants = loaders.get(batch) ?? new Map<string, DataLoader<string, unknown>>();
    loaders.set(batch, variants);
    const variant = JSON.stringify(args) ?? '';
    const known = variants.get(variant);
    if (known) return known;
    const loader = new DataLoader<string, unknown>((keys) => batch(context, keys, args), { maxBatchSize: 1000 });
    variants.set(variant, loader);
    return loader;
  };
  const context: Context = {
    ...parts,
    load: async <V, A>(batch: Batch<V, A>, key: string, args: A) =>
      (await loaderFor(batch, args).load(key)) as V | null,
  };
  return context;
}

/** The context of work that nobody's request asked for, such as a rule's or a saga's: whoever it acts as. Its time stands still, as a request's does. */
export function contextOfWork(host: ResourceHost, actor: Actor, requestId: string): Context {
  const { database, config, newId, log } = host;
  const at = host.now();
  return createContext({
    ...{ db: database, config, actor, now: () => at, newId, requestId },
    log: log.child({ requestId }),
    resource: ({ name }) => {
      throw new Error(`The resource "${name}" is for requests; work of a service's own opens what it needs`);
    },
  });
}
