import type { CompiledNode } from './compile.ts';
import type { FactProblem, FactsRead } from './facts.ts';
import { plainValue, type PlainValue } from './plain-value.ts';
import { concludeTable, type TableConcluded } from './uncertain-table.ts';
import { NOTHING_NEEDED, Unknowns, type Answer } from './uncertain.ts';

/** What follows from facts that may have holes. Plain data: temporal values are ISO 8601 texts. */
export interface Conclusion {
  /** The decision's value; null when there is none, or none yet. */
  readonly value: PlainValue;
  /** False when the answer could depend on facts that are missing, of a wrong type or not allowed. */
  readonly isKnown: boolean;
  /** Those facts, in the order of the model's inputs; empty when the answer is known. */
  readonly missing: readonly FactProblem[];
  /** Every table that was asked, in order, with each of its rules. */
  readonly tables: readonly TableConcluded[];
}

/** Draws a conclusion in three values: it stands only when no completion of the facts could change it. */
export function concludeWith(asked: CompiledNode, read: FactsRead): Conclusion {
  const problems = new Map(read.problems.map((problem) => [problem.field, problem]));
  const tables: TableConcluded[] = [];
  const known = new Map<CompiledNode, Answer>();
  const answerOf = (node: CompiledNode): Answer => {
    const earlier = known.get(node);
    if (earlier) return earlier;
    const answer = conclude(node);
    known.set(node, answer);
    return answer;
  };
  const conclude = (node: CompiledNode): Answer => {
    const scope: Record<string, unknown> = {};
    const unknowns = new Unknowns();
    for (const fact of node.facts) scope[fact] = read.scope[fact];
    for (const { field } of read.problems) unknowns.add(field, new Set([field]));
    for (const required of node.requires) {
      const answer = answerOf(required);
      scope[required.name] = 'value' in answer ? answer.value : null;
      if ('needs' in answer) unknowns.add(required.name, answer.needs);
    }
    if (node.table) {
      const refuse = (problem: FactProblem) => problems.set(problem.field, problem);
      const { answer, trace } = concludeTable(node.table, { scope, unknowns, refuse });
      tables.push(trace);
      return answer;
    }
    const needs = unknowns.neededBy(node.uses);
    return needs.size > 0 ? { needs } : { value: node.run(scope, () => undefined) ?? null };
  };
  const answer = answerOf(asked);
  const needs = 'needs' in answer ? answer.needs : NOTHING_NEEDED;
  const missing = [...problems.values()].filter(({ field }) => needs.has(field));
  return { value: 'value' in answer ? plainValue(answer.value) : null, isKnown: needs.size === 0, missing, tables };
}
