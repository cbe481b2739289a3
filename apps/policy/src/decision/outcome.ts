import { provisionOfRule } from '../decision-table/citation.ts';
import type { Conclusion } from '../dmn/conclude.ts';
import type { DecisionModel, DecisionTableLogic, TableOutput } from '../dmn/model.ts';
import type { PlainValue } from '../dmn/plain-value.ts';
import { citationOf, type Provision } from '../policy/clause.ts';

/** What came of a decision. */
export type DecisionOutcome = 'ALLOW' | 'DENY' | 'NEEDS_APPROVAL' | 'INSUFFICIENT_FACTS' | 'DECIDED' | 'NO_RULE';

/** A value under the name of the column that gave it. */
export interface Output {
  /** The column's name; the decision's when the column has none. */
  readonly name: string;
  /** FEEL type that the column states; null when it states none. */
  readonly type: string | null;
  /** What the deciding rule says there. */
  readonly value: PlainValue;
}

/** Words of the output column `outcome`. */
const WORDS: readonly PlainValue[] = ['ALLOW', 'DENY', 'NEEDS_APPROVAL'] satisfies readonly DecisionOutcome[];
const OUTCOME = 'outcome';
const DOCUMENTS = 'requiredDocuments';

type Parts = Readonly<Record<string, PlainValue>>;
const isParts = (value: PlainValue): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The table that a decision of the model is; null when it is something else. */
export function tableOf(model: DecisionModel, decision: string): DecisionTableLogic | null {
  const logic = model.decisions.find(({ name }) => name === decision)?.logic;
  return logic?.kind === 'table' ? logic : null;
}

/** The word for the outcome: of the column `outcome`, or of the only column when one of the words stands in it. */
function wordOf(value: PlainValue): PlainValue {
  return isParts(value) ? (value[OUTCOME] ?? null) : value;
}

/** What came of a decision, as its column `outcome` has it. */
export function outcomeOf(model: DecisionModel, decision: string, conclusion: Conclusion): DecisionOutcome {
  if (!conclusion.isKnown) return 'INSUFFICIENT_FACTS';
  const word = wordOf(conclusion.value);
  if (WORDS.includes(word)) return word as DecisionOutcome;
  if (conclusion.value !== null) return 'DECIDED';
  const own = conclusion.tables.find(({ node }) => node === decision);
  const isAnswered = own !== undefined && own.problem === null && (own.usedDefault || own.deciding.length > 0);
  return isAnswered || tableOf(model, decision) === null ? 'DECIDED' : 'NO_RULE';
}

const nameOf = (output: TableOutput | undefined, decision: string) => output?.name ?? output?.label ?? decision;

/** What a decision says, column by column; empty when it says nothing. */
export function outputsOf(model: DecisionModel, decision: string, { value }: Conclusion): readonly Output[] {
  if (value === null) return [];
  const columns = tableOf(model, decision)?.outputs ?? [];
  if (!isParts(value)) {
    const [only] = columns.length === 1 ? columns : [];
    return [{ name: nameOf(only, decision), type: only?.type ?? null, value }];
  }
  return Object.entries(value).map(([name, part]) => {
    const type = columns.find((column) => column.name === name)?.type ?? null;
    return { name, type, value: part };
  });
}

/** The documents that the outcome asks for, as the column `requiredDocuments` lists them. */
export function documentsOf({ value }: Conclusion): readonly string[] {
  const stated = isParts(value) ? (value[DOCUMENTS] ?? null) : null;
  const listed = Array.isArray(stated) ? (stated as readonly PlainValue[]) : [stated];
  return listed.filter((each) => typeof each === 'string' && each.trim() !== '') as string[];
}

/** The provisions that a conclusion rests on: those that its deciding rules cite, each once, in the order of the tables asked; none while facts are missing. */
export function provisionsCited(model: DecisionModel, conclusion: Conclusion, policyId: string): readonly Provision[] {
  if (!conclusion.isKnown) return [];
  const found = new Map<string, Provision>();
  for (const { node, deciding } of conclusion.tables) {
    const table = tableOf(model, node);
    for (const rule of table?.rules.filter(({ id }) => deciding.includes(id)) ?? []) {
      const provision = table && provisionOfRule(table, rule, policyId);
      if (provision) found.set(citationOf(provision), provision);
    }
  }
  return [...found.values()];
}
