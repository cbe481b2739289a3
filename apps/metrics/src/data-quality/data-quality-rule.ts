import type { Problem } from '@courtesy/kernel';
import type { DataQualityKind, DataQualitySeverity } from '@courtesy/graph-types/metrics';

/** The kinds of facts that rules are about. */
export type JudgedFacts = 'CASES' | 'CONTACTS';

/** What must be true of facts for figures of them to be trusted, and who sees to it. */
export interface DataQualityRule {
  readonly id: string;
  readonly kind: DataQualityKind;
  readonly facts: JudgedFacts;
  readonly severity: DataQualitySeverity;
  /** Whole milliseconds; null for kinds that need no limit. */
  readonly limit: number | null;
  readonly ownerId: string;
  readonly adoptedAt: Date;
  /** From then on nothing is found by it. Null while it holds. */
  readonly retiredAt: Date | null;
  readonly version: number;
}

/** One fact that breaks a rule. */
export interface DataQualityFinding {
  readonly id: string;
  readonly ruleId: string;
  /** The version of the rule by which it was found. */
  readonly ruleVersion: number;
  readonly facts: JudgedFacts;
  /** The fact: the id of its record. */
  readonly recordId: string;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly personId: string | null;
  readonly foundAt: Date;
  /** When the fact was mended, or the rule was retired or came to hold for less. Null while it stands. */
  readonly resolvedAt: Date | null;
  readonly waivedAt: Date | null;
  readonly waivedById: string | null;
  /** Why it is put up with. */
  readonly waiver: string | null;
}

/** How many of the records that a figure counts break one rule. */
export interface MetricHarm {
  readonly ruleId: string;
  readonly harmed: number;
}

/** How much of what a figure counts is unharmed. */
export interface MetricCoverage {
  readonly counted: number;
  readonly harmed: number;
  readonly harms: readonly MetricHarm[];
}

/** There is a rule of this kind that holds. Nothing was done. */
export interface DataQualityRuleExists {
  readonly type: 'DataQualityRuleExists';
  readonly rule: DataQualityRule;
}

/** The rule was retired before. Nothing was done. */
export interface DataQualityRuleIsRetired {
  readonly type: 'DataQualityRuleIsRetired';
  readonly rule: DataQualityRule;
}

/** The finding was resolved or waived before. Nothing was done. */
export interface DataQualityFindingIsOver {
  readonly type: 'DataQualityFindingIsOver';
  readonly finding: DataQualityFinding;
}

/** What each kind of rule is about, and the limit that it has unless another is given, in milliseconds. */
export const kinds: Readonly<Record<DataQualityKind, { readonly facts: JudgedFacts; readonly limit: number | null }>> =
  {
    CASE_WITHOUT_CATEGORY: { facts: 'CASES', limit: null },
    CASE_WITHOUT_SITE: { facts: 'CASES', limit: null },
    CASE_ANSWERED_BEFORE_OPENED: { facts: 'CASES', limit: null },
    CASE_TAKEN_TWICE: { facts: 'CASES', limit: null },
    CONTACT_OF_NOBODY: { facts: 'CONTACTS', limit: null },
    CONTACT_TOO_LONG: { facts: 'CONTACTS', limit: 4 * 3_600_000 },
    CONTACT_AFTER_LEAVING: { facts: 'CONTACTS', limit: null },
    CONTACT_BEFORE_CASE: { facts: 'CONTACTS', limit: 30 * 86_400_000 },
  };

/** The longest limit, in milliseconds. */
const MAX_LIMIT = 366 * 86_400_000;
/** The longest reason, in characters. */
const MAX_REASON = 1_000;

/** What is wrong with a limit for a kind of rule. */
export function problemsOfLimit(kind: DataQualityKind, limit: number | null | undefined): Problem[] {
  if (limit == null) return [];
  if (kinds[kind].limit === null) return [{ path: 'limit', message: `is of no meaning for ${kind}` }];
  return limit > 0 && limit <= MAX_LIMIT
    ? []
    : [{ path: 'limit', message: 'must be more than nothing and at most P366D' }];
}

/** What is wrong with a reason. */
export const problemsOfReason = (because: string): Problem[] =>
  because.trim() !== '' && because.length <= MAX_REASON
    ? []
    : [{ path: 'because', message: `must have 1 to ${MAX_REASON} characters` }];
