import { NO_ANSWER, type RulesAnswer } from '../payment/deciding.ts';
import type { DecideStep } from '../payment/plans.commands.ts';
import { rejected } from '../payment/steps.commands.ts';

/** Holds every head of loss of an award against the bands, each under a key of its own; one outside its band rejects the award. */
export const assessHeads: DecideStep = ({ policy }) => ({
  name: 'DECIDE',
  run: async ({ subject, key, requestId }) => {
    let answer: RulesAnswer = NO_ANSWER;
    for (const [place, head] of subject.heads.entries()) {
      const { result } = await policy.assess(subject, head, { key: `${key}:${place}`, requestId });
      if (!('assessment' in result)) return rejected(result.message, answer);
      const { id, clause } = result.assessment;
      const clauseIds = clause ? [...answer.clauseIds, clause.id] : answer.clauseIds;
      answer = { ...answer, assessmentIds: [...answer.assessmentIds, id], clauseIds };
    }
    return { type: 'DONE', answer };
  },
});
