import { FeelFunction } from 'feelin';
import { compileExpression, EvaluationExhausted, type Scope } from '@courtesy/feel';
import type { Logic } from './model.ts';
import { compileTable, type Compiling, type Runner, type TableParts, type Tracer } from './table.ts';

/** Logic that was parsed and weighed. */
export interface CompiledLogic {
  /** False when some expression in it may run away and needs a deadline. */
  readonly isPlain: boolean;
  /** Everything its expressions read, with the parts they take of it. */
  readonly uses: readonly string[];
  /** The table it is, taken apart; null for anything else. */
  readonly table: TableParts | null;
  /** Runs it in a scope. */
  readonly run: Runner;
}

/** Most values (list items, context entries, hundreds of characters) that one step may answer with. */
export const LARGEST_VALUE = 100_000;

const tooLarge = () => new EvaluationExhausted(`a value grew past ${LARGEST_VALUE} parts`);

/** Refuses values that steps which double each other's answers would blow up; the count stops at the limit. */
function bounded(value: unknown): unknown {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return value;
  let left = LARGEST_VALUE;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    left -= typeof next === 'string' ? Math.ceil(next.length / 100) : 1;
    if (typeof next === 'object' && next !== null) {
      const parts = Array.isArray(next) ? next : Object.values(next);
      if (parts.length > left) throw tooLarge();
      for (const part of parts) waiting.push(part);
    }
    if (left < 0) throw tooLarge();
  }
  return value;
}

const NO_LOGIC: CompiledLogic = { isPlain: true, uses: [], table: null, run: () => null };

/** Logic that is made of other logic. */
const madeOf = (parts: readonly CompiledLogic[], run: Runner): CompiledLogic => ({
  isPlain: parts.every(({ isPlain }) => isPlain),
  uses: parts.flatMap(({ uses }) => uses),
  table: null,
  run,
});

function literal(text: string, place: string, { names, at }: Compiling): CompiledLogic {
  const compiled = at(place, text, () => compileExpression(text, names), null);
  if (!compiled) return NO_LOGIC;
  return { ...NO_LOGIC, ...compiled, run: (scope) => bounded(compiled.run(scope) ?? null) };
}

/** A function whose body sees what was in scope where it was defined, and its parameters. */
function functionOf(parameters: readonly string[], body: Runner, scope: Scope, tracer: Tracer): FeelFunction {
  const call = (...values: unknown[]) =>
    body({ ...scope, ...Object.fromEntries(parameters.map((name, index) => [name, values[index] ?? null])) }, tracer);
  return new FeelFunction(call, [...parameters]);
}

/** Compiles a function with its parameters in the scope of its body. */
export function compileFunction(
  parameters: readonly string[],
  body: Logic,
  place: string,
  compiling: Compiling,
): CompiledLogic {
  const names = new Set([...compiling.names, ...parameters]);
  const compiled = compileLogic(body, place, { ...compiling, names });
  return madeOf([compiled], (scope, tracer) => functionOf(parameters, compiled.run, scope, tracer));
}

function context(logic: Logic & { kind: 'context' }, place: string, compiling: Compiling): CompiledLogic {
  const names = new Set(compiling.names);
  const entries = logic.entries.map(({ name, logic: entry }, index) => {
    const compiled = compileLogic(entry, `${placeBefore(place)}${name ?? `entry ${index + 1}`}`, {
      ...compiling,
      names: new Set(names),
    });
    if (name !== null) names.add(name);
    return { name, compiled };
  });
  const run: Runner = (outer, tracer) => {
    const scope: Record<string, unknown> = { ...outer };
    const result: Record<string, unknown> = {};
    for (const { name, compiled } of entries) {
      const value = compiled.run(scope, tracer);
      // An entry without a name is the answer of the whole context.
      if (name === null) return value;
      result[name] = value;
      scope[name] = value;
    }
    return bounded(result);
  };
  return madeOf(
    entries.map(({ compiled }) => compiled),
    run,
  );
}

function list(items: readonly Logic[], place: string, compiling: Compiling): CompiledLogic {
  const compiled = items.map((item, index) => compileLogic(item, `${placeBefore(place)}item ${index + 1}`, compiling));
  return madeOf(compiled, (scope, tracer) => bounded(compiled.map(({ run }) => run(scope, tracer))));
}

function relation(logic: Logic & { kind: 'relation' }, place: string, compiling: Compiling): CompiledLogic {
  const rows = logic.rows.map((row, index) => list(row, `${placeBefore(place)}row ${index + 1}`, compiling));
  const run: Runner = (scope, tracer) =>
    rows.map((row) => {
      const cells = row.run(scope, tracer) as readonly unknown[];
      return Object.fromEntries(logic.columns.map((column, index) => [column, cells[index] ?? null]));
    });
  return madeOf(rows, run);
}

function invocation(logic: Logic & { kind: 'invocation' }, place: string, compiling: Compiling): CompiledLogic {
  const callee = literal(logic.callee, `${placeBefore(place)}called function`, compiling);
  const bindings = logic.bindings.map(({ name, logic: value }) => ({
    name,
    compiled: compileLogic(value, `${placeBefore(place)}${name}`, compiling),
  }));
  const run: Runner = (scope, tracer) => {
    const called = callee.run(scope, tracer);
    if (!(called instanceof FeelFunction)) return null;
    const values = new Map(bindings.map(({ name, compiled }) => [name, compiled.run(scope, tracer)]));
    if ([...values.keys()].some((name) => !called.parameterNames.includes(name))) return null;
    return bounded(called.fn(...called.parameterNames.map((name) => values.get(name) ?? null)) ?? null);
  };
  // Functions of the model may call each other often, or themselves: they run under a deadline.
  return { ...madeOf([callee, ...bindings.map(({ compiled }) => compiled)], run), isPlain: false };
}

const placeBefore = (place: string) => (place === '' ? '' : `${place} / `);

/** Compiles any logic. What is refused is reported through `compiling.at` with its place. */
export function compileLogic(logic: Logic, place: string, compiling: Compiling): CompiledLogic {
  switch (logic.kind) {
    case 'literal':
      return literal(logic.text, place, compiling);
    case 'table':
      return compileTable(logic, { ...compiling, at: within(compiling, place) });
    case 'context':
      return context(logic, place, compiling);
    case 'list':
      return list(logic.items, place, compiling);
    case 'relation':
      return relation(logic, place, compiling);
    case 'function':
      return compileFunction(
        logic.parameters.map(({ name }) => name),
        logic.body,
        place,
        compiling,
      );
    case 'invocation':
      return invocation(logic, place, compiling);
  }
}

function within({ at }: Compiling, place: string): Compiling['at'] {
  if (place === '') return at;
  return (inner, text, compile, fallback) => at(`${placeBefore(place)}${inner}`, text, compile, fallback);
}
