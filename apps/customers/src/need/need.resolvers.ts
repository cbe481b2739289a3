import { nestedPage } from '@courtesy/subgraph';
import { customerOf } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { answerNeed, recordNeed, restateNeed } from './need.commands.ts';
import { needsById, needsOfCases, needsOfCustomers } from './need.store.ts';

/** How the SDL of needs maps to functions. */
export const needResolvers: Resolvers = {
  Query: {
    need: (_, { id }, context) => context.load(needsById, id, undefined),
  },
  Mutation: {
    recordNeed: (_, { input }, context) => recordNeed(context, input),
    restateNeed: (_, { input }, context) => restateNeed(context, input),
    answerNeed: (_, { input }, context) => answerNeed(context, input),
  },
  Customer: {
    needs: ({ id }, { unansweredOnly, ...page }, context) =>
      nestedPage(context, unansweredOnly ? needsOfCustomers.unanswered : needsOfCustomers.all, id, page),
  },
  Case: {
    needs: ({ id }, { unansweredOnly, ...page }, context) =>
      nestedPage(context, unansweredOnly ? needsOfCases.unanswered : needsOfCases.all, id, page),
  },
  CustomerNeed: {
    __resolveReference: ({ id }, context) => context.load(needsById, id, undefined),
    customer: (need, _, context) => customerOf(context, need),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
  },
  NeedIsAnswered: {
    message: ({ need }) => `Whether this was met is answered already: ${need.answer?.toLowerCase().replace('_', ' ')}.`,
  },
};
