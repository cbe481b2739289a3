import { eraseForCustomers } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';

/** How the SDL of erasing maps to functions. */
export const erasureResolvers: Resolvers = {
  Mutation: { eraseInCases: (_, { input }, context) => eraseForCustomers(context, input) },
};
