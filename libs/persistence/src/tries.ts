import type { EntityManager, EntitySchema } from 'typeorm';
import type { Database, Transaction } from './database.ts';
import { updateRows } from './rows.ts';

/** Work that is tried until it is done, as its row keeps how far it has come. */
export interface Tried {
  readonly id: string;
  /** How many tries were begun since it was last asked for. */
  readonly attempts: number;
  /** When it is tried next, or, while it is tried, when whoever tries it is taken for dead; null when it is not to be tried. */
  readonly nextTryAt: Date | null;
  /** What the last try that failed was told. */
  readonly lastError: string | null;
}

/** How often work is tried, and how soon again. */
export interface TryRules {
  /** How long a try is one process's own, in milliseconds: after it, that process is taken for dead. */
  readonly leaseMs: number;
  /** The pause after the first try, in milliseconds; each pause is twice the one before. */
  readonly firstPauseMs: number;
  /** The longest pause, in milliseconds. */
  readonly longestPauseMs: number;
  /** The most tries; Infinity for work that is never given up. */
  readonly most: number;
  /** Whether what failed may succeed later. All may, when absent. */
  readonly isForNow?: (error: unknown) => boolean;
}

/** How a try ended: it did what was to be done, it is to be tried again, or it is given up. The error is null when nobody lived to say. */
export type TryEnd<A> =
  | { readonly type: 'DONE'; readonly answer: A }
  | { readonly type: 'AGAIN'; readonly error: unknown }
  | { readonly type: 'FAILED'; readonly error: unknown };

/** One kind of work that is tried, and what trying it is. */
export interface Trying<T extends Tried, A> extends TryRules {
  readonly table: EntitySchema<T>;
  /** Tries it once, outside any transaction; throws when that fails. */
  readonly attempt: (claimed: T) => Promise<A>;
  /** Saves work as it stands after a try, what `T` has beyond {@link Tried} included, in the transaction that ends the try. */
  readonly settle: (tx: Transaction, after: T, end: TryEnd<A>) => Promise<void>;
}

/** What trying needs of the process. */
export interface TryParts {
  readonly database: Database;
  readonly now: () => Date;
}

const MAX_ERROR = 2_000;
const NEVER_ENDED = 'The last try did not end.';

const rows = <T extends Tried>(manager: EntityManager, table: EntitySchema<T>) =>
  manager.createQueryBuilder(table, 't').setLock('pessimistic_write');

/** Work as it stands after a try. */
function after<T extends Tried, A>(current: T, rules: TryRules, end: TryEnd<A>, now: Date): T {
  if (end.type === 'DONE') return { ...current, nextTryAt: null, lastError: null };
  const { firstPauseMs, longestPauseMs } = rules;
  const pause = Math.min(firstPauseMs * 2 ** (current.attempts - 1), longestPauseMs);
  const told =
    end.error === null ? (current.lastError ?? NEVER_ENDED) : (end.error as Partial<Error> | undefined)?.message;
  return {
    ...current,
    lastError: (told ?? 'unknown').slice(0, MAX_ERROR),
    nextTryAt: end.type === 'AGAIN' ? new Date(now.getTime() + pause) : null,
  };
}

/** Takes the work that has been due the longest and puts on record that it is about to be tried: a process that dies now has left word. */
function claim<T extends Tried, A>({ database, now }: TryParts, trying: Trying<T, A>): Promise<T | null> {
  return database.transaction(async (tx) => {
    const at = now();
    const due = await rows(tx.manager, trying.table)
      // By the database's clock too: a process that runs ahead does nothing early.
      .where('t.nextTryAt <= LEAST(CAST(:at AS timestamptz), clock_timestamp())', { at })
      .orderBy('t.nextTryAt')
      .addOrderBy('t.id')
      .limit(1)
      .setOnLocked('skip_locked')
      .getOne();
    if (!due) return null;
    if (due.attempts >= trying.most) {
      const end = { type: 'FAILED', error: null } as const;
      await trying.settle(tx, after(due, trying, end, at), end);
      return null;
    }
    const claimed = { attempts: due.attempts + 1, nextTryAt: new Date(at.getTime() + trying.leaseMs) };
    await updateRows<Tried>(tx.manager, trying.table as EntitySchema<Tried>, [{ id: due.id, ...claimed }]);
    return { ...due, ...claimed };
  });
}

/** Ends a try, unless it is another's by now, or somebody has ended it. */
function settle<T extends Tried, A>(
  { database, now }: TryParts,
  trying: Trying<T, A>,
  { id, attempts, nextTryAt }: T,
  end: TryEnd<A>,
): Promise<void> {
  return database.transaction(async (tx) => {
    const current = await rows(tx.manager, trying.table)
      .where('t.id = :id AND t.attempts = :attempts AND t.nextTryAt = :nextTryAt', { id, attempts, nextTryAt })
      .getOne();
    if (current) await trying.settle(tx, after(current, trying, end, now()), end);
  });
}

/**
 * Tries the work that has been due the longest, if any; says how much. While a lease lasts nobody else tries the same; work whose process died
 * is taken up again when its lease is over, and counts as tried: what brings down every process that tries it is given up too. Whatever is done
 * outside the database may so be done twice, and must be known by the id of its row.
 */
export async function tryNext<T extends Tried, A>(parts: TryParts, trying: Trying<T, A>): Promise<number> {
  const claimed = await claim(parts, trying);
  if (!claimed) return 0;
  try {
    await settle(parts, trying, claimed, { type: 'DONE', answer: await trying.attempt(claimed) });
  } catch (error) {
    const { isForNow = () => true, most } = trying;
    const again = isForNow(error) && claimed.attempts < most;
    await settle(parts, trying, claimed, { type: again ? 'AGAIN' : 'FAILED', error });
  }
  return 1;
}

/** When there is something to try next; null when there is not. */
export async function nextTry<T extends Tried>(manager: EntityManager, table: EntitySchema<T>): Promise<Date | null> {
  const row = await manager
    .createQueryBuilder(table, 't')
    .select('min(t.nextTryAt)', 'at')
    .where('t.nextTryAt IS NOT NULL')
    .getRawOne<{ at: Date | null }>();
  return row?.at ?? null;
}
