import type { Connection, PageArgs } from '@courtesy/persistence';
import type { Batch, Context } from '@courtesy/subgraph';
import { policyVersionsById } from '../policy/policy-version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { acknowledgePolicyVersion } from './acknowledgement.commands.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import {
  acknowledgementsById,
  acknowledgementsOfPeople,
  acknowledgementsOfVersions,
  listGaps,
} from './acknowledgement.store.ts';

async function page(
  batch: Batch<Connection<Acknowledgement>, PageArgs>,
  { id }: { readonly id: string },
  { first, after }: PageArgs,
  context: Context,
): Promise<Connection<Acknowledgement>> {
  const found = await context.load(batch, id, { first, after });
  if (!found) throw new Error(`No page of acknowledgements came back for ${id}`);
  return found;
}

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
    acknowledgements: (version, args, context) => page(acknowledgementsOfVersions, version, args, context),
  },
  Person: {
    acknowledgements: (person, args, context) => page(acknowledgementsOfPeople, person, args, context),
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
