import { loadAsOf, pageAsOf } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { abandonPayout, approvePayout, rejectPayout, resumePayout } from '../payment/handling.commands.ts';
import { asSuccess, payoutFields } from '../payment/payment.resolvers.ts';
import { listStuck, payoutsBy } from '../payment/payout.store.ts';
import { awardCompensation } from './award.commands.ts';
import type { CompensationAward } from './award.ts';

const { byId: awardsById, ofCases } = payoutsBy.AWARD;
const which = (input: { readonly awardId: string; readonly expectedVersion?: number | null | undefined }) => ({
  ...{ kind: 'AWARD' as const, id: input.awardId, expectedVersion: input.expectedVersion },
});

/** How the SDL of awards maps to functions. */
export const awardResolvers: Resolvers = {
  Query: {
    award: async (_, { id, asOf }, context) =>
      (await loadAsOf(context, awardsById, { id, at: asOf ?? null })) as CompensationAward | null,
    stuckAwards: (_, page, { db, actor }) => listStuck(db.manager, actor, { ...page, kind: 'AWARD' }) as never,
  },
  Mutation: {
    awardCompensation: async (_, { input }, context) =>
      asSuccess('AwardRequested', 'award')(await awardCompensation(context, input)),
    approveAward: async (_, { input }, context) =>
      asSuccess('AwardApproved', 'award')(await approvePayout(context, which(input))),
    rejectAward: async (_, { input }, context) =>
      asSuccess('AwardRejected', 'award')(await rejectPayout(context, which(input), input.reason)),
    resumeAward: async (_, { input }, context) =>
      asSuccess('AwardResumed', 'award')(await resumePayout(context, which(input))),
    abandonAward: async (_, { input }, context) =>
      asSuccess('AwardAbandoned', 'award')(await abandonPayout(context, which(input), input.reason)),
  },
  Case: {
    awards: (of, page, context) => pageAsOf(context, ofCases, { of, page }) as never,
  },
  CompensationAward: {
    ...payoutFields,
    __resolveReference: async ({ id }, context) =>
      (await context.load(awardsById.now, id, undefined)) as CompensationAward | null,
    heads: ({ heads, currency }) =>
      heads.map(({ head, minor, basis }) => ({ head, basis, amount: { minor: BigInt(minor), currency } })),
    assessments: ({ assessmentIds }) => assessmentIds.map((id) => ({ id })),
  },
};
