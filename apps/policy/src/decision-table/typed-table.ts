import type { Problem } from '@courtesy/kernel';
import type {
  DecisionRuleInput,
  FilledColumnInput,
  FurtherFactInput,
  InputMaybe,
  RuleTableInput,
  TestedColumnInput,
} from '@courtesy/graph-types/policy';
import { MAX_NAME, problemsOfName } from '../calendar/calendar.ts';
import type { DecisionModel, DecisionNode, DecisionTableLogic, HitPolicy, InputData, TableRule } from '../dmn/model.ts';
import { problemsOfNote } from '../policy/policy-version.ts';
import { CLAUSE_COLUMN } from './citation.ts';
import { MAX_RULES } from './model-limits.ts';

/** The most columns that a table tests. */
export const MAX_TESTED = 50;
/** The most columns that a table fills, and the most further facts that it uses. */
export const MAX_FILLED = 20;
const REMARK_COLUMN = 'Remark';
const RULE_ID = /^[A-Za-z][\w.-]{0,63}$/;

/** A text as DMN XML gives it back: without the space around it, and with one kind of line end. */
const text = (given: InputMaybe<string>): string | null => given?.replace(/\r\n?/g, '\n').trim() || null;

/** The same for a name, heading or type, which stands on one line. */
const word = (given: InputMaybe<string>): string | null => text(given)?.replace(/\s+/g, ' ') ?? null;

const tooMany = (path: string, count: number, limit: number): Problem[] =>
  count > limit ? [{ path, message: `has ${count}; at most ${limit} are kept` }] : [];

const tooLong = (path: string, given: InputMaybe<string>): Problem[] =>
  (given?.length ?? 0) > MAX_NAME ? [{ path, message: `has more than ${MAX_NAME} characters` }] : [];

/** Which of `values` came earlier, by place. */
function repeated(values: readonly (string | null)[], path: (index: number) => string): Problem[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    return value === null || first === index ? [] : [{ path: path(index), message: `is the same as ${path(first)}` }];
  });
}

function problemsOfColumns({ inputs, outputs, furtherFacts }: RuleTableInput, path: string): Problem[] {
  if (outputs.length === 0) return [{ path: `${path}.outputs`, message: 'is empty; say what the rules answer' }];
  const named = (each: TestedColumnInput | FurtherFactInput, place: string) =>
    problemsOfName(`${place}.name`, each.name);
  return [
    ...tooMany(`${path}.inputs`, inputs.length, MAX_TESTED),
    ...tooMany(`${path}.outputs`, outputs.length, MAX_FILLED),
    ...tooMany(`${path}.furtherFacts`, furtherFacts?.length ?? 0, MAX_TESTED),
    ...inputs.flatMap((each, i) => [
      ...named(each, `${path}.inputs[${i}]`),
      ...tooLong(`${path}.inputs[${i}].label`, each.label),
    ]),
    ...(furtherFacts ?? []).flatMap((each, i) => named(each, `${path}.furtherFacts[${i}]`)),
    ...outputs.flatMap((each, i) => [
      ...(text(each.name) === null && outputs.length > 1
        ? [{ path: `${path}.outputs[${i}].name`, message: 'is empty; with several outputs each has a name' }]
        : tooLong(`${path}.outputs[${i}].name`, each.name)),
      ...tooLong(`${path}.outputs[${i}].label`, each.label),
    ]),
    ...repeated(
      outputs.map(({ name }) => word(name)),
      (i) => `${path}.outputs[${i}].name`,
    ),
  ];
}

function problemsOfRule(rule: DecisionRuleInput, { inputs, outputs }: RuleTableInput, path: string): Problem[] {
  const count = (cells: readonly string[], columns: readonly unknown[], name: string): Problem[] =>
    cells.length === columns.length
      ? []
      : [{ path: `${path}.${name}`, message: `has ${cells.length} cells for ${columns.length} columns` }];
  const problems = [...count(rule.tests, inputs, 'tests'), ...count(rule.outputs, outputs, 'outputs')];
  if (rule.id != null && !RULE_ID.test(rule.id)) {
    const message = `"${rule.id}" is no id; use at most 64 letters, digits, dots, hyphens and underscores, a letter first`;
    problems.push({ path: `${path}.id`, message });
  }
  return [...problems, ...tooLong(`${path}.clause`, rule.clause), ...problemsOfNote(`${path}.remark`, rule.remark)];
}

/** Everything that keeps a typed table from becoming one, by place in the input; cells are read later. Empty when nothing does. */
export function problemsOfTable(given: RuleTableInput, path: string): Problem[] {
  const { rules, aggregation, hitPolicy } = given;
  const problems = [...problemsOfColumns(given, path), ...tooMany(`${path}.rules`, rules.length, MAX_RULES)];
  if (problems.length > 0) return problems;
  if (aggregation != null && hitPolicy !== 'COLLECT')
    problems.push({ path: `${path}.aggregation`, message: 'is given, but the hit policy is not COLLECT' });
  if (aggregation != null && given.outputs.length > 1)
    problems.push({ path: `${path}.aggregation`, message: 'is given, but there are several outputs' });
  return [
    ...problems,
    ...rules.flatMap((rule, i) => problemsOfRule(rule, given, `${path}.rules[${i}]`)),
    ...repeated(
      rules.map(({ id }) => id ?? null),
      (i) => `${path}.rules[${i}].id`,
    ),
  ];
}

