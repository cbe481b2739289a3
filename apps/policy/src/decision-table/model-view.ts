import type { RuleAggregation, RuleHitPolicy } from '@courtesy/graph-types/policy';
import type { DecisionModel, Logic, TableInput, TableRule } from '../dmn/model.ts';
import type { Provision } from '../policy/clause.ts';
import { CLAUSE_COLUMN, provisionOfRule } from './citation.ts';
import type { DecisionTableVersion } from './decision-table-version.ts';
import { tablesOf, type PlacedTable } from './model-tables.ts';

/** The provision that a rule cites, and the instant whose wording counts: null for now. */
export interface RuleCitation extends Provision {
  readonly at: Date | null;
}

/** One row of a table, as it is read. */
export interface DecisionRule {
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly tests: readonly string[];
  readonly outputs: readonly string[];
  readonly clause: RuleCitation | null;
  readonly remarks: readonly { readonly heading: string; readonly text: string }[];
}

/** A column that rules fill, as it is read. */
export interface FilledColumn {
  readonly name: string | null;
  readonly label: string | null;
  readonly type: string | null;
  readonly allowedValues: string | null;
  readonly default: string | null;
}

/** A table of rules, as it is read. */
export interface RuleTable {
  readonly place: string;
  readonly hitPolicy: RuleHitPolicy;
  readonly aggregation: RuleAggregation | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly FilledColumn[];
  readonly rules: readonly DecisionRule[];
}

/** A question that a version answers, as it is read. */
export interface ModelDecision {
  readonly name: string;
  readonly type: string | null;
  readonly isAsked: boolean;
  readonly requires: readonly string[];
  readonly expression: string | null;
  readonly tables: readonly RuleTable[];
}

/** A function that decisions share, as it is read. */
export interface ModelFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly requires: readonly string[];
  readonly expression: string | null;
  readonly tables: readonly RuleTable[];
}

/** The policy whose anchors rules cite, and the instant whose wording counts. */
export interface Citing {
  readonly policyId: string;
  readonly at: Date | null;
}

/** A row of a table as it is read, `row` counting from 0. */
export function ruleOf({ table }: PlacedTable, rule: TableRule, row: number, { policyId, at }: Citing): DecisionRule {
  const provision = provisionOfRule(table, rule, policyId);
  const remarks = table.annotations.map((heading, column) => ({ heading, text: rule.annotations[column] ?? '' }));
  return {
    id: rule.id,
    number: row + 1,
    tests: rule.tests,
    outputs: rule.outputs,
    clause: provision && { ...provision, at },
    remarks: remarks.filter(({ heading, text }) => heading !== CLAUSE_COLUMN && text !== ''),
  };
}

function tableView(placed: PlacedTable, citing: Citing): RuleTable {
  const { place, table } = placed;
  return {
    place,
    hitPolicy: table.hitPolicy.replace(' ', '_') as RuleHitPolicy,
    aggregation: table.aggregation,
    inputs: table.inputs,
    outputs: table.outputs.map(({ defaultEntry, ...output }) => ({ ...output, default: defaultEntry })),
    rules: table.rules.map((rule, row) => ruleOf(placed, rule, row, citing)),
  };
}

const expressionOf = (logic: Logic): string | null => (logic.kind === 'literal' ? logic.text : null);

const namesOf = ({ inputs, decisions, knowledge }: DecisionModel, ids: readonly string[]): string[] => {
  const names = new Map([...inputs, ...decisions, ...knowledge].map(({ id, name }) => [id, name]));
  return ids.flatMap((id) => names.get(id) ?? []);
};

/** The decisions of a version as they are read. */
export const decisionsOf = (
  { model, decision }: Pick<DecisionTableVersion, 'model' | 'decision'>,
  citing: Citing,
): ModelDecision[] =>
  model.decisions.map((each) => ({
    name: each.name,
    type: each.type,
    isAsked: each.name === decision,
    requires: namesOf(model, each.requires),
    expression: expressionOf(each.logic),
    tables: tablesOf(each).map((placed) => tableView(placed, citing)),
  }));

/** The functions of a version as they are read. */
export const functionsOf = ({ model }: Pick<DecisionTableVersion, 'model'>, citing: Citing): ModelFunction[] =>
  model.knowledge.map((each) => ({
    name: each.name,
    parameters: each.parameters.map(({ name }) => name),
    requires: namesOf(model, each.requires),
    expression: expressionOf(each.body),
    tables: tablesOf(each).map((placed) => tableView(placed, citing)),
  }));
