import { present } from '../directory/present.ts';
import { applicantsOfOpenings } from '../applicant/applicant.store.ts';
import { requisitionsById } from '../requisition/requisition.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { closeOpening, publishOpening } from './opening.commands.ts';
import { listOpenings, openingsById, openingsOfRequisitions } from './opening.store.ts';

/** How the SDL of openings maps to functions. */
export const openingResolvers: Resolvers = {
  Query: {
    opening: (_, { id }, context) => context.load(openingsById, id, undefined),
    openings: (_, { openOnly, ...page }, { db }) => listOpenings(db.manager, { ...page, openOnly: openOnly ?? true }),
  },
  Mutation: {
    publishOpening: (_, { input }, context) => publishOpening(context, input),
    closeOpening: (_, { input }, context) => closeOpening(context, input),
  },
  Requisition: {
    openings: ({ id }, args, context) => present(context.load(openingsOfRequisitions, id, args), id),
  },
  Opening: {
    __resolveReference: ({ id }, context) => context.load(openingsById, id, undefined),
    requisition: ({ requisitionId }, _, context) => context.load(requisitionsById, requisitionId, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    criteria: ({ criteria }) => [...criteria],
    applicants: ({ id }, args, context) => context.load(applicantsOfOpenings, id, args),
  },
  OpeningIsClosed: {
    message: ({ opening }) => `This opening was closed at ${opening.closedAt?.toISOString() ?? ''}.`,
  },
};
