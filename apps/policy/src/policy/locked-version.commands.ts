import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';

type Manager = Transaction['manager'];

/** How the versions of something are read while they are changed. */
export interface VersionsOf<O, V> {
  /** One version, not locked. */
  readonly find: (manager: Manager, id: string) => Promise<V | null>;
  /** What it is a version of, locked until the transaction ends. */
  readonly lock: (manager: Manager, version: V) => Promise<O | null>;
  /** All versions of the same, itself among them, read under that lock. */
  readonly all: (manager: Manager, version: V) => Promise<readonly V[]>;
}

/** A version as it stands under the lock of its owner, and the owner's others. */
export interface Locked<O, V> {
  readonly owner: O;
  readonly current: V;
  readonly others: readonly V[];
}

/** Which version is to be changed, and the version of it that the caller read. */
export interface Asked {
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
}

/** Runs a change of a version in a transaction, with its owner locked and the version still as the caller read it. */
export function onLockedVersion<O, V extends { readonly id: string; readonly version: number }, T>(
  { db }: Pick<Context, 'db'>,
  { find, lock, all }: VersionsOf<O, V>,
  { id, expectedVersion }: Asked,
  change: (tx: Transaction, locked: Locked<O, V>) => Promise<T>,
): Promise<T | NotFound | StaleVersion<V>> {
  return db.transaction(async (tx): Promise<T | NotFound | StaleVersion<V>> => {
    const seen = await find(tx.manager, id);
    const owner = seen && (await lock(tx.manager, seen));
    const versions = seen && owner ? await all(tx.manager, seen) : [];
    const current = versions.find((each) => each.id === id);
    if (!owner || !current) return notFound(id);
    if (expectedVersion != null && expectedVersion !== current.version) return staleVersion(expectedVersion, current);
    return change(tx, { owner, current, others: versions.filter((each) => each !== current) });
  });
}
