import type { Context } from '@courtesy/subgraph';
import { nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { assignCustomerTier, endCustomerTier, establishCustomerTier } from './tier.commands.ts';
import { listTiers, tierPages, tiersById, tiersHeld } from './tier.store.ts';
import type { CustomerTier } from './tier.ts';

async function tierOf(context: Context, id: string): Promise<CustomerTier> {
  const tier = await context.load(tiersById, id, undefined);
  if (!tier) throw new Error(`The tier ${id} is not there`);
  return tier;
}

/** How the SDL of tiers maps to functions. */
export const tierResolvers: Resolvers = {
  Query: {
    customerTier: (_, { id }, context) => context.load(tiersById, id, undefined),
    customerTiers: (_, page, { db }) => listTiers(db.manager, page),
  },
  Mutation: {
    establishCustomerTier: (_, { input }, context) => establishCustomerTier(context, input),
    assignCustomerTier: (_, { input }, context) => assignCustomerTier(context, input),
    endCustomerTier: (_, { input }, context) => endCustomerTier(context, input),
  },
  Customer: {
    tier: async ({ id, asOf: seenAt }, { asOf }, context) => {
      const at = (asOf ?? seenAt ?? context.now()).toISOString();
      const held = await context.load(tiersHeld, id, { at });
      return held && tierOf(context, held.tierId);
    },
    tierHistory: ({ id }, page, context) => nestedPage(context, tierPages, id, page),
  },
  CustomerTier: { __resolveReference: ({ id }, context) => context.load(tiersById, id, undefined) },
  TierAssignment: { tier: ({ tierId }, _, context) => tierOf(context, tierId) },
  CustomerTierTaken: {
    message: ({ tier }) =>
      `There is a tier ${tier.name} of rank ${tier.rank} already; no two have the same name or rank.`,
  },
};
