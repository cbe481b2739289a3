import type { DecideStep } from '../payment/plans.commands.ts';
import type { RulesAnswer } from '../payment/deciding.ts';
import { PolicyUnready, rejected } from '../payment/steps.commands.ts';

const words: Readonly<Record<string, string>> = {
  DENY: 'The rules do not allow it.',
  INSUFFICIENT_FACTS: 'The rules wait for facts that are not known.',
  NO_RULE: 'No rule says anything on it.',
  DECIDED: 'The table asked does not say whether it is allowed.',
};

/** What the refund's decision table says. Only what is allowed, or allowed with approval, goes on; the decision stays on the refund either way. */
export const decideRefund: DecideStep = ({ policy }) => ({
  name: 'DECIDE',
  run: async ({ subject, key, requestId }) => {
    const { result } = await policy.decide(subject, { key, requestId });
    const isBusy = result.__typename === 'EvaluationRefused' && result.reason === 'BUSY';
    // Policy may not have heard yet of a person who joined a moment ago.
    const isNews = result.__typename === 'NotFound' && result.id === subject.handler.personId;
    if (result.__typename !== 'DecisionMade') {
      if (isBusy || isNews) throw new PolicyUnready(result.message);
      return rejected(result.message);
    }
    const { id, outcome, clauses, policyVersions } = result.decision;
    const answer: RulesAnswer = {
      ...{ decisionId: id, outcome, assessmentIds: [] },
      policyVersionIds: policyVersions.map((version) => version.id),
      clauseIds: clauses.map((clause) => clause.id),
    };
    if (outcome === 'ALLOW' || outcome === 'NEEDS_APPROVAL') return { type: 'DONE', answer };
    return rejected(words[outcome] ?? `The rules say ${outcome}.`, answer);
  },
});
