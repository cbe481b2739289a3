import { compileExpression, compileTest, namedValues, type Compiled, type Scope } from '@courtesy/feel';
import { resolve, rowValue, type OutputRow, type Resolution } from './hit-policy.ts';
import { plainValue, type PlainValue } from './plain-value.ts';
import type { DecisionTableLogic, TableRule, TypeDefinition } from './model.ts';

/** What became of one rule: it matched, or the first condition that did not hold. */
export interface RuleTrace {
  /** The rule's id. */
  readonly ruleId: string;
  /** True when every condition held. */
  readonly matched: boolean;
  /** The condition that failed: the input's place (from 0), the cell, and the value it was put to. Null when the rule matched. */
  readonly failed: { readonly input: number; readonly test: string; readonly value: PlainValue } | null;
}

/** What a table saw and did. */
export interface TableTrace {
  /** Name of the decision or knowledge the table belongs to. */
  readonly node: string;
  /** Value of each input, in the order of the columns. */
  readonly inputs: readonly { readonly expression: string; readonly value: PlainValue }[];
  /** Every rule in order. */
  readonly rules: readonly RuleTrace[];
  /** True when no rule matched and the default outputs were used. */
  readonly usedDefault: boolean;
  /** Why there is no answer; null when there is one. */
  readonly problem: string | null;
}

/** Collects the traces of one run. */
export type Tracer = (trace: TableTrace) => void;

/** Logic ready to run. */
export type Runner = (scope: Scope, tracer: Tracer) => unknown;

/** Where compiling stands, and how it reports what it refuses. */
export interface Compiling {
  /** Name of the decision or knowledge. */
  readonly node: string;
  /** Names that expressions may use. */
  readonly names: ReadonlySet<string>;
  /** Types of the model by name. */
  readonly types: ReadonlyMap<string, TypeDefinition>;
  /** The node's own type; null when unstated. */
  readonly type: string | null;
  /** Runs `compile`; a refusal is kept with its place and text, and `fallback` stands in. */
  readonly at: <T>(place: string, text: string, compile: () => T, fallback: T) => T;
}

/** A rule, compiled. */
export interface CompiledRule {
  /** As it was written. */
  readonly rule: TableRule;
  /** Its conditions, in the order of the columns. */
  readonly tests: readonly Compiled<(value: unknown, scope: Scope) => boolean>[];
  /** What it answers, in the order of the columns. */
  readonly outputs: readonly Compiled<(scope: Scope) => unknown>[];
}
type Allowed = Compiled<(value: unknown, scope: Scope) => boolean> | null;

const NEVER = { text: '', isPlain: true, uses: [], run: () => false };
const NOTHING = { text: '', isPlain: true, uses: [], run: () => null };

function compileRules(table: DecisionTableLogic, { names, at }: Compiling): CompiledRule[] {
  return table.rules.map((rule, index) => {
    const place = `rule ${index + 1}`;
    if (rule.tests.length !== table.inputs.length || rule.outputs.length !== table.outputs.length)
      at(
        place,
        rule.id,
        () => {
          throw new RangeError(`it has ${rule.tests.length} + ${rule.outputs.length} cells for the table's columns`);
        },
        null,
      );
    const column = (label: string | null) => (label === null ? '' : ` (${label})`);
    return {
      rule,
      tests: rule.tests.map((text, input) => {
        const { label = null, expression = null } = table.inputs[input] ?? {};
        const cell = `${place} / input ${input + 1}${column(label ?? expression)}`;
        return at(cell, text, () => compileTest(text, names), NEVER);
      }),
      outputs: rule.outputs.map((text, output) => {
        const { name = null, label = null } = table.outputs[output] ?? {};
        const cell = `${place} / output ${output + 1}${column(name ?? label)}`;
        return at(cell, text, () => compileExpression(text, names), NOTHING);
      }),
    };
  });
}

/** Allowed values stated by the type of the node, or of the node's part that an output fills. */
function typedValues(table: DecisionTableLogic, column: number, { types, type }: Compiling): string | null {
  const own = table.outputs[column];
  const node = type === null ? undefined : types.get(type);
  const part = node?.parts.find(({ name }) => name === own?.name);
  const stated = own?.type == null ? undefined : types.get(own.type);
  const inherited = part ?? (table.outputs.length === 1 ? node : undefined);
  return stated?.allowedValues ?? inherited?.allowedValues ?? types.get(inherited?.base ?? '')?.allowedValues ?? null;
}

function resolutionOf(table: DecisionTableLogic, compiling: Compiling): Resolution {
  const priorities = table.outputs.map((output, column) => {
    const text = output.allowedValues ?? typedValues(table, column, compiling);
    return text === null
      ? []
      : compiling.at(`output ${column + 1} / allowed values`, text, () => namedValues(text), []);
  });
  const ordered = table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER';
  if (ordered && priorities.every((values) => values.length === 0))
    compiling.at(
      'hit policy',
      table.hitPolicy,
      () => {
        throw new RangeError('no output states its allowed values, which give the priority');
      },
      null,
    );
  return { table, priorities };
}

