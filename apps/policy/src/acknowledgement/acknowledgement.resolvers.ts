import { nestedPage } from '@courtesy/subgraph';
import { policyVersionsById } from '../policy/policy-version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { acknowledgePolicyVersion } from './acknowledgement.commands.ts';
import {
  acknowledgementsBehindDecisions,
  acknowledgementsById,
  acknowledgementsByPerson,
  acknowledgementsOfPeople,
  acknowledgementsOfVersions,
  listGaps,
} from './acknowledgement.store.ts';

/** How the SDL of acknowledgements maps to functions. */
export const acknowledgementResolvers: Resolvers = {
  Query: {
    acknowledgementGaps: async (_, args, context) => {
      const version = await context.load(policyVersionsById, args.policyVersionId, undefined);
      return version && listGaps(context.db.manager, context.actor, args);
    },
  },
  Mutation: {
    acknowledgePolicyVersion: (_, { input }, context) => acknowledgePolicyVersion(context, input),
  },
  PolicyVersion: {
    acknowledgements: ({ id }, page, context) => nestedPage(context, acknowledgementsOfVersions, id, page),
  },
  Decision: {
    handlerAcknowledgements: async ({ id }, _, context) => [
      ...((await context.load(acknowledgementsBehindDecisions, id, undefined)) ?? []),
    ],
  },
  Person: {
    acknowledged: ({ id }, version, context) => context.load(acknowledgementsByPerson, id, version),
    acknowledgements: ({ id }, page, context) => nestedPage(context, acknowledgementsOfPeople, id, page),
  },
  Acknowledgement: {
    __resolveReference: ({ id }, context) => context.load(acknowledgementsById, id, undefined),
    person: ({ personId }) => ({ id: personId }),
    policyVersion: async ({ id, policyVersionId }, _, context) => {
      const version = await context.load(policyVersionsById, policyVersionId, undefined);
      if (!version) throw new Error(`The version of ${id} is not there`);
      return version;
    },
  },
  AcknowledgementGap: {
    person: ({ id }) => ({ id }),
    site: ({ siteId }) => ({ id: siteId }),
  },
  AlreadyAcknowledged: {
    message: ({ acknowledgement }) =>
      `This version was acknowledged at ${acknowledgement.acknowledgedAt.toISOString()}, and that one stands.`,
  },
};
