import { analyse, type ExampleInput, type TableAnalysis } from '../dmn/analysis.ts';
import type { DecisionModel, DecisionTableLogic } from '../dmn/model.ts';
import type { Scalar } from '@courtesy/feel';
import { tablesNeededBy, type PlacedTable } from './model-tables.ts';

/** A value that somebody could give, as FEEL writes it. */
export interface ExampleValue {
  /** FEEL expression of the column. */
  readonly expression: string;
  readonly value: string;
}

/** Facts of a kind that no rule matches. */
export interface RuleGap {
  readonly example: readonly ExampleValue[];
}

/** A rule where it stands: its table's place, its id, and its row from 1. */
export interface RulePlace {
  readonly table: string;
  readonly id: string;
  readonly number: number;
}

/** Two rules that match the same facts where one may. */
export interface RuleOverlap {
  readonly rules: readonly RulePlace[];
  readonly example: readonly ExampleValue[];
}

/** A cell that only FEEL itself can decide. */
export interface UndecidedTest {
  readonly rule: RulePlace | null;
  /** The column, from 1. */
  readonly input: number;
  readonly text: string;
}

/** What the engine's analysis finds in one table, in the words of the graph. */
export interface RuleTableAnalysis {
  readonly table: string;
  readonly gaps: readonly RuleGap[];
  readonly overlaps: readonly RuleOverlap[];
  readonly unreachable: readonly RulePlace[];
  readonly hasDefault: boolean;
  readonly undecided: readonly UndecidedTest[];
  readonly isComplete: boolean;
}

/** Overlaps shown at most. */
export const OVERLAPS_SHOWN = 100;

const feelOf = (value: Scalar): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

const exampleOf = (input: ExampleInput): ExampleValue[] =>
  Object.entries(input).map(([expression, value]) => ({ expression, value: feelOf(value) }));

/** A rule by its row, from 0. */
const placeAt = ({ place, table }: PlacedTable, row: number): RulePlace => ({
  table: place,
  id: table.rules[row]?.id ?? '',
  number: row + 1,
});

function worded(placed: PlacedTable, found: TableAnalysis): RuleTableAnalysis {
  const rows = new Map(placed.table.rules.map(({ id }, row) => [id, row]));
  const placeOf = (id: string) => placeAt(placed, rows.get(id) ?? 0);
  return {
    table: placed.place,
    gaps: found.gaps.map((gap) => ({ example: exampleOf(gap) })),
    overlaps: found.overlaps
      .slice(0, OVERLAPS_SHOWN)
      .map(({ rules, example }) => ({ rules: rules.map(placeOf), example: exampleOf(example) })),
    unreachable: found.unreachable.map(placeOf),
    hasDefault: found.hasDefault,
    undecided: found.undecided.map(({ rule, input, text }) => ({
      rule: rule === null ? null : placeAt(placed, rule),
      input: input + 1,
      text,
    })),
    isComplete: found.isComplete,
  };
}

/** What can be said of each table that a decision needs, its own first. Takes as long as the tables are intricate: see BoundedModels. */
export const analysesOf = (model: DecisionModel, decision: string): RuleTableAnalysis[] =>
  tablesNeededBy(model, decision).map((placed) => worded(placed, analyse(placed.table)));

/** What is said of a table that was too intricate to be analysed in time: nothing but whether it has a default. */
export const unanalysed = (model: DecisionModel, decision: string): RuleTableAnalysis[] =>
  tablesNeededBy(model, decision).map(({ place, table }) => ({
    table: place,
    gaps: [],
    overlaps: [],
    unreachable: [],
    hasDefault: hasDefault(table),
    undecided: [],
    isComplete: false,
  }));

const hasDefault = ({ outputs }: DecisionTableLogic): boolean =>
  outputs.some(({ defaultEntry }) => defaultEntry !== null);

/** An example as a person reads it, such as `Days = 31, Tier = "gold"`. */
export const inWords = (example: readonly ExampleValue[]): string =>
  example.length === 0 ? 'any facts' : example.map(({ expression, value }) => `${expression} = ${value}`).join(', ');
