import type { Problem } from '@courtesy/kernel';
import { problemsOfName } from '../calendar/calendar.ts';
import { problemsOfNote } from '../policy/policy-version.ts';

/** A question that the organisation answers by rules. What the rules are stands in its versions. */
export interface DecisionTable {
  readonly id: string;
  /** What people call it; no two have the same. */
  readonly name: string;
  /** The policy whose clauses its rules rest on, unless a rule names another. */
  readonly policyId: string;
  /** Which decisions it is for, in a sentence. */
  readonly description: string | null;
  readonly version: number;
}

/** Another table goes by the name. */
export interface DecisionTableNameTaken {
  readonly type: 'DecisionTableNameTaken';
  readonly decisionTable: DecisionTable;
}

/** Everything that is wrong with what is said of a table beside its rules; empty when nothing is. */
export function problemsOfDecisionTable(given: {
  readonly name: string;
  readonly description?: string | null | undefined;
}): Problem[] {
  return [...problemsOfName('name', given.name), ...problemsOfNote('description', given.description)];
}
