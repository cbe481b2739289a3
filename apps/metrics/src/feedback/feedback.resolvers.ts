import { nestedPage, survivorOf } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { feedbackIdOf, responseIdOf } from '../survey/survey-events.ts';
import { giveFeedback } from './feedback.commands.ts';
import { feedbackById, feedbackOfCases, feedbackOfCustomers } from './feedback.store.ts';

/** How the SDL of feedback maps to functions. */
export const feedbackResolvers: Resolvers = {
  Query: { feedback: (_, { id }, context) => context.load(feedbackById, responseIdOf(id), undefined) },
  Mutation: { giveFeedback: (_, { input }, context) => giveFeedback(context, input) },
  Customer: { feedback: ({ id }, page, context) => nestedPage(context, feedbackOfCustomers, id, page) },
  Case: { feedback: ({ id }, page, context) => nestedPage(context, feedbackOfCases, id, page) },
  Feedback: {
    __resolveReference: ({ id }, context) => context.load(feedbackById, responseIdOf(id), undefined),
    id: ({ id }) => feedbackIdOf(id),
    customer: ({ customerId }, _, context) => survivorOf(context, customerId),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
    person: ({ personId }) => (personId ? { id: personId } : null),
  },
  FeedbackAlreadyGiven: {
    message: ({ feedback }) => `The customer gave this answer ${feedback.score} of 5 already.`,
  },
  CaseNotAnswered: {
    message: () => 'The case has no answer that stands; feedback is about an answer.',
    case: ({ caseId }) => ({ id: caseId }),
  },
};
