import { amountOf, amountOrNothingOf, isProblem } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import type { AllocationScenarioInput } from '@courtesy/graph-types/metrics';
import type { Resolvers } from '../resolver-types.ts';
import { problemsOfAllocation, shareOut, type AllocationScenario } from './allocation.ts';

/** Shares out what was asked. @throws BadInput for what cannot be shared out. */
function scenarioOf(input: AllocationScenarioInput): AllocationScenario {
  const [amount, costOfOne] = [amountOrNothingOf('amount', input.amount), amountOf('costOfOne', input.costOfOne)];
  const unread = [amount, costOfOne].find(isProblem);
  if (isProblem(amount) || isProblem(costOfOne)) throw new BadInput(`${unread?.path} ${unread?.message}.`);
  const [problem] = problemsOfAllocation(input, { amount, costOfOne });
  if (problem) throw new BadInput(`${problem.path} ${problem.message}.`);
  return shareOut(input.lines, { amount, costOfOne });
}

/** How the SDL of allocation scenarios maps to functions. */
export const allocationResolvers: Resolvers = {
  Query: { allocationScenario: (_, { input }) => scenarioOf(input) },
};
