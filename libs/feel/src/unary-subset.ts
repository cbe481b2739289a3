import { parseUnaryTests } from 'feelin';

/** A value a cell can name outright. */
export type Scalar = string | number | boolean | null;

/** A stretch of numbers; a missing bound is open-ended. */
export interface Interval {
  /** Lower bound; null for none. */
  readonly low: number | null;
  /** Upper bound; null for none. */
  readonly high: number | null;
  /** True when the lower bound itself belongs to it. */
  readonly lowIn: boolean;
  /** True when the upper bound itself belongs to it. */
  readonly highIn: boolean;
}

/** A cell that can be decided without running FEEL: a list of literals and intervals of numbers, perhaps negated, or `-`. */
export interface CellTest {
  /** True for `-`: everything passes. */
  readonly any: boolean;
  /** True for `not(…)`. */
  readonly negated: boolean;
  /** Literals that pass (or fail, when negated). */
  readonly values: readonly Scalar[];
  /** Intervals that pass (or fail, when negated). */
  readonly intervals: readonly Interval[];
}

type Tree = ReturnType<typeof parseUnaryTests>;
type SyntaxNode = Tree['topNode'];

const ANYTHING: CellTest = { any: true, negated: false, values: [], intervals: [] };

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

/** A literal's value; undefined for anything else, and for strings with escapes, which FEEL itself must read. */
export function literalValue(node: SyntaxNode, text: string): Scalar | undefined {
  const own = text.slice(node.from, node.to);
  if (node.name === 'NumericLiteral') {
    const value = /^-?(\d+(\.\d+)?|\.\d+)$/.test(own) ? Number(own) : NaN;
    return Number.isFinite(value) ? value : undefined;
  }
  if (node.name === 'StringLiteral') return /^"[^"\\]*"$/.test(own) ? own.slice(1, -1) : undefined;
  if (node.name === 'BooleanLiteral') return own === 'true';
  return node.name === 'null' ? null : undefined;
}

function comparison(parts: readonly SyntaxNode[], text: string): Interval | Scalar | undefined {
  const [operator, operand] = parts;
  if (!operator || !operand || parts.length !== 2) return undefined;
  const bound = literalValue(operand, text);
  const sign = text.slice(operator.from, operator.to);
  if (sign === '=') return bound;
  if (typeof bound !== 'number') return undefined;
  if (sign === '>' || sign === '>=') return { low: bound, high: null, lowIn: sign === '>=', highIn: false };
  if (sign === '<' || sign === '<=') return { low: null, high: bound, lowIn: false, highIn: sign === '<=' };
  return undefined;
}

function interval(node: SyntaxNode, text: string): Interval | undefined {
  const [open, from, , to, close] = children(node);
  if (!open || !from || !to || !close) return undefined;
  const low = literalValue(from, text);
  const high = literalValue(to, text);
  // Reversed bounds mean something else to FEEL than an empty stretch: FEEL decides them.
  if (typeof low !== 'number' || typeof high !== 'number' || low > high) return undefined;
  return { low, high, lowIn: open.name === '[', highIn: close.name === ']' };
}

function single(node: SyntaxNode, text: string): Interval | Scalar | undefined {
  const [inner] = children(node);
  if (!inner) return undefined;
  if (inner.name !== 'SimplePositiveUnaryTest') return literalValue(inner, text);
  const parts = children(inner);
  const [first] = parts;
  if (first?.name === 'Interval') return interval(first, text);
  return comparison(parts, text);
}

/** Reads a cell as a set of literals and intervals. Null when only FEEL itself can decide it, or when it does not parse. */
export function cellTestOf(text: string): CellTest | null {
  if (text.trim() === '-' || text.trim() === '') return ANYTHING;
  const top = children(parseUnaryTests(text, {}, undefined).topNode);
  const tests = top.find(({ name }) => name === 'PositiveUnaryTests');
  const negated = top[0]?.name === 'not';
  if (!tests || top.length !== (negated ? 4 : 1)) return null;
  const values: Scalar[] = [];
  const intervals: Interval[] = [];
  for (const test of children(tests)) {
    const read = test.name === 'PositiveUnaryTest' ? single(test, text) : undefined;
    if (read === undefined) return null;
    if (typeof read === 'object' && read !== null) intervals.push(read);
    else values.push(read);
  }
  return { any: false, negated, values, intervals };
}

/** True when `value` lies within. */
export function within({ low, high, lowIn, highIn }: Interval, value: number): boolean {
  if (low !== null && (lowIn ? value < low : value <= low)) return false;
  return high === null || (highIn ? value <= high : value < high);
}

/** True when `value` passes the cell: FEEL's own answer. As DMN has it, only a number lies within numbers; the library also compares texts. */
export function passes(test: CellTest, value: unknown): boolean {
  if (test.any) return true;
  const named = test.values.includes((value ?? null) as Scalar);
  const hit = named || (typeof value === 'number' && test.intervals.some((stretch) => within(stretch, value)));
  return hit !== test.negated;
}
