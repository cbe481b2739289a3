import type { ClauseChangeKind } from '@courtesy/graph-types/policy';
import { saysTheSame, type Clause } from './clause.ts';

/** One difference between two versions. Positions count from 1. */
export interface ClauseChange {
  readonly kind: ClauseChangeKind;
  readonly anchor: string;
  readonly before: Clause | null;
  readonly after: Clause | null;
  readonly positionBefore: number | null;
  readonly positionAfter: number | null;
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

/** The anchors that stand elsewhere among those that both versions have; as few as explain the new order. */
function movedAnchors(from: readonly Clause[], to: readonly Clause[]): ReadonlySet<string> {
  const places = new Map(from.map(({ anchor }, index) => [anchor, index]));
  const common = to.flatMap(({ anchor }) => {
    const place = places.get(anchor);
    return place === undefined ? [] : [{ anchor, place }];
  });
  const kept = longestGrowing(common.map(({ place }) => place));
  return new Set(common.filter((_, index) => !kept.has(index)).map(({ anchor }) => anchor));
}

/**
 * What became of each clause from one version to another, told apart by anchor: first what was removed, in the old order, then what was
 * added, changed or moved, in the new one. A clause that was both changed and moved is there twice.
 */
export function diffClauses(from: readonly Clause[], to: readonly Clause[]): readonly ClauseChange[] {
  const old = new Map(from.map((clause, index) => [clause.anchor, { clause, position: index + 1 }]));
  const anchorsAfter = new Set(to.map(({ anchor }) => anchor));
  const moved = movedAnchors(from, to);
  const removed = [...old.values()]
    .filter(({ clause }) => !anchorsAfter.has(clause.anchor))
    .map(({ clause, position }): ClauseChange => ({
      kind: 'REMOVED',
      anchor: clause.anchor,
      before: clause,
      after: null,
      positionBefore: position,
      positionAfter: null,
    }));
  const others = to.flatMap((after, index): ClauseChange[] => {
    const { anchor } = after;
    const before = old.get(anchor);
    const change = {
      anchor,
      before: before?.clause ?? null,
      after,
      positionBefore: before?.position ?? null,
      positionAfter: index + 1,
    };
    if (!before) return [{ kind: 'ADDED', ...change }];
    return [
      ...(saysTheSame(before.clause, after) ? [] : [{ kind: 'CHANGED' as const, ...change }]),
      ...(moved.has(anchor) ? [{ kind: 'MOVED' as const, ...change }] : []),
    ];
  });
  return [...removed, ...others];
}
