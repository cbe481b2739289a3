import { isIdOf, money } from '@courtesy/kernel';
import { asOfOf, loadAsOf } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { inWords, lineInWords } from './budget.resolvers.ts';
import { availableOf } from './budget-line.ts';
import { commitmentsAsOf, commitmentsById, entriesById } from './line.store.ts';
import { linesAsOf, linesOfMattersAsOf } from './line-then.store.ts';
import { correctBudgetLine, releaseBudget, reserveBudget, settleBudget } from './spending.commands.ts';

async function must<T>(loading: Promise<T | null>, id: string): Promise<T> {
  const loaded = await loading;
  if (loaded === null) throw new Error(`What ${id} names is not there`);
  return loaded;
}

/** How the SDL of commitments and ledgers maps to functions. */
export const spendingResolvers: Resolvers = {
  Query: {
    costEntry: (_, { id }, context) => context.load(entriesById, id, undefined),
    budgetCommitment: (_, { id }, context) => context.load(commitmentsById, id, undefined),
  },
  Mutation: {
    reserveBudget: (_, { input }, context) => reserveBudget(context, input),
    releaseBudget: (_, { input }, context) => releaseBudget(context, input),
    settleBudget: (_, { input }, context) => settleBudget(context, input),
    correctBudgetLine: (_, { input }, context) => correctBudgetLine(context, input),
  },
  CostEntry: {
    __resolveReference: ({ id }, context) => context.load(entriesById, id, undefined),
    line: (entry, _, context) =>
      must(loadAsOf(context, linesAsOf, { id: entry.lineId, at: asOfOf(entry) }), entry.lineId),
    planned: ({ plannedMinor, currency }) => money(plannedMinor, currency),
    committed: ({ committedMinor, currency }) => money(committedMinor, currency),
    actual: ({ actualMinor, currency }) => money(actualMinor, currency),
    commitment: (entry, _, context) =>
      entry.commitmentId ? loadAsOf(context, commitmentsAsOf, { id: entry.commitmentId, at: asOfOf(entry) }) : null,
    enteredBy: ({ enteredById }) => (enteredById ? { id: enteredById } : null),
  },
  BudgetCommitment: {
    __resolveReference: ({ id }, context) => context.load(commitmentsById, id, undefined),
    line: (commitment, _, context) =>
      must(loadAsOf(context, linesAsOf, { id: commitment.lineId, at: asOfOf(commitment) }), commitment.lineId),
    amount: ({ minor, currency }) => money(minor, currency),
    settled: ({ settledMinor, currency }) => (settledMinor === null ? null : money(settledMinor, currency)),
    refund: ({ forId }) => (forId && isIdOf('rfnd', forId) ? { id: forId } : null),
    award: ({ forId }) => (forId && isIdOf('awrd', forId) ? { id: forId } : null),
  },
  Refund: {
    budgetLine: ({ id }, { asOf }, context) => loadAsOf(context, linesOfMattersAsOf, { id, at: asOf ?? null }),
  },
  CompensationAward: {
    budgetLine: ({ id }, { asOf }, context) => loadAsOf(context, linesOfMattersAsOf, { id, at: asOf ?? null }),
  },
  BudgetReserved: {
    warning: async ({ line, isOver }, _, context) =>
      isOver
        ? `The line ${await lineInWords(line, context)} is over its plan by ${inWords(money(-availableOf(line), line.currency))}.`
        : null,
  },
  NoBudgetLine: {
    message: async (wanted, _, context) =>
      `No budget line counts ${await lineInWords(wanted, context)} in ${wanted.currency}; nothing was reserved.`,
  },
  BudgetLineExhausted: {
    message: async ({ line, askedMinor }, _, context) => {
      const left = inWords(money(availableOf(line), line.currency));
      const asked = inWords(money(askedMinor, line.currency));
      return `The budget line ${await lineInWords(line, context)} has ${left} left; ${asked} was asked for.`;
    },
    available: ({ line }) => money(availableOf(line), line.currency),
  },
  BudgetCommitmentEnded: {
    message: ({ commitment }) => `This commitment was ${commitment.status.toLowerCase()} before.`,
  },
};
