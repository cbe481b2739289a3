import type { SagaStep } from '../saga/plan.ts';
import type { BudgetAnswer } from './budget.ts';
import type { BudgetDesk } from './budget-desk.commands.ts';
import type { Payout } from './payout.ts';

const UNCOUNTED: BudgetAnswer = { type: 'UNCOUNTED', note: 'No budget line counted it; there was nothing to do.' };

/**
 * Speaks for the amount. A line under STOP that has too little left rejects the payout; without a line it passes. To undo it when nobody knows
 * what it came to, the same is asked once more: the key makes the first answer come back.
 */
export const reserveBudgetStep = (budget: BudgetDesk): SagaStep<Payout> => ({
  name: 'RESERVE_BUDGET',
  run: async ({ subject, key, requestId }) => {
    const answer = await budget.reserve(subject, { key, requestId });
    if (answer.type !== 'REFUSED') return { type: 'DONE', answer };
    return { type: 'REFUSED', answer: null, problem: answer.problem, ending: 'REJECTED' };
  },
  undo: async ({ subject, key, requestId }) => {
    let commitmentId = subject.budgetCommitmentId;
    if (commitmentId === null && subject.status === 'REQUESTED') {
      const came = await budget.reserve(subject, { key, requestId });
      commitmentId = came.type === 'RESERVED' ? came.commitmentId : null;
    }
    if (commitmentId === null) return UNCOUNTED;
    await budget.release(commitmentId, 'The payout did not come about.', { key: `${key}:undo`, requestId });
    return { commitmentId };
  },
});

/** Turns what was spoken for into what was spent. */
export const settleBudgetStep = (budget: BudgetDesk): SagaStep<Payout> => ({
  name: 'SETTLE_BUDGET',
  run: async ({ subject: { budgetCommitmentId: commitmentId }, key, requestId }) => {
    if (commitmentId === null) return { type: 'DONE', answer: UNCOUNTED };
    await budget.settle(commitmentId, { key, requestId });
    return { type: 'DONE', answer: { commitmentId } };
  },
});