function traceRule(compiled: CompiledRule, values: readonly unknown[], scope: Scope): RuleTrace {
  const { rule, tests } = compiled;
  const input = tests.findIndex((test, column) => !test.run(values[column] ?? null, scope));
  if (input === -1) return { ruleId: rule.id, matched: true, failed: null };
  return {
    ruleId: rule.id,
    matched: false,
    failed: { input, test: tests[input]?.text ?? '', value: plainValue(values[input]) },
  };
}

interface Columns {
  /** What the columns test. */
  readonly inputs: readonly Compiled<(scope: Scope) => unknown>[];
  /** What the values of the columns must pass; null where every value is allowed. */
  readonly allowed: readonly Allowed[];
  /** What the columns answer when no rule matches; null for nothing. */
  readonly defaults: readonly (Compiled<(scope: Scope) => unknown> | null)[];
}

function compileColumns(table: DecisionTableLogic, { names, at }: Compiling): Columns {
  const inputs = table.inputs.map(({ expression, label }, index) =>
    at(`input ${index + 1} (${label ?? expression})`, expression, () => compileExpression(expression, names), NOTHING),
  );
  const allowed: Allowed[] = table.inputs.map(({ allowedValues: text }, index) =>
    text === null ? null : at(`input ${index + 1} / allowed values`, text, () => compileTest(text, names), null),
  );
  const defaults = table.outputs.map(({ defaultEntry: text }, index) =>
    text === null ? null : at(`output ${index + 1} / default`, text, () => compileExpression(text, names), NOTHING),
  );
  return { inputs, allowed, defaults };
}

/** A compiled table, taken apart. */
export interface TableParts extends Columns {
  /** Name of the decision or knowledge it belongs to. */
  readonly node: string;
  /** Its rules in order. */
  readonly rules: readonly CompiledRule[];
  /** How several matches are resolved. */
  readonly resolution: Resolution;
}

/** Runs a table: what is not known counts as null, as FEEL has it. */
function runnerOf({ node, inputs, allowed, defaults, rules, resolution }: TableParts): Runner {
  const hasDefault = defaults.some((entry) => entry !== null);
  return (scope, tracer) => {
    const values = inputs.map((input) => input.run(scope) ?? null);
    const trace = {
      node,
      inputs: inputs.map(({ text }, index) => ({ expression: text, value: plainValue(values[index]) })),
    };
    const stray = values.findIndex((value, index) => value !== null && allowed[index]?.run(value, scope) === false);
    if (stray !== -1) {
      const problem = `the value of ${inputs[stray]?.text} is not among the allowed values`;
      tracer({ ...trace, rules: [], usedDefault: false, problem });
      return null;
    }
    const traces = rules.map((rule) => traceRule(rule, values, scope));
    const matching = rules.filter((_, index) => traces[index]?.matched);
    const rows: OutputRow[] = matching.map(({ outputs }) => outputs.map((output) => output.run(scope) ?? null));
    const usedDefault = rows.length === 0 && hasDefault;
    const { value, problem } = rows.length > 0 ? resolve(resolution, rows) : { value: null, problem: null };
    tracer({ ...trace, rules: traces, usedDefault, problem });
    if (!usedDefault) return value;
    return rowValue(
      resolution.table,
      defaults.map((entry) => entry?.run(scope) ?? null),
    );
  };
}

/** Which conditions of the columns that `isWatched` hold, rule by rule: 1 for each that does, 0 for each that does not. */
export function cellsHolding(
  { inputs, rules }: TableParts,
  scope: Scope,
  isWatched: (uses: readonly string[]) => boolean,
): string {
  const columns = inputs.flatMap(({ run, uses }, column) => {
    const cells = rules.map(({ tests }) => tests[column]);
    if (!isWatched(uses) && !cells.some((cell) => cell && isWatched(cell.uses))) return [];
    const value = run(scope) ?? null;
    return cells.map((cell) => (cell?.run(value, scope) ? '1' : '0')).join('');
  });
  return columns.join(' ');
}

/** Compiles a table. Refused cells are reported through `compiling.at` with their place. */
export function compileTable(
  table: DecisionTableLogic,
  compiling: Compiling,
): { isPlain: boolean; uses: readonly string[]; table: TableParts; run: Runner } {
  const columns = compileColumns(table, compiling);
  const rules = compileRules(table, compiling);
  const parts = { node: compiling.node, ...columns, rules, resolution: resolutionOf(table, compiling) };
  const cells = rules.flatMap(({ tests, outputs }) => [...tests, ...outputs]);
  const texts = [...columns.inputs, ...columns.allowed, ...columns.defaults, ...cells];
  return {
    isPlain: texts.every((text) => text === null || text.isPlain),
    uses: texts.flatMap((text) => text?.uses ?? []),
    table: parts,
    run: runnerOf(parts),
  };
}
