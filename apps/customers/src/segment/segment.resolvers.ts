import { listCustomers } from '../customer/customer.store.ts';
import { defaultCountry } from '../settings.ts';
import type { Resolvers } from '../resolver-types.ts';
import { removeSegment, reviseSegment, saveSegment } from './segment.commands.ts';
import { readFilter } from './segment.ts';
import { listSegments, segmentsById } from './segment.store.ts';

/** How the SDL of segments maps to functions. */
export const segmentResolvers: Resolvers = {
  Query: {
    segment: (_, { id }, context) => context.load(segmentsById, id, undefined),
    segments: (_, page, { db, actor }) => listSegments(db.manager, actor, page),
  },
  Mutation: {
    saveSegment: (_, { input }, context) => saveSegment(context, input),
    reviseSegment: (_, { input }, context) => reviseSegment(context, input),
    removeSegment: (_, { input }, context) => removeSegment(context, input),
  },
  Segment: {
    __resolveReference: ({ id }, context) => context.load(segmentsById, id, undefined),
    isOwn: ({ savedBy }, _, { actor }) => savedBy === actor.subject,
    customers: ({ filter }, page, context) =>
      listCustomers(context.db.manager, context.actor, {
        ...{ ...page, where: readFilter(filter), now: context.now(), country: defaultCountry(context) },
      }),
  },
};
