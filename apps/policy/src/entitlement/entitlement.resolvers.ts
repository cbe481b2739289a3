import { nestedPage, type Context } from '@courtesy/subgraph';
import { contractOf } from '../contract/contract.resolvers.ts';
import type { Resolvers } from '../resolver-types.ts';
import { returnEntitlementUse, useEntitlement } from './entitlement.commands.ts';
import { amountOf, termsOf, type Entitlement, type EntitlementUse } from './entitlement.ts';
import { entitlementsById, usePages, usesById } from './entitlement.store.ts';

/** The entitlement of a row of a ledger. Whoever sees the one sees the other. */
async function entitlementOf(context: Context, { id, entitlementId }: EntitlementUse): Promise<Entitlement> {
  const entitlement = await context.load(entitlementsById, entitlementId, undefined);
  if (!entitlement) throw new Error(`The entitlement of ${id} is not there`);
  return entitlement;
}

const mismatches = {
  NOT_IN_FORCE: 'its contract is not in force today',
  OTHER_CHANNEL: 'it is for another channel',
  OTHER_MOMENT: 'it is used at another moment of a case',
} as const;

/** How the SDL of entitlements maps to functions. */
export const entitlementResolvers: Resolvers = {
  Query: {
    entitlement: (_, { id }, context) => context.load(entitlementsById, id, undefined),
  },
  Mutation: {
    useEntitlement: (_, { input }, context) => useEntitlement(context, input),
    returnEntitlementUse: (_, { input }, context) => returnEntitlementUse(context, input),
  },
  Entitlement: {
    __resolveReference: ({ id }, context) => context.load(entitlementsById, id, undefined),
    contract: (entitlement, _, context) => contractOf(context, entitlement),
    total: ({ allocation, total }) => amountOf(allocation, total),
    remaining: ({ allocation, remaining }) => amountOf(allocation, remaining),
    uses: ({ id }, page, context) => nestedPage(context, usePages, id, page),
  },
  EntitlementUse: {
    __resolveReference: ({ id }, context) => context.load(usesById, id, undefined),
    entitlement: (use, _, context) => entitlementOf(context, use),
    amount: async (use, _, context) => amountOf((await entitlementOf(context, use)).allocation, use.units),
    case: ({ caseId }) => ({ id: caseId }),
    returns: ({ returnsId }, _, context) => (returnsId ? context.load(usesById, returnsId, undefined) : null),
    recordedBy: ({ personId }) => (personId ? { id: personId } : null),
  },
  EntitlementAmount: {
    terms: termsOf,
    minutes: ({ units, allocation }) => (allocation === 'HOURS' ? units : null),
  },
  EntitlementExhausted: {
    message: ({ entitlement, remaining }) =>
      `"${entitlement.name}" has ${termsOf(remaining)} left, which is not enough for this.`,
  },
  EntitlementNotApplicable: {
    message: ({ entitlement, mismatch }) => `"${entitlement.name}" does not count for this: ${mismatches[mismatch]}.`,
  },
  EntitlementUseNotReturnable: {
    message: ({ use }) =>
      use.kind === 'RETURN'
        ? 'This row gives a use back itself; it cannot be given back.'
        : 'This use was given back before.',
  },
};
