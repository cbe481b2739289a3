import type { DecisionTableLogic } from './model.ts';
import { columnsOf, type Column, type UndecidedCell } from './regions.ts';
import type { Scalar } from '@courtesy/feel';

/** Values of the tested expressions, one for each. */
export type ExampleInput = Readonly<Record<string, Scalar>>;

/** Two rules that match the same input. */
export interface Overlap {
  /** Ids of the two rules, in the order of the table. */
  readonly rules: readonly [string, string];
  /** An input that both match. */
  readonly example: ExampleInput;
}

/** What can be said of a table without running it on anybody. Columns are taken as independent of each other. */
export interface TableAnalysis {
  /** Inputs that no rule matches, one for each kind found; no more than `GAPS_SHOWN`. */
  readonly gaps: readonly ExampleInput[];
  /** Pairs of rules that match a common input; reported for UNIQUE, where they are faults. */
  readonly overlaps: readonly Overlap[];
  /** Ids of rules that no input reaches, or, under FIRST, that earlier rules leave nothing. */
  readonly unreachable: readonly string[];
  /** True when some output has a default, so that a gap still has an answer. */
  readonly hasDefault: boolean;
  /** Cells that cannot be decided; then nothing else is reported. */
  readonly undecided: readonly UndecidedCell[];
  /** False when the table is too intricate to search whole within `STEPS`; what is reported is still right. */
  readonly isComplete: boolean;
}

/** Gaps reported at most. */
export const GAPS_SHOWN = 20;
/** Combinations looked at for one question at most. */
const STEPS = 200_000;

interface Aim {
  readonly at: number;
  readonly inside: number | null;
  readonly limit: number;
}

/** Looks for inputs that none of some rules match. One answer per set of rules still standing is enough, so each set is searched once. */
class Search {
  isComplete = true;
  private steps = 0;
  private readonly seen = new Set<string>();
  private readonly columns: readonly Column[];
  private readonly found: ExampleInput[] = [];

  constructor(columns: readonly Column[]) {
    this.columns = columns;
  }

  /** Inputs outside every rule of `alive`, and, when `inside` is given, within that rule; at most `limit`. */
  outside(alive: readonly number[], inside: number | null, limit: number): readonly ExampleInput[] {
    this.walk(alive, {}, { at: 0, inside, limit });
    return this.found;
  }

  private walk(alive: readonly number[], sofar: ExampleInput, aim: Aim): void {
    const { at, inside, limit } = aim;
    if (this.found.length >= limit) return;
    const column = this.columns[at];
    if (!column) {
      if (alive.length === 0) this.found.push(sofar);
      return;
    }
    const key = `${at}:${alive.join(',')}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    for (const { example, rules } of column.regions) {
      if (inside !== null && !rules.has(inside)) continue;
      this.steps += 1;
      if (this.steps > STEPS) this.isComplete = false;
      if (!this.isComplete) return;
      const left = alive.filter((rule) => rules.has(rule));
      this.walk(left, { ...sofar, [column.expression]: example }, { ...aim, at: at + 1 });
    }
  }
}

/** An input that all these rules match; null when there is none. */
function common(columns: readonly Column[], rules: readonly number[]): ExampleInput | null {
  const example: Record<string, Scalar> = {};
  for (const { expression, regions } of columns) {
    const region = regions.find((candidate) => rules.every((rule) => candidate.rules.has(rule)));
    if (!region) return null;
    example[expression] = region.example;
  }
  return example;
}

function overlapsOf({ rules }: DecisionTableLogic, columns: readonly Column[]): Overlap[] {
  return rules.flatMap((left, i) =>
    rules.slice(i + 1).flatMap((right, offset) => {
      const example = common(columns, [i, i + 1 + offset]);
      return example ? [{ rules: [left.id, right.id] as const, example }] : [];
    }),
  );
}

/** Finds gaps, overlaps and unreachable rules of a table whose cells are comparisons, intervals of numbers, lists of literals, their negation, or `-`. */
export function analyse(table: DecisionTableLogic): TableAnalysis {
  const hasDefault = table.outputs.some(({ defaultEntry }) => defaultEntry !== null);
  const { columns, undecided } = columnsOf(table);
  if (undecided.length > 0) return { gaps: [], overlaps: [], unreachable: [], hasDefault, undecided, isComplete: true };
  const places = table.rules.map((_, place) => place);
  const search = new Search(columns);
  const gaps = search.outside(places, null, GAPS_SHOWN);
  let { isComplete } = search;
  const isReached = (place: number) => {
    if (common(columns, [place]) === null) return false;
    if (table.hitPolicy !== 'FIRST') return true;
    const left = new Search(columns);
    const reached = left.outside(places.slice(0, place), place, 1).length > 0;
    if (!left.isComplete) isComplete = false;
    return reached || !left.isComplete;
  };
  const unreachable = table.rules.filter((_, place) => !isReached(place)).map(({ id }) => id);
  const overlaps = table.hitPolicy === 'UNIQUE' ? overlapsOf(table, columns) : [];
  return { gaps, overlaps, unreachable, hasDefault, undecided, isComplete };
}
