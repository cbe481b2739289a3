import { survivorOf } from '@courtesy/subgraph';
import { schemesById } from '../compensation-scheme/compensation-scheme.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { decideException, requestException } from './policy-exception.commands.ts';
import { compensationLeave, grantException, holds, refuseException, statusOfException } from './policy-exception.ts';
import { exceptionsById, listExceptions } from './policy-exception.store.ts';

const reference = (id: string | null) => (id ? { id } : null);

/** How the SDL of exceptions maps to functions. */
export const policyExceptionResolvers: Resolvers = {
  Query: {
    exception: (_, { id }, context) => context.load(exceptionsById, id, undefined),
    exceptions: (_, args, { db, now }) => listExceptions(db.manager, { ...args, now: now() }),
  },
  Mutation: {
    requestException: (_, { input }, context) => requestException(context, input),
    grantException: (_, { input }, context) => decideException(context, input, grantException),
    refuseException: (_, { input }, context) => decideException(context, input, refuseException),
  },
  PolicyException: {
    __resolveReference: ({ id }, context) => context.load(exceptionsById, id, undefined),
    case: ({ caseId }) => reference(caseId),
    customer: ({ customerId }, _, context) => (customerId ? survivorOf(context, customerId) : null),
    compensation: (exception) => compensationLeave(exception),
    status: (exception, _, { now }) => statusOfException(exception, now()),
    isInForce: (exception, _, { now }) => holds(exception, now()),
    requester: ({ requesterId }) => reference(requesterId),
    approver: ({ deciderId }) => reference(deciderId),
  },
  CompensationLeave: {
    scheme: ({ schemeId }, _, context) => (schemeId ? context.load(schemesById, schemeId, undefined) : null),
  },
  ExceptionNotOpen: {
    message: ({ exception }, _, { now }) =>
      `${exception.id} is ${statusOfException(exception, now())}: nothing is left to decide.`,
  },
};
