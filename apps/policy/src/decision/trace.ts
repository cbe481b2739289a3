import type { DecisionTableVersion } from '../decision-table/decision-table-version.ts';
import type { RuleConcluded, TableConcluded } from '../dmn/uncertain-table.ts';

/** What a table did, beside the version and the policy it is of. */
export interface TracedTable {
  readonly version: DecisionTableVersion;
  readonly policyId: string;
  readonly table: TableConcluded;
}

/** What became of a rule, beside the table it stands in. */
export interface TracedRule extends TracedTable {
  readonly rule: RuleConcluded;
}
