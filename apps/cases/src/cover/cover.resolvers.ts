import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { arrangeCover, endCover } from './cover.commands.ts';
import { isInForce } from './cover.ts';
import { coversById, coversOfPersons, holdersNow } from './cover.store.ts';

/** How the SDL of covers maps to functions. */
export const coverResolvers: Resolvers = {
  Mutation: {
    arrangeCover: (_, { input }, context) => arrangeCover(context, input),
    endCover: (_, { input }, context) => endCover(context, input),
  },
  Person: {
    covers: ({ id }, page, context) => nestedPage(context, coversOfPersons, id, page),
    coveredBy: async ({ id }, _, context) => {
      const holder = (await holdersNow(context)).get(id);
      return holder ? { id: holder } : null;
    },
  },
  Cover: {
    __resolveReference: ({ id }, context) => context.load(coversById, id, undefined),
    person: ({ personId }) => ({ id: personId }),
    deputy: ({ deputyId }) => ({ id: deputyId }),
    isInForce: (cover, _, { now }) => isInForce(cover, now()),
  },
  CoverOverlaps: { message: () => 'Somebody covers for this person already at that time; end that first.' },
  CoverIsOver: { message: () => 'This cover was over before.' },
};
