import type { Resolvers } from '../resolver-types.ts';
import { complain } from './portal.commands.ts';

/** How the SDL of what customers do themselves maps to functions. */
export const portalResolvers: Resolvers = {
  Mutation: { complain: (_, { input }, context) => complain(context, input) },
};
