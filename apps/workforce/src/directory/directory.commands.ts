import type { EntitySchema } from 'typeorm';
import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { InputMaybe } from '@courtesy/graph-types/workforce';
import { MAX_BULK, sift, type Addition, type Item, type RefusedDirectoryItem } from './addition.ts';
import { addRows, findByReferences } from './directory.store.ts';
import { referenceKey, type ExternalReference, type Referenced } from './reference.ts';

/** How one kind of thing comes into the directory. */
export interface Kind<I, T extends Referenced> {
  readonly table: EntitySchema<T>;
  /** What is wrong with an input in itself. */
  readonly problemsOf: (input: I, now: Date) => Problem[];
  /** What is wrong with what the inputs name, a list for each. Throws when one lies beyond the caller's reach. */
  readonly check: (context: Context, tx: Transaction, inputs: readonly I[]) => Promise<readonly (readonly Problem[])[]>;
  readonly create: (context: Context, input: I) => T;
  /** Stores what goes with new entities, and announces them. */
  readonly announce: (context: Context, tx: Transaction, added: readonly T[]) => Promise<void> | void;
}

interface Referring {
  readonly externalReference?: InputMaybe<ExternalReference>;
}

/** One item of a bulk that was taken. */
export interface TakenItem<T> extends Addition<T> {
  readonly index: number;
}

interface Outcome<T> {
  readonly taken: readonly TakenItem<T>[];
  readonly refused: readonly RefusedDirectoryItem[];
}

/** Adds what is new and leaves what is known by its reference as it is. Problems are those of new items only. */
async function addItems<I extends Referring, T extends Referenced>(
  context: Context,
  tx: Transaction,
  kind: Kind<I, T>,
  items: readonly Item<I>[],
): Promise<Outcome<T>> {
  const references = items.flatMap(({ input }) => input.externalReference ?? []);
  const known = await findByReferences(tx.manager, kind.table, references);
  const before = ({ input }: Item<I>) =>
    input.externalReference ? known.get(referenceKey(input.externalReference)) : undefined;
  const fresh = items.filter((item) => !before(item));
  const problems = await kind.check(
    context,
    tx,
    fresh.map(({ input }) => input),
  );
  const refused = fresh
    .map(({ index }, place) => ({ index, problems: problems[place] ?? [] }))
    .filter((item) => item.problems.length > 0);
  const right = fresh.filter((_, place) => (problems[place] ?? []).length === 0);
  const rows = await addRows(
    tx.manager,
    kind.table,
    right.map(({ input }) => kind.create(context, input)),
  );
  const added = rows.flatMap(({ row, added: isNew }) => (isNew ? [row] : []));
  if (added.length > 0) await kind.announce(context, tx, added);
  const stored = new Map(right.map(({ index }, place) => [index, rows[place]]));
  const taken = items.flatMap((item): TakenItem<T>[] => {
    const result = stored.get(item.index);
    const entity = result?.row ?? before(item);
    const disposition = result?.added ? 'ADDED' : 'UNCHANGED';
    return entity ? [{ type: 'Addition', index: item.index, disposition, entity }] : [];
  });
  return { taken, refused };
}

/** Adds one thing to the directory, once however often the same key or the same reference comes. */
export async function addOne<
  I extends Referring & { readonly idempotencyKey?: InputMaybe<string> },
  T extends Referenced,
>(
  context: Context,
  kind: Kind<I, T>,
  operation: string,
  input: I,
): Promise<Addition<T> | InvalidInput | IdempotencyKeyReused> {
  const now = context.now();
  const problems = kind.problemsOf(input, now);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation, subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const { taken, refused } = await addItems(context, tx, kind, [{ index: 0, input }]);
      return taken[0] ?? invalidInput(refused[0]?.problems ?? []);
    }),
  );
}

/**
 * Adds many things of another system, in one transaction and a fixed number of statements. An item that cannot be right is refused alone;
 * the same bulk sent again changes nothing.
 */
export async function addMany<I extends { readonly externalReference: ExternalReference }, T extends Referenced>(
  context: Context,
  kind: Kind<I, T>,
  path: string,
  inputs: readonly I[],
): Promise<({ readonly type: 'Added' } & Outcome<T>) | InvalidInput> {
  if (inputs.length === 0 || inputs.length > MAX_BULK)
    return invalidInput([{ path, message: `has ${inputs.length} items; send 1 to ${MAX_BULK}` }]);
  const now = context.now();
  const sifted = sift(inputs, (input) => kind.problemsOf(input, now));
  const { taken, refused } = await context.db.transaction((tx) => addItems(context, tx, kind, sifted.taken));
  return { type: 'Added', taken, refused: [...sifted.refused, ...refused].sort((a, b) => a.index - b.index) };
}
