import type { DecisionModel } from '../dmn/model.ts';
import type { Provision } from '../policy/clause.ts';
import { provisionOfRule } from './citation.ts';
import type { DecisionTableVersion } from './decision-table-version.ts';
import { tablesNeededBy } from './model-tables.ts';
import type { RulePlace, RuleTableAnalysis } from './table-findings.ts';

/** A rule and the provision it cites; null when it cites none. */
export interface CitingRule {
  readonly rule: RulePlace;
  readonly provision: Provision | null;
}

/** Some facts would get no answer. */
export interface TableHasGap {
  readonly type: 'TableHasGap';
  readonly decisionTableVersion: DecisionTableVersion;
  /** The tables at fault. */
  readonly tables: readonly RuleTableAnalysis[];
}

/** Two rules match the same facts where one may. */
export interface TableHasOverlap {
  readonly type: 'TableHasOverlap';
  readonly decisionTableVersion: DecisionTableVersion;
  /** The tables at fault. */
  readonly tables: readonly RuleTableAnalysis[];
}

/** It cannot be told whether some facts would get no answer. */
export interface TableUndecided {
  readonly type: 'TableUndecided';
  readonly decisionTableVersion: DecisionTableVersion;
  /** The tables at fault. */
  readonly tables: readonly RuleTableAnalysis[];
}

/** Rules cite no clause, or one that does not stand. */
export interface ClauseMissing {
  readonly type: 'ClauseMissing';
  readonly decisionTableVersion: DecisionTableVersion;
  /** The rules at fault. */
  readonly rules: readonly CitingRule[];
  /** The instant whose wording counts. */
  readonly effectiveFrom: Date;
}

/** What keeps rules from being approved, by whomever. */
export type GateRefusal = TableHasGap | TableHasOverlap | TableUndecided | ClauseMissing;

/** What the gate looks at. */
export interface AtGate {
  readonly decisionTableVersion: DecisionTableVersion;
  readonly analyses: readonly RuleTableAnalysis[];
  readonly rules: readonly CitingRule[];
  readonly effectiveFrom: Date;
  /** Whether its policy has a provision in the version in effect at `effectiveFrom`. */
  readonly stands: (provision: Provision) => boolean;
}

/** The rules of the tables that a decision needs, each with what it cites. `policyId` is the policy of the version's table. */
export const citingRules = (model: DecisionModel, decision: string, policyId: string): CitingRule[] =>
  tablesNeededBy(model, decision).flatMap(({ place, table }) =>
    table.rules.map((rule, row) => ({
      rule: { table: place, id: rule.id, number: row + 1 },
      provision: provisionOfRule(table, rule, policyId),
    })),
  );

/** Whether a table may leave facts without an answer, for all that can be told. */
const isUndecided = ({ undecided, isComplete, hasDefault }: RuleTableAnalysis) =>
  !hasDefault && (undecided.length > 0 || !isComplete);

/**
 * What keeps a version from being approved; null when nothing does. Every table that its decision needs has to answer all facts or have a
 * default, UNIQUE has to be so, and each rule rests on a clause that `stands`. Rules that no facts reach are let through.
 */
export function refusalAtGate({
  decisionTableVersion,
  analyses,
  rules,
  effectiveFrom,
  stands,
}: AtGate): GateRefusal | null {
  const withGap = analyses.filter(({ gaps, hasDefault }) => gaps.length > 0 && !hasDefault);
  if (withGap.length > 0) return { type: 'TableHasGap', decisionTableVersion, tables: withGap };
  const withOverlap = analyses.filter(({ overlaps }) => overlaps.length > 0);
  if (withOverlap.length > 0) return { type: 'TableHasOverlap', decisionTableVersion, tables: withOverlap };
  const undecided = analyses.filter(isUndecided);
  if (undecided.length > 0) return { type: 'TableUndecided', decisionTableVersion, tables: undecided };
  const unfounded = rules.filter(({ provision }) => provision === null || !stands(provision));
  if (unfounded.length === 0) return null;
  return { type: 'ClauseMissing', decisionTableVersion, rules: unfounded, effectiveFrom };
}
