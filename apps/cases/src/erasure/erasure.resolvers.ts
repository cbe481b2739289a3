import { personalDataPage } from '@courtesy/persistence';
import { eraseForCustomers } from '@courtesy/subgraph';
import { personalData } from '../personal-data.ts';
import type { Resolvers } from '../resolver-types.ts';

/** How the SDL of erasing and telling what is kept maps to functions. */
export const erasureResolvers: Resolvers = {
  Query: {
    personalDataInCases: (_, { of }, { db }) =>
      personalDataPage(db.manager, personalData, { ...of, after: of.after ?? null }),
  },
  Mutation: { eraseInCases: (_, { input }, context) => eraseForCustomers(context, input) },
};
