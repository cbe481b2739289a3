import { decimalOf } from '@courtesy/kernel';
import type { Peer } from '@courtesy/subgraph';
import { z } from 'zod';
import { budgetCategoryOf, type BudgetAnswer } from './budget.ts';
import type { Payout } from './payout.ts';
import type { Asking } from './policy-desk.commands.ts';

const id = z.object({ id: z.string() });
const refused = <T extends string>(name: T) => z.object({ __typename: z.literal(name), message: z.string() });

const RESERVE = `mutation ($input: ReserveBudgetInput!) { result: reserveBudget(input: $input) { __typename ... on UserError { message }
  ... on NoBudgetLine { message } ... on BudgetReserved { warning commitment { id } line { id } } } }`;

const reserved = z.object({
  result: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('BudgetReserved'), warning: z.string().nullable(), commitment: id, line: id }),
    refused('NoBudgetLine'),
    refused('BudgetLineExhausted'),
    refused('BudgetIsElsewhere'),
    refused('NotFound'),
    refused('InvalidInput'),
    refused('IdempotencyKeyReused'),
  ]),
});

const RELEASE = `mutation ($input: ReleaseBudgetInput!) { result: releaseBudget(input: $input) { __typename ... on UserError { message }
  ... on BudgetReleased { commitment { status } } ... on BudgetCommitmentEnded { commitment { status } } } }`;
const SETTLE = `mutation ($input: SettleBudgetInput!) { result: settleBudget(input: $input) { __typename ... on UserError { message }
  ... on BudgetSettled { commitment { status } } ... on BudgetCommitmentEnded { commitment { status } } } }`;

const ended = z.object({
  result: z.object({
    __typename: z.string(),
    message: z.string().optional(),
    commitment: z.object({ status: z.string() }).optional(),
  }),
});

const SCOPES = ['budget:read', 'budget:write'] as const;

/** What metrics would not do with a commitment that is its own; asked again, it may. */
export class BudgetUnready extends Error {
  override readonly name = 'BudgetUnready';
}

/** Whoever keeps budgets, asked of metrics as this service (ADR 0014). Each call has its effect once per key. */
export type BudgetDesk = ReturnType<typeof budgetDesk>;

/** Opens the desk over a peer. */
export function budgetDesk(metrics: Peer) {
  const end = async (document: string, input: object, { requestId }: Asking, wanted: string): Promise<void> => {
    const { result } = await metrics.call({ document, variables: { input }, answer: ended, scopes: SCOPES, requestId });
    if (result.commitment?.status !== wanted) throw new BudgetUnready(result.message ?? result.__typename);
  };
  return {
    /** Speaks for a payout on the line of its category, of the site of its case and of the month in which it was asked for. */
    reserve: async (payout: Payout, { key, requestId }: Asking): Promise<BudgetAnswer> => {
      const input = {
        idempotencyKey: key,
        category: budgetCategoryOf(payout),
        ...(payout.siteId !== null && { siteId: payout.siteId }),
        at: payout.requestedAt.toISOString(),
        amount: { amount: decimalOf(payout), currency: payout.currency },
        forId: payout.id,
      };
      const asked = { document: RESERVE, variables: { input }, answer: reserved, scopes: SCOPES, requestId };
      const { result } = await metrics.call(asked);
      if (result.__typename === 'BudgetReserved')
        return { type: 'RESERVED', commitmentId: result.commitment.id, lineId: result.line.id, note: result.warning };
      const { __typename, message } = result;
      return __typename === 'NoBudgetLine'
        ? { type: 'UNCOUNTED', note: message }
        : { type: 'REFUSED', problem: message };
    },
    /** Frees what was spoken for. */
    release: (commitmentId: string, because: string, asking: Asking): Promise<void> =>
      end(RELEASE, { idempotencyKey: asking.key, commitmentId, because }, asking, 'RELEASED'),
    /** Turns what was spoken for into what was spent. */
    settle: (commitmentId: string, asking: Asking): Promise<void> =>
      end(SETTLE, { idempotencyKey: asking.key, commitmentId }, asking, 'SETTLED'),
  };
}
