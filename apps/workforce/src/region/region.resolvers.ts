import { present } from '../directory/present.ts';
import { referenceOf } from '../directory/reference.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesOfRegions } from '../site/site.store.ts';
import { establishRegion, renameRegion } from './region.commands.ts';
import { listRegions, regionsById } from './region.store.ts';

/** How the SDL of regions maps to functions. */
export const regionResolvers: Resolvers = {
  Query: {
    region: (_, { id }, context) => context.load(regionsById, id, undefined),
    regions: (_, args, { db, now }) => listRegions(db.manager, { ...args, now: now() }),
  },
  Mutation: {
    establishRegion: (_, { input }, context) => establishRegion(context, input),
    renameRegion: (_, { input }, context) => renameRegion(context, input),
  },
  Region: {
    __resolveReference: ({ id }, context) => context.load(regionsById, id, undefined),
    sites: ({ id }, args, context) => present(context.load(sitesOfRegions, id, args), id),
    externalReference: referenceOf,
  },
};
