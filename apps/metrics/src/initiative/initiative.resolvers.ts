import { money } from '@courtesy/kernel';
import type { Resolvers } from '../resolver-types.ts';
import { causesById } from '../root-cause/root-cause.store.ts';
import { endInitiative, proposeInitiative, startInitiative } from './initiative.commands.ts';
import { benefitOf, initiativesById, listInitiatives, openInitiatives } from './initiative.store.ts';

const nextStep = {
  PROPOSED: 'start it first',
  IN_PROGRESS: 'it is under way',
  DONE: 'it has ended',
  STOPPED: 'it has ended',
};

/** How the SDL of initiatives maps to functions. */
export const initiativeResolvers: Resolvers = {
  Query: {
    initiative: (_, { id }, context) => context.load(initiativesById, id, undefined),
    initiatives: (_, page, { db }) => listInitiatives(db.manager, page),
  },
  Mutation: {
    proposeInitiative: (_, { input }, context) => proposeInitiative(context, input),
    startInitiative: (_, { input }, context) => startInitiative(context, input),
    endInitiative: (_, { input }, context) => endInitiative(context, input),
  },
  Cause: {
    openInitiative: ({ id }, { asOf }, context) => context.load(openInitiatives, id, { asOf: asOf ?? null }),
  },
  Initiative: {
    __resolveReference: ({ id }, context) => context.load(initiativesById, id, undefined),
    owner: ({ ownerId }) => ({ id: ownerId }),
    cause: ({ causeId }, _, context) => (causeId ? context.load(causesById, causeId, undefined) : null),
    sites: ({ siteIds }) => siteIds.map((id) => ({ id })),
    controlSites: ({ controlSiteIds }) => controlSiteIds.map((id) => ({ id })),
    unitValue: ({ unitAmount, unitCurrency }) => money(unitAmount, unitCurrency),
    baseline: ({ baseline }) => baseline ?? [],
    benefit: (initiative, args, context) => benefitOf(context, initiative, args),
    benefitToDate: async (initiative, args, context) => (await benefitOf(context, initiative, args))?.toDate ?? null,
  },
  InitiativeIsElsewhere: {
    message: ({ initiative }) => `${initiative.title} is ${initiative.status}: ${nextStep[initiative.status]}.`,
  },
};
