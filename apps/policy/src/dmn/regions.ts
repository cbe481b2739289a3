import type { DecisionTableLogic, TableInput } from './model.ts';
import { cellTestOf, passes, type CellTest, type Scalar } from '@courtesy/feel';

/** A set of input values that no cell of a column tells apart, shown by one of them. */
export interface Region {
  /** A value of the region. */
  readonly example: Scalar;
  /** Rules, by their place, whose cell the value passes. */
  readonly rules: ReadonlySet<number>;
}

/** One tested expression with the regions its values fall into. */
export interface Column {
  /** FEEL expression of the column. */
  readonly expression: string;
  /** Regions that the allowed values leave. */
  readonly regions: readonly Region[];
}

/** A cell that only FEEL itself can decide, so that the table cannot be analysed. */
export interface UndecidedCell {
  /** Place of the rule, from 0; null for a column's allowed values. */
  readonly rule: number | null;
  /** Place of the input, from 0. */
  readonly input: number;
  /** The cell. */
  readonly text: string;
}

type Kind = 'number' | 'string' | 'boolean';

function kindOf(input: TableInput, tests: readonly CellTest[]): Kind | null {
  const stated = input.type?.replace(/^feel:/, '');
  if (stated === 'number' || stated === 'string' || stated === 'boolean') return stated;
  const used = new Set<string>(tests.flatMap(({ values }) => values).map((value) => typeof value));
  if (tests.some(({ intervals }) => intervals.length > 0)) used.add('number');
  const [kind] = used;
  if (used.size === 0) return 'string';
  return used.size === 1 && (kind === 'number' || kind === 'string' || kind === 'boolean') ? kind : null;
}

/** Each bound, a number between each two, and one beyond either end: no cell tells two numbers between the same bounds apart. */
function numbersFor(tests: readonly CellTest[]): number[] {
  const values = tests.flatMap((test) => test.values.filter((value) => typeof value === 'number'));
  const bounds = tests.flatMap(({ intervals }) => intervals.flatMap(({ low, high }) => [low, high]));
  const points = [...new Set([...values, ...bounds.filter((bound) => bound !== null)])].sort((a, b) => a - b);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [0];
  return [first - 1, ...points.flatMap((point, index) => [point, between(point, points[index + 1] ?? point + 2)])];
}

/** A number between two, whole when there is one. */
function between(low: number, high: number): number {
  const whole = Math.floor(low) + 1;
  return whole < high ? whole : (low + high) / 2;
}

/** Every text that is named, and one that is not. */
function textsFor(tests: readonly CellTest[]): string[] {
  const named = new Set(tests.flatMap(({ values }) => values.filter((value) => typeof value === 'string')));
  let other = 'any other';
  while (named.has(other)) other += '!';
  return [...named, other];
}

function samplesFor(kind: Kind, tests: readonly CellTest[]): Scalar[] {
  if (kind === 'boolean') return [true, false];
  return kind === 'number' ? numbersFor(tests) : textsFor(tests);
}

/** Joins values that the same rules accept; the first found stands for all. */
function joined(samples: readonly Scalar[], rulesOf: (value: Scalar) => number[]): Region[] {
  const regions = new Map<string, Region>();
  for (const example of samples) {
    const rules = rulesOf(example);
    const key = rules.join(',');
    if (!regions.has(key)) regions.set(key, { example, rules: new Set(rules) });
  }
  return [...regions.values()];
}

interface Cells {
  readonly input: TableInput;
  readonly rules: readonly CellTest[];
  readonly allowed: CellTest | null;
}

function columnOf(expression: string, cells: readonly Cells[], ruleCount: number): Column | null {
  const tests = cells.flatMap(({ rules, allowed }) => (allowed ? [...rules, allowed] : rules));
  const [first] = cells;
  const kind = first ? kindOf(first.input, tests) : null;
  if (kind === null) return null;
  const allowed = cells.flatMap((cell) => cell.allowed ?? []);
  const samples = samplesFor(kind, tests).filter((value) => allowed.every((test) => passes(test, value)));
  const all = Array.from({ length: ruleCount }, (_, rule) => rule);
  const accepts = (rule: number, value: Scalar) =>
    cells.every(({ rules }) => {
      const test = rules[rule];
      return test !== undefined && passes(test, value);
    });
  return { expression, regions: joined(samples, (value) => all.filter((rule) => accepts(rule, value))) };
}

/**
 * Splits the values of every column into regions. Columns with the same expression become one. Cells that cannot be decided are listed, and
 * the columns are then of no use.
 */
export function columnsOf(table: DecisionTableLogic): {
  columns: readonly Column[];
  undecided: readonly UndecidedCell[];
} {
  const undecided: UndecidedCell[] = [];
  const read = (text: string, rule: number | null, input: number): CellTest | null => {
    const test = cellTestOf(text);
    if (test === null) undecided.push({ rule, input, text });
    return test;
  };
  const groups = new Map<string, Cells[]>();
  for (const [index, input] of table.inputs.entries()) {
    const rules = table.rules.flatMap((rule, place) => read(rule.tests[index] ?? '-', place, index) ?? []);
    const allowed = input.allowedValues === null ? null : read(input.allowedValues, null, index);
    const key = input.expression.trim();
    groups.set(key, [...(groups.get(key) ?? []), { input, rules, allowed }]);
  }
  if (undecided.length > 0) return { columns: [], undecided };
  const columns = [...groups].flatMap(([expression, cells]) => {
    const column = columnOf(expression, cells, table.rules.length);
    const input = table.inputs.findIndex((candidate) => candidate.expression.trim() === expression);
    if (!column) undecided.push({ rule: null, input, text: expression });
    return column ?? [];
  });
  return { columns, undecided };
}
