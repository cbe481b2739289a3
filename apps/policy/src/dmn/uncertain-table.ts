import type { FactProblem } from './facts.ts';
import type { Scope } from '@courtesy/feel';
import { decidingRows, resolve, rowValue, type OutputRow } from './hit-policy.ts';
import { plainValue, type PlainValue } from './plain-value.ts';
import type { CompiledRule, RuleTrace, TableParts, TableTrace } from './table.ts';
import { NOTHING_NEEDED, together, type Answer, type Needs, type Unknowns } from './uncertain.ts';

/** What became of one rule when not every fact was known. */
export interface RuleConcluded extends RuleTrace {
  /** Fields of the facts it waits for: every condition whose facts are known held. Empty for a rule that matched or failed. */
  readonly awaits: readonly string[];
}

/** What a table saw and did when not every fact was known. */
export interface TableConcluded extends TableTrace {
  /** Every rule in order. */
  readonly rules: readonly RuleConcluded[];
  /** Ids of the rules the answer rests on; empty when there is no answer, or the default was used. */
  readonly deciding: readonly string[];
}

/** How a table is asked. */
export interface Asking {
  /** What is known by name; what is not is null in it. */
  readonly scope: Scope;
  /** What is not known. */
  readonly unknowns: Unknowns;
  /** Takes note of a fact that its column does not allow. */
  readonly refuse: (problem: FactProblem) => void;
}

interface Verdict {
  readonly compiled: CompiledRule;
  readonly trace: RuleConcluded;
  readonly needs: Needs;
}
/** A column's value; one that the column does not allow is a stray and waits for a better one. */
type Column = Answer & { readonly expression: string; readonly isStray?: true };

const isAnything = (test: string) => test.trim() === '-' || test.trim() === '';
const needsOf = (answer: Answer): Needs | null => ('needs' in answer ? answer.needs : null);
const valueOf = (answer: Answer | undefined): unknown => (answer && 'value' in answer ? answer.value : null);

function columnsOf({ inputs, allowed }: TableParts, { scope, unknowns, refuse }: Asking): Column[] {
  return inputs.map((input, place) => {
    const expression = input.text;
    const needs = unknowns.neededBy(input.uses);
    if (needs.size > 0) return { expression, needs };
    const value = input.run(scope) ?? null;
    const bounds = allowed[place];
    if (value === null || !bounds || bounds.run(value, scope)) return { expression, value };
    const fields = input.uses.length > 0 ? input.uses : [expression];
    for (const field of fields) refuse({ field, kind: 'NOT_ALLOWED', expected: bounds.text });
    return { expression, needs: new Set(fields), isStray: true };
  });
}

/** Puts a rule to the columns. A condition that is known to fail outweighs all that is not known. */
function verdictOn(compiled: CompiledRule, columns: readonly Column[], { scope, unknowns }: Asking): Verdict {
  const { rule, tests } = compiled;
  const awaited: Needs[] = [];
  for (const [input, test] of tests.entries()) {
    if (isAnything(test.text)) continue;
    const column = columns[input];
    const needs = together([(column && needsOf(column)) ?? NOTHING_NEEDED, unknowns.neededBy(test.uses)]);
    if (needs.size > 0) awaited.push(needs);
    else if (!test.run(valueOf(column), scope)) {
      const failed = { input, test: test.text, value: plainValue(valueOf(column)) };
      return { compiled, trace: { ruleId: rule.id, matched: false, failed, awaits: [] }, needs: NOTHING_NEEDED };
    }
  }
  const needs = together(awaited);
  const trace = { ruleId: rule.id, matched: needs.size === 0, failed: null, awaits: [...needs] };
  return { compiled, trace, needs };
}

const isPossible = ({ needs }: Verdict) => needs.size > 0;
const isMatch = ({ trace }: Verdict) => trace.matched;

