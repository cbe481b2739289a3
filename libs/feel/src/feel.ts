import { evaluate, FeelDate, FeelDuration, isRange, parseExpression, parseUnaryTests, unaryTest } from 'feelin';
import { cellTestOf, literalValue, passes } from './unary-subset.ts';

/** Longest FEEL text accepted, in characters: nesting, and so the depth of evaluation, is bounded by it. */
export const LONGEST_EXPRESSION = 4_000;
/** Most rounds that an iteration written out in literals may make, nested iterations multiplied. */
export const MOST_ROUNDS = 10_000;

/** Names an expression may use, with their values. */
export type Scope = Readonly<Record<string, unknown>>;

/** A FEEL text that was parsed and weighed. */
export interface Compiled<T> {
  /** Source text. */
  readonly text: string;
  /** True when time and memory follow from the sizes of text and facts; false when it may run away and needs a deadline. */
  readonly isPlain: boolean;
  /** Names it reads, each with the parts it takes of it: `Loan.amount` where it says nothing else of `Loan`. */
  readonly uses: readonly string[];
  /** Evaluates in a scope. */
  readonly run: T;
}

/** Thrown for a FEEL text that does not parse or may not be used. */
export class ExpressionRefused extends Error {
  /** Refuses an expression for `reason`. */
  constructor(reason: string) {
    super(reason);
    this.name = 'ExpressionRefused';
  }
}

type Tree = ReturnType<typeof parseExpression>;
type SyntaxNode = Tree['topNode'];

/** Constructs that repeat, call back or build: their cost is not bounded by the text. */
const UNBOUNDED = new Set('ForExpression QuantifiedExpression FilterExpression FunctionDefinition Context'.split(' '));
/** They read the machine's clock: the same facts would answer differently tomorrow. */
const AMBIENT = new Set(['now', 'today']);
/** Built-in functions whose work grows no faster than their arguments. */
const LINEAR = new Set(
  [
    'sum min max count mean abs floor ceiling round decimal modulo sqrt odd even not all any substring contains number string product',
    'starts with|ends with|string length|upper case|lower case|list contains|round up|round down|round half up|round half down',
    'date|time|date and time|duration|years and months duration|day of week|month of year|day of year|week of year|get value',
  ].flatMap((names) => names.split(names.includes('|') ? '|' : ' ')),
);

function namesIn(tree: Tree, text: string): Set<string> {
  const names = new Set<string>();
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === 'VariableName') names.add(text.slice(from, to).replace(/\s+/g, ' '));
    },
  });
  return names;
}

const oneSpaced = (text: string) => text.trim().replace(/\s+/g, ' ');

/** What an expression reads of `known`: every name, and behind it the parts that dots lead to. */
function usesOf(tree: Tree, text: string, known: ReadonlySet<string>): string[] {
  const uses = new Set<string>();
  tree.iterate({
    enter: (ref) => {
      if (ref.name !== 'VariableName') return;
      let path = oneSpaced(text.slice(ref.from, ref.to));
      if (!known.has(path)) return;
      let { node }: { node: SyntaxNode } = ref;
      for (let { parent } = node; parent?.name === 'PathExpression' && parent.from === node.from; { parent } = node) {
        const part = parent.lastChild;
        if (part) path += `.${oneSpaced(text.slice(part.from, part.to))}`;
        node = parent;
      }
      uses.add(path);
    },
  });
  return [...uses];
}

function problemOf(tree: Tree, text: string): string | null {
  let problem: string | null = null;
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (problem !== null || !type.isError) return;
      const found = text.slice(from, to).trim();
      problem = found === '' ? `incomplete at character ${from + 1}` : `unexpected "${found}" at character ${from + 1}`;
    },
  });
  return problem;
}

/** Rounds of one `1..n` written in literals; 1 when the bounds are not literals. */
function roundsOf(node: SyntaxNode, text: string): number {
  const { firstChild, lastChild } = node;
  if (!firstChild || !lastChild || firstChild.from === lastChild.from) return 1;
  const from = literalValue(firstChild, text);
  const to = literalValue(lastChild, text);
  return typeof from === 'number' && typeof to === 'number' ? Math.abs(to - from) + 1 : 1;
}

function weigh(tree: Tree, text: string, known: ReadonlySet<string>): boolean {
  let isPlain = true;
  let rounds = 1;
  tree.iterate({
    enter: (ref) => {
      const { name } = ref;
      if (UNBOUNDED.has(name)) isPlain = false;
      if (name === 'IterationContext') rounds *= roundsOf(ref.node, text);
      if (name !== 'FunctionInvocation') return;
      const target = ref.node.firstChild;
      const called = target ? text.slice(target.from, target.to).replace(/\s+/g, ' ') : '';
      // Functions of the model may call each other often, or themselves: only the built-in ones are known to end soon.
      if (!LINEAR.has(called) || known.has(called)) isPlain = false;
    },
  });
  if (rounds > MOST_ROUNDS) throw new ExpressionRefused(`it would run ${rounds} rounds; ${MOST_ROUNDS} are allowed`);
  return isPlain;
}

/** Refuses what does not parse or may not be used, and tells whether the rest is plain. */
function examine(tree: Tree, text: string, known: ReadonlySet<string>): boolean {
  const problem = problemOf(tree, text);
  if (problem !== null) throw new ExpressionRefused(problem);
  for (const name of namesIn(tree, text)) {
    if (AMBIENT.has(name) && !known.has(name))
      throw new ExpressionRefused(`${name}() reads the clock; a decision takes its time as a fact`);
  }
  return weigh(tree, text, known);
}