/** What a column tests: its expression, or else the fact of its name. */
const expressionOf = ({ name, expression }: TestedColumnInput): string => text(expression) ?? nameOf({ name });
const nameOf = ({ name }: { readonly name: string }): string => word(name) ?? '';

const outputOf = (given: FilledColumnInput) => ({
  name: word(given.name),
  label: word(given.label),
  type: word(given.type),
  allowedValues: text(given.allowedValues),
  defaultEntry: text(given.default),
});

/** Ids for rules that were given none: the first of rule-1, rule-2, … that nobody has. */
function idsFor(rules: readonly DecisionRuleInput[]): string[] {
  const taken = new Set(rules.flatMap(({ id }) => id ?? []));
  let last = 0;
  return rules.map(({ id }) => {
    if (id != null) return id;
    do last += 1;
    while (taken.has(`rule-${last}`));
    return `rule-${last}`;
  });
}

/** The logic of a typed table in which {@link problemsOfTable} found nothing. */
export function tableLogicOf({
  hitPolicy = 'UNIQUE',
  aggregation,
  inputs,
  outputs,
  rules,
}: RuleTableInput): DecisionTableLogic {
  const ids = idsFor(rules);
  const annotations = rules.some(({ remark }) => text(remark)) ? [CLAUSE_COLUMN, REMARK_COLUMN] : [CLAUSE_COLUMN];
  return {
    kind: 'table',
    hitPolicy: hitPolicy.replace('_', ' ') as HitPolicy,
    aggregation: aggregation ?? null,
    inputs: inputs.map((each) => ({
      label: word(each.label),
      expression: expressionOf(each),
      type: word(each.type),
      allowedValues: text(each.allowedValues),
    })),
    outputs: outputs.map(outputOf),
    annotations,
    rules: rules.map((rule, i): TableRule => ({
      id: ids[i] ?? '',
      tests: rule.tests.map((cell) => text(cell) ?? '-'),
      outputs: rule.outputs.map((cell) => text(cell) ?? 'null'),
      annotations: [rule.clause, rule.remark].slice(0, annotations.length).map((each) => text(each) ?? ''),
    })),
  };
}

/** The table that a draft without rules begins with. */
export const EMPTY_TABLE: RuleTableInput = {
  hitPolicy: 'UNIQUE',
  inputs: [],
  outputs: [{ name: 'outcome', type: 'string' }],
  rules: [],
};

/** A model of one decision without logic to speak of, for {@link withTable} to fill. */
export function modelNamed(name: string, namespace: string): DecisionModel {
  const decision: DecisionNode = {
    id: '_decision',
    name,
    type: null,
    requires: [],
    logic: tableLogicOf(EMPTY_TABLE),
  };
  return { name, namespace, types: [], inputs: [], decisions: [decision], knowledge: [] };
}

/** What a table's expressions use, each once: a fact's type is that of the column which tests the fact itself. */
function factsOf({ inputs, furtherFacts }: RuleTableInput): Map<string, string | null> {
  const facts = new Map<string, string | null>();
  for (const column of inputs) {
    const name = nameOf(column);
    facts.set(name, facts.get(name) ?? (expressionOf(column) === name ? word(column.type) : null));
  }
  for (const fact of furtherFacts ?? []) facts.set(nameOf(fact), word(fact.type) ?? facts.get(nameOf(fact)) ?? null);
  return facts;
}

function freshId(taken: ReadonlySet<string>): string {
  let last = 1;
  while (taken.has(`_fact-${last}`)) last += 1;
  return `_fact-${last}`;
}

/**
 * Puts a typed table in the place of a decision's logic. Names that the model knows are what they are there; every other becomes a fact.
 * Facts that nothing uses any more are left out; functions stay within reach. Null when the model has no such decision.
 */
export function withTable(model: DecisionModel, decision: string, given: RuleTableInput): DecisionModel | null {
  const current = model.decisions.find(({ name }) => name === decision);
  if (!current) return null;
  const ids = new Set([...model.inputs, ...model.decisions, ...model.knowledge].map(({ id }) => id));
  const inputs = new Map(model.inputs.map((each) => [each.name, each]));
  const others = new Map([...model.decisions, ...model.knowledge].map((each) => [each.name, each.id]));
  const named = [...factsOf(given)].map(([name, type]) => {
    const other = others.get(name);
    if (other !== undefined) return other;
    const known: InputData = inputs.get(name) ?? { id: freshId(ids), name, type };
    ids.add(known.id);
    inputs.set(name, { ...known, type: type ?? known.type });
    return known.id;
  });
  const functions = current.requires.filter((id) => model.knowledge.some((each) => each.id === id));
  const revised = { ...current, requires: [...new Set([...named, ...functions])], logic: tableLogicOf(given) };
  const decisions = model.decisions.map((each) => (each === current ? revised : each));
  const used = new Set([...decisions, ...model.knowledge].flatMap(({ requires }) => requires));
  return { ...model, inputs: [...inputs.values()].filter(({ id }) => used.has(id)), decisions };
}
