import { nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { assignOwner, releaseOwner } from './owner.commands.ts';
import { ownerPages, ownersHeld } from './owner.store.ts';

/** How the SDL of owners maps to functions. */
export const ownerResolvers: Resolvers = {
  Mutation: {
    assignOwner: (_, { input }, context) => assignOwner(context, input),
    releaseOwner: (_, { input }, context) => releaseOwner(context, input),
  },
  Customer: {
    owner: ({ id, asOf: seenAt }, { asOf }, context) =>
      context.load(ownersHeld, id, { at: (asOf ?? seenAt ?? context.now()).toISOString() }),
    ownerHistory: ({ id }, page, context) => nestedPage(context, ownerPages, id, page),
  },
  OwnerAssignment: {
    person: ({ personId }) => ({ id: personId }),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
  },
};