function refuseLong(text: string): void {
  if (text.length > LONGEST_EXPRESSION)
    throw new ExpressionRefused(`it has ${text.length} characters; ${LONGEST_EXPRESSION} are allowed`);
}

const contextOf = (names: ReadonlySet<string>) => Object.fromEntries([...names].map((name) => [name, 0]));

/** Thrown when an evaluation runs out of stack, or makes a value larger than one may be. */
export class EvaluationExhausted extends Error {
  /** Gives up for `reason`. */
  constructor(reason: string) {
    super(reason);
    this.name = 'EvaluationExhausted';
  }
}

const EXHAUSTED = /call stack|invalid (array|string) length/i;

/** Runs FEEL, whose own failures (such as an unknown time zone) are no answer: null. Running out of room is a failure of its own. */
function guarded<T>(run: () => T): T | null {
  try {
    return run();
  } catch (failure) {
    if (!(failure instanceof Error) || failure instanceof EvaluationExhausted) throw failure;
    if (EXHAUSTED.test(failure.message)) throw new EvaluationExhausted(failure.message);
    return null;
  }
}

/** A literal or the plain name of a fact needs no interpreter. Undefined for everything else. */
function shortcut(tree: Tree, text: string, names: ReadonlySet<string>): ((scope: Scope) => unknown) | undefined {
  const node = tree.topNode.firstChild;
  if (!node || node.nextSibling) return undefined;
  const literal = literalValue(node, text);
  if (literal !== undefined) return () => literal;
  const name = text.trim();
  // Only bare facts: FEEL gives temporal texts and functions their meaning itself.
  if (node.name !== 'VariableName' || !names.has(name)) return undefined;
  return (scope) => (Object.hasOwn(scope, name) ? (scope[name] ?? null) : null);
}

/** An expression that reads no name is the same each time: it is evaluated when it is first asked for. */
function constant(run: (scope: Scope) => unknown): (scope: Scope) => unknown {
  let known: { readonly value: unknown } | null = null;
  return () => {
    known ??= { value: run({}) };
    return known.value;
  };
}

/** Parses an expression that may use `names`. Throws ExpressionRefused with the parser's reason. */
export function compileExpression(text: string, names: ReadonlySet<string>): Compiled<(scope: Scope) => unknown> {
  refuseLong(text);
  const tree = parseExpression(text, contextOf(names), undefined);
  const isPlain = examine(tree, text, names);
  const uses = usesOf(tree, text, names);
  const interpreted = (scope: Scope) => guarded(() => evaluate(text, { ...scope }).value);
  const run = shortcut(tree, text, names) ?? (isPlain && uses.length === 0 ? constant(interpreted) : interpreted);
  return { text, isPlain, uses, run };
}

/** Answers remembered at once; a full memory begins anew. */
const REMEMBERED = 20_000;
const memory = new Map<string, boolean>();

/** A text that only the same FEEL value has; null for values that are not worth one. */
function keyOf(value: unknown): string | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.length <= 100 ? `"${value}` : null;
  if (value instanceof FeelDate) return `@${value.toJSON()}`;
  return value instanceof FeelDuration ? `~${value.toJSON()}` : null;
}

/** A test that depends on its value alone answers the same each time, and the interpreter reads it anew each time: it is asked once. */
function remembering(
  text: string,
  run: (value: unknown, scope: Scope) => boolean,
): (value: unknown, scope: Scope) => boolean {
  return (value, scope) => {
    const key = keyOf(value);
    if (key === null) return run(value, scope);
    const asked = `${text}\n${key}`;
    const known = memory.get(asked);
    if (known !== undefined) return known;
    const answer = run(value, scope);
    if (memory.size >= REMEMBERED) memory.clear();
    memory.set(asked, answer);
    return answer;
  };
}

/** Parses unary tests that may use `names` and `?`. Throws ExpressionRefused with the parser's reason. */
export function compileTest(
  text: string,
  names: ReadonlySet<string>,
): Compiled<(value: unknown, scope: Scope) => boolean> {
  refuseLong(text);
  const source = text.trim() === '' ? '-' : text;
  const tree = parseUnaryTests(source, contextOf(names), undefined);
  const isPlain = examine(tree, source, names);
  const cell = cellTestOf(source);
  if (cell) return { text, isPlain: true, uses: [], run: (value) => passes(cell, value) };
  const uses = usesOf(tree, source, names);
  const run = (value: unknown, scope: Scope) =>
    guarded(() => unaryTest(source, { ...scope, '?': value }).value) === true;
  return { text, isPlain, uses, run: isPlain && uses.length === 0 ? remembering(source, run) : run };
}

/** The values that a list of allowed values names, in its order; empty when it names none. Throws ExpressionRefused when it does not parse. */
export function namedValues(text: string): readonly unknown[] {
  const cell = cellTestOf(text);
  if (cell && !cell.any && !cell.negated && cell.intervals.length === 0) return cell.values;
  if (!compileExpression(`[${text}]`, new Set()).isPlain) return [];
  const found = guarded(() => evaluate(`[${text}]`).value);
  return Array.isArray(found) && !found.some((value) => isRange(value)) ? found : [];
}
