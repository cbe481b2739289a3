/** One difference between two lists. Positions count from 1. */
export interface ListChange<T> {
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED' | 'MOVED';
  readonly key: string;
  readonly before: T | null;
  readonly after: T | null;
  readonly positionBefore: number | null;
  readonly positionAfter: number | null;
}

/** What tells the items of a list apart, and when two of the same key are the same. */
export interface Likeness<T> {
  readonly keyOf: (item: T) => string;
  readonly isSame: (before: T, after: T) => boolean;
}

/** The places, in `numbers`, of a longest run that only grows: those that kept their order among each other. */
export function longestGrowing(numbers: readonly number[]): ReadonlySet<number> {
  // tails[k]: the place that ends the run of k + 1 numbers with the smallest end so far.
  const tails: number[] = [];
  const before: (number | undefined)[] = [];
  numbers.forEach((number, place) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[tails[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before[place] = tails[low - 1];
    tails[low] = place;
  });
  const run = new Set<number>();
  for (let place = tails.at(-1); place !== undefined; place = before[place]) run.add(place);
  return run;
}

/** The keys that stand elsewhere among those that both lists have; as few as explain the new order. */
function movedKeys(from: readonly string[], to: readonly string[]): ReadonlySet<string> {
  const places = new Map(from.map((key, index) => [key, index]));
  const common = to.flatMap((key) => {
    const place = places.get(key);
    return place === undefined ? [] : [{ key, place }];
  });
  const kept = longestGrowing(common.map(({ place }) => place));
  return new Set(common.filter((_, index) => !kept.has(index)).map(({ key }) => key));
}

/**
 * What became of each item from one list to another: first what was removed, in the old order, then what was added, changed or moved, in
 * the new one. An item that was both changed and moved is there twice.
 */
export function diffLists<T>(
  from: readonly T[],
  to: readonly T[],
  { keyOf, isSame }: Likeness<T>,
): readonly ListChange<T>[] {
  const old = new Map(from.map((item, index) => [keyOf(item), { item, position: index + 1 }]));
  const keysAfter = to.map(keyOf);
  const stays = new Set(keysAfter);
  const moved = movedKeys(from.map(keyOf), keysAfter);
  const removed = [...old]
    .filter(([key]) => !stays.has(key))
    .map(([key, { item, position }]): ListChange<T> => ({
      kind: 'REMOVED',
      key,
      before: item,
      after: null,
      positionBefore: position,
      positionAfter: null,
    }));
  const others = to.flatMap((after, index): ListChange<T>[] => {
    const key = keyOf(after);
    const before = old.get(key);
    const positions = { positionBefore: before?.position ?? null, positionAfter: index + 1 };
    const change = { key, before: before?.item ?? null, after, ...positions };
    if (!before) return [{ kind: 'ADDED', ...change }];
    return [
      ...(isSame(before.item, after) ? [] : [{ kind: 'CHANGED' as const, ...change }]),
      ...(moved.has(key) ? [{ kind: 'MOVED' as const, ...change }] : []),
    ];
  });
  return [...removed, ...others];
}
