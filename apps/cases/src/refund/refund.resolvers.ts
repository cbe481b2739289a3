import { decimalOf } from '@courtesy/kernel';
import { loadAsOf, pageAsOf } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { abandonPayout, approvePayout, rejectPayout, resumePayout } from '../payment/handling.commands.ts';
import { asSuccess, payoutFields } from '../payment/payment.resolvers.ts';
import { listStuck, payoutsBy } from '../payment/payout.store.ts';
import type { Refund } from './refund.ts';
import { linesOfRefunds, refundableOfLines } from './refund.store.ts';
import { requestRefund } from './refund.commands.ts';

const { byId: refundsById, ofCases } = payoutsBy.REFUND;
const which = (input: { readonly refundId: string; readonly expectedVersion?: number | null | undefined }) => ({
  ...{ kind: 'REFUND' as const, id: input.refundId, expectedVersion: input.expectedVersion },
});

/** How the SDL of refunds maps to functions. */
export const refundResolvers: Resolvers = {
  Query: {
    refund: async (_, { id, asOf }, context) =>
      (await loadAsOf(context, refundsById, { id, at: asOf ?? null })) as Refund | null,
    stuckRefunds: (_, page, { db, actor }) => listStuck(db.manager, actor, { ...page, kind: 'REFUND' }) as never,
  },
  Mutation: {
    requestRefund: async (_, { input }, context) =>
      asSuccess('RefundRequested', 'refund')(await requestRefund(context, input)),
    approveRefund: async (_, { input }, context) =>
      asSuccess('RefundApproved', 'refund')(await approvePayout(context, which(input))),
    rejectRefund: async (_, { input }, context) =>
      asSuccess('RefundRejected', 'refund')(await rejectPayout(context, which(input), input.reason)),
    resumeRefund: async (_, { input }, context) =>
      asSuccess('RefundResumed', 'refund')(await resumePayout(context, which(input))),
    abandonRefund: async (_, { input }, context) =>
      asSuccess('RefundAbandoned', 'refund')(await abandonPayout(context, which(input), input.reason)),
  },
  Case: {
    refunds: (of, page, context) => pageAsOf(context, ofCases, { of, page }) as never,
  },
  Refund: {
    ...payoutFields,
    __resolveReference: async ({ id }, context) =>
      (await context.load(refundsById.now, id, undefined)) as Refund | null,
    purchase: ({ purchaseId }) => (purchaseId === null ? null : { id: purchaseId }),
    lines: async ({ id, currency }, _, context) => {
      const lines = (await context.load(linesOfRefunds, id, undefined)) ?? [];
      return lines.map(({ lineId, minor }) => ({ line: { id: lineId }, amount: { minor, currency } }));
    },
  },
  PurchaseLine: {
    refundable: ({ id }, _, context) => context.load(refundableOfLines, id, undefined),
  },
  AmountExceedsRefundable: {
    message: ({ remaining }) => `Of this line ${decimalOf(remaining)} ${remaining.currency} can still be given back.`,
    line: ({ lineId }) => ({ id: lineId }),
  },
};
