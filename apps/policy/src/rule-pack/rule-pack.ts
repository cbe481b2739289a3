import type { Duration } from '@courtesy/kernel';
import type { HeadOfLoss, PolicyKind } from '@courtesy/graph-types/policy';
import type { DecisionModel } from '../dmn/model.ts';

/** On what a pack rests, with the day on which it read so. */
export interface RulePackSource {
  readonly title: string;
  readonly url: string | null;
  readonly readOn: string;
}

/** A clause of the policy that a pack brings. */
export interface RulePackClause {
  readonly anchor: string;
  readonly heading: string | null;
  readonly text: string;
}

/** The compensation scheme that a pack brings. Amounts are in its currency's main unit, as decimal text. */
export interface RulePackScheme {
  readonly name: string;
  readonly currency: string;
  readonly summary: string;
  readonly source: RulePackSource;
  readonly bands: readonly {
    readonly head: HeadOfLoss;
    readonly code: string;
    readonly name: string;
    readonly description: string;
    readonly min: string;
    readonly max: string;
    readonly clause: string;
  }[];
  readonly uplifts: readonly {
    readonly code: string;
    readonly percent: number;
    readonly reason: string;
    readonly heads: HeadOfLoss[];
  }[];
}

/** What stands in the file `pack.json` of a pack of rules. */
export interface RulePackFile {
  readonly title: string;
  readonly description: string;
  /** What to do before anything of it is approved. */
  readonly advice: string;
  readonly sources: readonly RulePackSource[];
  readonly policy: {
    readonly title: string;
    readonly kind: PolicyKind;
    /** How long after its installation the policy is to be looked at again. */
    readonly reviewAfter: Duration;
    readonly summary: string;
    readonly clauses: RulePackClause[];
  };
  readonly tables: readonly { readonly file: string; readonly description: string }[];
  readonly compensation: RulePackScheme | null;
}

/** A table of a pack: its model as the file has it, and as it was read. */
export interface RulePackTable {
  readonly description: string;
  readonly dmn: string;
  readonly model: DecisionModel;
  /** Name of the decision that is asked. */
  readonly decision: string;
}

/** A policy with its clauses, decision tables and compensation scheme that ships with the product. */
export interface RulePack extends Omit<RulePackFile, 'tables'> {
  readonly name: string;
  readonly tables: readonly RulePackTable[];
}

/** What came of installing a pack. */
export interface RulePackInstallation {
  /** The name of the pack: each is installed once. */
  readonly id: string;
  readonly policyId: string;
  readonly policyVersionId: string;
  /** In the order of the pack, as are the versions. */
  readonly decisionTableIds: readonly string[];
  readonly decisionTableVersionIds: readonly string[];
  /** Null when the pack has no scheme, as is its version. */
  readonly schemeId: string | null;
  readonly schemeVersionId: string | null;
  readonly installedBy: string;
  readonly installerId: string | null;
  readonly installedAt: Date;
}

/** All of the pack is there as drafts. */
export interface RulePackInstalled {
  readonly type: 'RulePackInstalled';
  readonly installation: RulePackInstallation;
}

/** The pack was installed before. */
export interface RulePackAlreadyInstalled {
  readonly type: 'RulePackAlreadyInstalled';
  readonly installation: RulePackInstallation;
}