/** The rules whose facts the answer waits for; empty when it needs none of them. */
function waitingFor({ resolution }: TableParts, verdicts: readonly Verdict[]): readonly Verdict[] {
  const { hitPolicy } = resolution.table;
  const first = verdicts.findIndex(isMatch);
  if (hitPolicy === 'FIRST') return verdicts.slice(0, first === -1 ? undefined : first).filter(isPossible);
  // No other rule of such a table may say something else: the policy promises it, and the analysis at approval looks for the opposite.
  if ((hitPolicy === 'UNIQUE' || hitPolicy === 'ANY') && first !== -1) return [];
  return verdicts.filter(isPossible);
}

interface Entered {
  readonly rows: readonly OutputRow[];
  readonly needs: Needs;
}
type Entry = { readonly uses: readonly string[]; readonly run: (scope: Scope) => unknown } | null;

/** Evaluates rows of output cells, or says which facts they wait for. */
function enter(rows: readonly (readonly Entry[])[], { scope, unknowns }: Asking): Entered {
  const needs = together(rows.flat().map((entry) => unknowns.neededBy(entry?.uses ?? [])));
  if (needs.size > 0) return { rows: [], needs };
  return { rows: rows.map((row) => row.map((entry) => entry?.run(scope) ?? null)), needs };
}

interface Resolved {
  readonly answer: Answer;
  readonly deciding: readonly string[];
  readonly usedDefault: boolean;
  readonly problem: string | null;
}
const waits = (needs: Needs): Resolved => ({ answer: { needs }, deciding: [], usedDefault: false, problem: null });

function fallBack({ defaults, resolution }: TableParts, asking: Asking): Resolved {
  const nothing = { answer: { value: null }, deciding: [], usedDefault: false, problem: null };
  if (defaults.every((entry) => entry === null)) return nothing;
  const { rows, needs } = enter([defaults], asking);
  if (needs.size > 0) return waits(needs);
  return { ...nothing, answer: { value: rowValue(resolution.table, rows[0] ?? []) }, usedDefault: true };
}

function resolveMatches(parts: TableParts, verdicts: readonly Verdict[], asking: Asking): Resolved {
  const { resolution } = parts;
  const matches = verdicts.filter(isMatch);
  if (matches.length === 0) return fallBack(parts, asking);
  const counted = resolution.table.hitPolicy === 'FIRST' ? matches.slice(0, 1) : matches;
  const { rows, needs } = enter(
    counted.map(({ compiled }) => compiled.outputs),
    asking,
  );
  if (needs.size > 0) return waits(needs);
  const { value, problem } = resolve(resolution, rows);
  const chosen = problem === null ? decidingRows(resolution, rows) : [];
  const deciding = counted.filter((_, place) => chosen.includes(rows[place] ?? [])).map(({ trace }) => trace.ruleId);
  return { answer: { value }, deciding, usedDefault: false, problem };
}

/** Runs a table in three values: its answer when no completion of the facts could change it, otherwise the facts that could. */
export function concludeTable(parts: TableParts, asking: Asking): { answer: Answer; trace: TableConcluded } {
  const columns = columnsOf(parts, asking);
  const inputs = columns.map((column): { expression: string; value: PlainValue } => ({
    expression: column.expression,
    value: plainValue(valueOf(column)),
  }));
  const verdicts = parts.rules.map((rule) => verdictOn(rule, columns, asking));
  // What its column does not allow is in no rule's province: nothing can be said before it is put right.
  const strays = columns.filter(({ isStray }) => isStray).flatMap((column) => needsOf(column) ?? []);
  const waiting = strays.length > 0 ? strays : waitingFor(parts, verdicts).map(({ needs }) => needs);
  const { answer, deciding, usedDefault, problem } =
    waiting.length > 0 ? waits(together(waiting)) : resolveMatches(parts, verdicts, asking);
  const rules = verdicts.map(({ trace }) => trace);
  return { answer, trace: { node: parts.node, inputs, rules, usedDefault, problem, deciding } };
}
