import { customerOf, nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { liftLegalHold, placeLegalHold } from './legal-hold.commands.ts';
import { legalHoldPages, legalHoldsById } from './legal-hold.store.ts';

/** How the SDL of legal holds maps to functions. */
export const legalHoldResolvers: Resolvers = {
  Mutation: {
    placeLegalHold: (_, { input }, context) => placeLegalHold(context, input),
    liftLegalHold: (_, { input }, context) => liftLegalHold(context, input),
  },
  Customer: { legalHolds: ({ id }, args, context) => nestedPage(context, legalHoldPages, id, args) },
  LegalHold: {
    __resolveReference: ({ id }, context) => context.load(legalHoldsById, id, undefined),
    customer: (hold, _, context) => customerOf(context, hold),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
    current: ({ liftedAt }) => liftedAt === null,
  },
};
