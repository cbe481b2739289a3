import { asOfOf, loadAsOf, survivorOf, type Context } from '@courtesy/subgraph';
import { casesAsOf } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import type { ApproverNotCovered, OwnPayout, PayoutNotReady } from './handling.ts';
import type { Payout } from './payout.ts';
import { entriesOfPayouts, sagasOfPayouts } from './payout.store.ts';

const reference = (id: string | null) => (id === null ? null : { id });
const references = (ids: readonly string[]) => ids.map((id) => ({ id }));

/** The fields that refunds and awards share. */
export const payoutFields = {
  case: (payout: Payout, _: unknown, context: Context) =>
    loadAsOf(context, casesAsOf, { id: payout.caseId, at: asOfOf(payout) }),
  amount: ({ minor, currency }: Payout) => ({ minor, currency }),
  customer: ({ customerId }: Payout, _: unknown, context: Context) => survivorOf(context, customerId),
  shares: ({ shares, currency }: Payout) =>
    shares.map(({ means, minor, reference: way }) => ({
      ...{ means, amount: { minor: BigInt(minor), currency }, reference: way },
    })),
  ground: (payout: Payout) => payout,
} as const;

/** Names the success of a change after its kind, with the payout in the field of that name; refusals stay what they are. */
export const asSuccess =
  <T extends string, F extends string>(type: T, field: F) =>
  <O extends { readonly type: string }>(outcome: O) =>
    'payout' in outcome && (outcome.type === 'Handled' || outcome.type === 'Requested')
      ? ({ type, [field]: outcome.payout } as never)
      : (outcome as never);

const inWords = ({ status }: Payout) => status.toLowerCase().replaceAll('_', ' ');

/** How the SDL of payments maps to functions. */
export const paymentResolvers: Resolvers = {
  PayoutGround: {
    requester: ({ requesterId }) => ({ id: requesterId }),
    approver: ({ approverId }) => reference(approverId),
    decision: ({ decisionId }) => reference(decisionId),
    policyVersions: ({ policyVersionIds }) => references(policyVersionIds),
    clauses: ({ clauseIds }) => references(clauseIds),
    authority: ({ authorityUseId }) => reference(authorityUseId),
    authorityRequest: ({ authorityRequestId }) => reference(authorityRequestId),
    saga: async ({ id }, _, context) => {
      const saga = await context.load(sagasOfPayouts, id, undefined);
      if (!saga) throw new Error(`${id} has no saga`);
      return saga;
    },
  },
  Saga: {
    step: async ({ id }, _, context) => (await context.load(entriesOfPayouts, id, undefined))?.at(-1)?.step ?? null,
    entries: async ({ id }, _, context) => (await context.load(entriesOfPayouts, id, undefined)) ?? [],
  },
  PayoutNotReady: {
    message: ({ payout }: PayoutNotReady) => `It is ${inWords(payout)}, so this cannot be done with it.`,
  },
  OwnPayout: { message: (_: OwnPayout) => 'Whoever asked for it cannot decide on it. Let another person do it.' },
  ApproverNotCovered: { message: ({ problem }: ApproverNotCovered) => problem },
  ApprovalUnderWay: {
    message: () => 'An approval waits for policy to say whether it is covered. Look again in a moment.',
  },
};
