import type { Conclusion } from '../dmn/conclude.ts';
import type { DecisionModel, DecisionTableLogic, TableOutput } from '../dmn/model.ts';
import type { PlainValue } from '../dmn/plain-value.ts';

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

function tableOf(model: DecisionModel, decision: string): DecisionTableLogic | null {
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

/** What stands in the annotation column `Clause` of a rule, taken apart at commas, semicolons and spaces; none when there is no such column. */
export function clausesQuotedBy({ annotations, rules }: DecisionTableLogic, ruleId: string): readonly string[] {
  const column = annotations.findIndex((heading) => heading.trim().toLowerCase() === 'clause');
  const text = rules.find(({ id }) => id === ruleId)?.annotations[column] ?? '';
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** The clauses that the rules quote on which a conclusion rests, each once, in the order of the tables that were asked; none while facts are missing. */
export function clausesQuoted(model: DecisionModel, conclusion: Conclusion): readonly string[] {
  if (!conclusion.isKnown) return [];
  const quoted = conclusion.tables.flatMap(({ node, deciding }) => {
    const table = tableOf(model, node);
    return table ? deciding.flatMap((ruleId) => clausesQuotedBy(table, ruleId)) : [];
  });
  return [...new Set(quoted)];
}
