import { saysTheSame, type Clause } from './clause.ts';
import { diffLists, type ListChange } from './list-diff.ts';

/** One difference between two versions. Positions count from 1. */
export interface ClauseChange extends Omit<ListChange<Clause>, 'key'> {
  readonly anchor: string;
}

/**
 * What became of each clause from one version to another, told apart by anchor: first what was removed, in the old order, then what was
 * added, changed or moved, in the new one. A clause that was both changed and moved is there twice.
 */
export function diffClauses(from: readonly Clause[], to: readonly Clause[]): readonly ClauseChange[] {
  const changes = diffLists(from, to, { keyOf: ({ anchor }) => anchor, isSame: saysTheSame });
  return changes.map(({ key: anchor, ...change }) => ({ anchor, ...change }));
}
