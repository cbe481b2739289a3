import { setTimeout as delay } from 'node:timers/promises';
import type { Payout } from './payout.ts';
import { PaymentUnanswered, type PaymentProvider, type PaymentRequest, type PaymentState } from './provider.ts';
import type { TenderShare } from './tenders.ts';

/** Stands where a provider should: nothing can be paid until somebody says how, and everything waits. */
export const noProvider: PaymentProvider = {
  refund: () => Promise.reject(new PaymentUnanswered('No payment provider is configured (PAYMENT_PROVIDER).')),
  lookup: () => Promise.reject(new PaymentUnanswered('No payment provider is configured (PAYMENT_PROVIDER).')),
  reverse: () => Promise.reject(new PaymentUnanswered('No payment provider is configured (PAYMENT_PROVIDER).')),
};

/** The same provider, never waited for longer than so many milliseconds: what did not answer by then is unanswered, not failed. */
export function inTime(provider: PaymentProvider, ms: number): PaymentProvider {
  const within = async <T>(answer: Promise<T>): Promise<T> => {
    const late = new AbortController();
    const deadline = delay(ms, undefined, { signal: late.signal }).then((): never => {
      throw new PaymentUnanswered(`The payment provider did not answer within ${ms} ms.`);
    });
    deadline.catch(() => undefined);
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, deadline]);
    } finally {
      late.abort();
    }
  };
  return {
    refund: (request, key) => within(provider.refund(request, key)),
    lookup: (key) => within(provider.lookup(key)),
    reverse: (key) => within(provider.reverse(key)),
  };
}

const keyOf = (payout: Payout, share: TenderShare) => `${payout.id}:${share.place}`;

const requestOf = ({ currency }: Payout, { means, minor, reference }: TenderShare): PaymentRequest => ({
  ...{ means, minor: BigInt(minor), currency, reference },
});

/** Pays one share. When it may have been asked before, the provider is asked what became of that before anything else. */
async function payShare(
  provider: PaymentProvider,
  payout: Payout,
  { share, isAgain }: { readonly share: TenderShare; readonly isAgain: boolean },
): Promise<Extract<PaymentState, { readonly state: 'PAID' | 'DECLINED' }>> {
  const key = keyOf(payout, share);
  const known = isAgain ? await provider.lookup(key) : { state: 'UNKNOWN' as const };
  const state = known.state === 'UNKNOWN' ? await provider.refund(requestOf(payout, share), key) : known;
  if (state.state === 'PAID' || state.state === 'DECLINED') return state;
  throw new PaymentUnanswered(`The payment ${key} has been taken and not yet made.`);
}

/** What came of paying: references of the provider for every share, or why one was declined. */
export type Paid =
  | { readonly type: 'PAID'; readonly references: readonly string[] }
  | { readonly type: 'DECLINED'; readonly reason: string };

/** Pays a payout, share after share. Throws when nobody knows of one whether it was paid. */
export async function pay(provider: PaymentProvider, payout: Payout, isAgain: boolean): Promise<Paid> {
  const references: string[] = [];
  for (const share of payout.shares) {
    const state = await payShare(provider, payout, { share, isAgain });
    if (state.state === 'DECLINED') return { type: 'DECLINED', reason: state.reason };
    references.push(state.reference);
  }
  return { type: 'PAID', references };
}

/** Takes every share back, paid or not: nothing is, and nothing will be, with the customer. */
export async function takeBack(provider: PaymentProvider, payout: Payout): Promise<void> {
  for (const share of payout.shares.toReversed()) await provider.reverse(keyOf(payout, share));
}
