import { isIdOf, type Problem } from '@courtesy/kernel';
import type { DecideInput } from '@courtesy/graph-types/policy';
import type { EvaluationRefused } from './evaluation-refused.ts';
import type { DecisionTableVersion } from '../decision-table/decision-table-version.ts';
import type { DecisionTable } from '../decision-table/decision-table.ts';
import type { Conclusion } from '../dmn/conclude.ts';
import type { FactProblem } from '../dmn/facts.ts';
import type { PlainValue } from '../dmn/plain-value.ts';
import type { TableConcluded } from '../dmn/uncertain-table.ts';
import { canonical } from './canonical.ts';
import { documentsOf, outcomeOf, outputsOf, type DecisionOutcome, type Output } from './outcome.ts';

/** All that comes of asking a version's rules about facts. The same version and facts give the same, byte for byte. */
export interface Run {
  readonly outcome: DecisionOutcome;
  readonly outputs: readonly Output[];
  readonly missing: readonly FactProblem[];
  readonly documents: readonly string[];
  readonly tables: readonly TableConcluded[];
}

/** What comes of a conclusion from the rules of a version. */
export function runOf({ model, decision }: Pick<DecisionTableVersion, 'model' | 'decision'>, drawn: Conclusion): Run {
  return {
    outcome: outcomeOf(model, decision, drawn),
    outputs: outputsOf(model, decision, drawn),
    missing: drawn.missing,
    documents: documentsOf(drawn),
    tables: drawn.tables,
  };
}

/** A run as the canonical text that the ledger keeps and a replay must give again. */
export const textOfRun = (run: Run): string => canonical(run as unknown as PlainValue);

/** What was asked and what came of it. */
export interface Judgement {
  readonly decisionTableId: string;
  readonly decisionTableVersionId: string;
  /** The instant whose rules and clauses were asked. */
  readonly at: Date;
  readonly outcome: DecisionOutcome;
  /** The facts as canonical JSON. */
  readonly facts: string;
  /** SHA-256 of `facts`, in hexadecimal. */
  readonly factsHash: string;
  /** The {@link Run} as canonical JSON. */
  readonly run: string;
  /** SHA-256 of `run`, in hexadecimal. */
  readonly digest: string;
  /** The clauses it rests on. */
  readonly clauseIds: readonly string[];
  /** The versions in effect at `at` of the policies that those clauses are of. */
  readonly policyVersionIds: readonly string[];
  /** Citations of the deciding rules under which no clause stood at `at`. */
  readonly unresolvedClauses: readonly string[];
}

/** A judgement that counts: an entry of the ledger. Never changed, never deleted. */
export interface Decision extends Judgement {
  readonly id: string;
  readonly decidedAt: Date;
  /** The subject of the caller who asked. */
  readonly decidedBy: string;
  readonly handlerId: string | null;
  readonly caseId: string | null;
  readonly customerId: string | null;
}

/** A decision was made. */
export interface DecisionMade {
  readonly type: 'DecisionMade';
  readonly decision: Decision;
}

/** What would be decided. */
export interface DecisionTried extends Judgement {
  readonly type: 'DecisionTried';
  readonly version: DecisionTableVersion;
}

/** No version of the table is in effect at an instant. */
export interface NoVersionInForce {
  readonly type: 'NoVersionInForce';
  readonly decisionTable: DecisionTable;
  readonly at: Date;
}

/** Whether the rules were not evaluated. */
export const isRefused = (outcome: Conclusion | EvaluationRefused): outcome is EvaluationRefused => 'type' in outcome;

const problemOfId = (prefix: string, path: string, id: string | null | undefined): Problem[] =>
  id == null || isIdOf(prefix, id) ? [] : [{ path, message: `"${id}" is not an id of the kind ${prefix}_…` }];

/** Everything that is wrong with what a decision is said to be about; empty when nothing is. */
export function problemsOfMatter({ caseId, customerId, handlerId }: DecideInput): Problem[] {
  return [
    ...problemOfId('case', 'caseId', caseId),
    ...problemOfId('cust', 'customerId', customerId),
    ...problemOfId('pers', 'handlerId', handlerId),
  ];
}
