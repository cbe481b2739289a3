import { nestedPage } from '@courtesy/subgraph';
import { customerOf } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  answerDataSubjectRequest,
  eraseCustomer,
  extendDataSubjectRequest,
  openDataSubjectRequest,
  refuseDataSubjectRequest,
  verifyDataSubject,
} from './data-subject-request.commands.ts';
import { listDue, requestsById, requestsOfCustomers, stepsOfRequests } from './data-subject-request.store.ts';

/** How the SDL of requests by right maps to functions. */
export const dataSubjectRequestResolvers: Resolvers = {
  Query: {
    dataSubjectRequest: (_, { id }, context) => context.load(requestsById, id, undefined),
    dataSubjectRequestsDue: (_, { within, ...page }, { db, actor, now }) => {
      const until =
        within === null || within === undefined ? null : new Date(now().getTime() + within).toISOString().slice(0, 10);
      return listDue(db.manager, actor, { ...page, until });
    },
  },
  Mutation: {
    openDataSubjectRequest: (_, { input }, context) => openDataSubjectRequest(context, input),
    verifyDataSubject: (_, { input }, context) => verifyDataSubject(context, input),
    extendDataSubjectRequest: (_, { input }, context) => extendDataSubjectRequest(context, input),
    refuseDataSubjectRequest: (_, { input }, context) => refuseDataSubjectRequest(context, input),
    answerDataSubjectRequest: (_, { input }, context) => answerDataSubjectRequest(context, input),
    eraseCustomer: (_, { input }, context) => eraseCustomer(context, input),
  },
  Customer: {
    dataSubjectRequests: ({ id }, page, context) => nestedPage(context, requestsOfCustomers, id, page),
  },
  DataSubjectRequest: {
    __resolveReference: ({ id }, context) => context.load(requestsById, id, undefined),
    customer: (request, _, context) => customerOf(context, request),
    steps: async ({ id }, _, context) => (await context.load(stepsOfRequests, id, undefined)) ?? [],
  },
  CustomerErasedBefore: {
    message: () => 'The customer was erased; nothing is kept that could be asked for.',
  },
  IllegalRequestStep: {
    message: ({ request, step }) => `A request of kind ${request.kind} that is ${request.status} cannot: ${step}.`,
  },
  LegalHoldInPlace: {
    message: ({ hold }) => `What is kept of the customer must stay: ${hold.reason}`,
  },
  StillNeeded: {
    message: ({ openCases }) => `${openCases} cases of the customer have not ended; end them first.`,
  },
};
