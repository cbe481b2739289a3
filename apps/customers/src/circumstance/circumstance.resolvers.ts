import { customerOf, nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { endCircumstance, recordCircumstance } from './circumstance.commands.ts';
import { circumstancePages, circumstancesById } from './circumstance.store.ts';

/** How the SDL of circumstances maps to functions. */
export const circumstanceResolvers: Resolvers = {
  Mutation: {
    recordCircumstance: (_, { input }, context) => recordCircumstance(context, input),
    endCircumstance: (_, { input }, context) => endCircumstance(context, input),
  },
  Customer: {
    circumstances: ({ id }, args, context) => nestedPage(context, circumstancePages, id, args),
  },
  Circumstance: {
    __resolveReference: ({ id }, context) => context.load(circumstancesById, id, undefined),
    customer: (circumstance, _, context) => customerOf(context, circumstance),
    current: ({ endedAt }) => endedAt === null,
  },
  CircumstanceAlreadyRecorded: {
    message: ({ circumstance }) => `"${circumstance.name}" is on record for this customer and holds.`,
  },
};
