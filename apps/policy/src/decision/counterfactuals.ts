import type { PlainValue } from '../dmn/plain-value.ts';
import { candidatesFor, type Ground } from './candidates.ts';
import { leavesOf, valueAt, withValue, type Leaf } from './fact-leaves.ts';
import type { Facts } from './fact-input.ts';
import { outcomeOf, type DecisionOutcome } from './outcome.ts';

/** What is looked for. */
export interface SearchTerms {
  /** The outcome wanted; null for any other than the one there is. */
  readonly wanted: DecisionOutcome | null;
  /** Facts, or parts of facts, that cannot change. */
  readonly keep: readonly string[];
  /** Suggestions at most. */
  readonly limit: number;
}

/** A fact that would have to be another. */
export interface Change {
  /** Which: its place, such as `Loan.amount`. */
  readonly field: string;
  /** What it is; null when it was not given. */
  readonly from: PlainValue;
  /** What it would have to be. */
  readonly to: PlainValue;
}

/** Changes that together give another outcome, and of which none could be left out. */
export interface Suggestion {
  readonly changes: readonly Change[];
  readonly outcome: DecisionOutcome;
}

/** What a search found. */
export interface Found {
  /** Fewest changes first, and of as many the nearest. */
  readonly suggestions: readonly Suggestion[];
  /** False when the search ended at its bounds; what was found is still right. */
  readonly isComplete: boolean;
}

/** Most facts that a suggestion changes. */
export const MOST_CHANGES = 3;
/** Most evaluations of one search. */
const MOST_EVALUATIONS = 2_000;
/** Combinations of values tried for the same facts. */
const MOST_COMBINATIONS = 200;

interface Option {
  readonly leaf: Leaf;
  readonly values: readonly PlainValue[];
}
interface Move {
  readonly leaf: Leaf;
  readonly to: PlainValue;
}

/** Every way to choose `count` of the options, in order. */
function* chosen(options: readonly Option[], count: number): Generator<readonly Option[]> {
  if (count === 0) yield [];
  else
    for (const [index, option] of options.entries())
      for (const rest of chosen(options.slice(index + 1), count - 1)) yield [option, ...rest];
}

/** Moves that take one value of each option, those with the nearest values first. */
function combined(options: readonly Option[]): Move[][] {
  let partial: { readonly moves: Move[]; readonly rank: number }[] = [{ moves: [], rank: 0 }];
  for (const { leaf, values } of options)
    partial = partial
      .flatMap(({ moves, rank }) =>
        values.map((to, place) => ({ moves: [...moves, { leaf, to }], rank: rank + place })),
      )
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST_COMBINATIONS);
  return partial.map(({ moves }) => moves);
}

/** Looks for changes breadth first, so that every smaller change was tried before. */
class Search {
  private readonly outcomes = new Map<string, DecisionOutcome>();
  private readonly ground: Ground;
  private readonly wanted: (outcome: DecisionOutcome) => boolean;
  isSpent = false;

  constructor(ground: Ground, wanted: DecisionOutcome | null) {
    this.ground = ground;
    const now = this.after([]);
    this.wanted = (outcome) => (wanted === null ? outcome !== now : outcome === wanted);
  }

  /** The outcome after some moves. */
  after(moves: readonly Move[]): DecisionOutcome {
    const key = JSON.stringify(moves.map(({ leaf, to }) => [leaf.field, to]));
    const known = this.outcomes.get(key);
    if (known) return known;
    const { compiled, decision, facts } = this.ground;
    const moved = moves.reduce<Facts>((sofar, { leaf, to }) => withValue(sofar, leaf.path, to), facts);
    const outcome = outcomeOf(compiled.model, decision, compiled.conclude(decision, moved));
    this.outcomes.set(key, outcome);
    if (this.outcomes.size > MOST_EVALUATIONS) this.isSpent = true;
    return outcome;
  }

  flips(moves: readonly Move[]): boolean {
    return this.wanted(this.after(moves));
  }

  /** Whether none of the moves could be left out: of fewer facts, not every combination need have been tried. */
  isMinimal(moves: readonly Move[]): boolean {
    return moves.every((_, left) => {
      const fewer = moves.filter((_, place) => place !== left);
      return !this.flips(fewer) && this.isMinimal(fewer);
    });
  }

  /** The nearest values of these options that flip the outcome, and of which none could be left out; null when there are none. */
  nearest(options: readonly Option[]): readonly Move[] | null {
    for (const moves of combined(options)) {
      if (this.isSpent) return null;
      if (this.flips(moves) && this.isMinimal(moves)) return moves;
    }
    return null;
  }
}

const isKept = ({ field, path }: Leaf, keep: readonly string[]) => keep.includes(field) || keep.includes(path[0] ?? '');

/** Whether a suggestion changes some of these facts and no other: what changes more of them is worth nobody's while. */
const outdone = (suggestions: readonly Suggestion[], options: readonly Option[]) =>
  suggestions.some(({ changes }) => changes.every(({ field }) => options.some(({ leaf }) => leaf.field === field)));

/**
 * Looks for the fewest and nearest changes of facts that give the outcome wanted. Each was verified by running the rules on it. Where
 * changing some facts does, no changes of the same and more are looked for, nor any of more than one fact beyond the fewest.
 */
export function findCounterfactuals(ground: Ground, { wanted, keep, limit }: SearchTerms): Found {
  const search = new Search(ground, wanted);
  const suggestions: Suggestion[] = [];
  if (search.flips([])) return { suggestions, isComplete: true };
  const options = leavesOf(ground.compiled.model)
    .filter((leaf) => !isKept(leaf, keep))
    .map((leaf) => ({ leaf, values: candidatesFor(leaf, ground) }))
    .filter(({ values }) => values.length > 0);
  let most = Math.min(MOST_CHANGES, options.length);
  for (let count = 1; count <= most; count += 1)
    for (const some of chosen(options, count)) {
      if (search.isSpent || suggestions.length >= limit) return { suggestions, isComplete: !search.isSpent };
      const moves = outdone(suggestions, some) ? null : search.nearest(some);
      if (!moves) continue;
      const changes = moves.map(({ leaf, to }) => ({
        field: leaf.field,
        from: valueAt(ground.facts, leaf.path) ?? null,
        to,
      }));
      suggestions.push({ changes, outcome: search.after(moves) });
      most = Math.min(most, (suggestions[0]?.changes.length ?? count) + 1);
    }
  return { suggestions, isComplete: !search.isSpent };
}
