import { nestedPage, survivorOf } from '@courtesy/subgraph';
import { casesById } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { raiseConcern, recordStaffSupport, reviewConcern } from './conduct-warning.commands.ts';
import { conductWarningsById, listConductWarnings, warningsOfCustomers } from './conduct-warning.store.ts';
import { guidanceOn } from './conduct-warning.ts';

const reference = (id: string | null) => (id ? { id } : null);

/** How the SDL of warnings maps to functions. */
export const conductWarningResolvers: Resolvers = {
  Query: {
    conductWarning: (_, { id }, context) => context.load(conductWarningsById, id, undefined),
    conductWarnings: (_, args, { db, actor, now }) => listConductWarnings(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    raiseConcern: (_, { input }, context) => raiseConcern(context, input),
    reviewConcern: (_, { input }, context) => reviewConcern(context, input),
    recordStaffSupport: (_, { input }, context) => recordStaffSupport(context, input),
  },
  Customer: {
    conductWarnings: ({ id }, page, context) => nestedPage(context, warningsOfCustomers, id, page),
  },
  ConductWarning: {
    __resolveReference: ({ id }, context) => context.load(conductWarningsById, id, undefined),
    customer: ({ customerId }, _, context) => survivorOf(context, customerId),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    raisedBy: ({ raisedById }) => reference(raisedById),
    reviewedBy: ({ reviewedById }) => reference(reviewedById),
    affected: ({ affectedPersonId }) => reference(affectedPersonId),
    guidance: ({ kind }) => [...guidanceOn(kind)],
    isReviewDue: ({ status, reviewBy }, _, { now }) => status === 'ACTIVE' && reviewBy <= now(),
    isCoolingOff: ({ coolingOffUntil }, _, { now }) => coolingOffUntil !== null && coolingOffUntil > now(),
  },
  ConcernIsSettled: {
    message: ({ warning }) =>
      warning.status === 'LIFTED' ? 'This warning was lifted.' : 'Nobody is to be looked after any more.',
  },
  ConcernIsOwn: {
    message: () => 'Somebody else must do this: it is about you, or you raised it.',
  },
};
