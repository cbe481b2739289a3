import { casesById } from '../case/case.store.ts';
import { searchesOfCallouts } from '../escalation/cover-search.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { acknowledgeCallout, standDownCallout, summonManager } from './callout.commands.ts';
import { calloutsById, listCallouts } from './callout.store.ts';

const reference = (id: string | null) => (id ? { id } : null);

/** How the SDL of call-outs maps to functions. */
export const calloutResolvers: Resolvers = {
  Query: {
    callout: (_, { id }, context) => context.load(calloutsById, id, undefined),
    callouts: (_, args, { db, actor, now }) => listCallouts(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    summonManager: (_, { input }, context) => summonManager(context, input),
    acknowledgeCallout: (_, { input }, context) => acknowledgeCallout(context, input),
    standDownCallout: (_, { input }, context) => standDownCallout(context, input),
  },
  Callout: {
    __resolveReference: ({ id }, context) => context.load(calloutsById, id, undefined),
    site: ({ siteId }) => ({ id: siteId }),
    case: ({ caseId }, _, context) => (caseId ? context.load(casesById, caseId, undefined) : null),
    requestedBy: ({ requesterId }) => reference(requesterId),
    to: ({ toPersonId }) => reference(toPersonId),
    searches: async ({ id }, _, context) => (await context.load(searchesOfCallouts, id, undefined)) ?? [],
  },
  CalloutIsSettled: {
    message: ({ callout }) => `This call-out is ${callout.status.toLowerCase().replace('_', ' ')}.`,
  },
  CalloutIsForAnother: {
    message: () => 'Somebody else is called; only they can answer.',
  },
};
