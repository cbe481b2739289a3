import type { Payout } from './payout.ts';

/** What the rules said, as it stays on the payout: a decision, or the assessments of an award. */
export interface RulesAnswer {
  readonly decisionId: string | null;
  readonly outcome: string | null;
  readonly assessmentIds: readonly string[];
  readonly policyVersionIds: readonly string[];
  readonly clauseIds: readonly string[];
}

/** Nothing yet. */
export const NO_ANSWER: RulesAnswer = {
  ...{ decisionId: null, outcome: null, assessmentIds: [], policyVersionIds: [], clauseIds: [] },
};

/** The payout with what the rules said on it. */
export const deciding = (payout: Payout, answer: unknown): Payout => ({
  ...payout,
  ...(answer as RulesAnswer),
  version: payout.version + 1,
});
