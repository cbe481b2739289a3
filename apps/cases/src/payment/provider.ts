import type { PaymentMeans } from '@courtesy/graph-types/cases';

/** Money to be given to a customer by one means. */
export interface PaymentRequest {
  readonly means: PaymentMeans;
  /** In minor units of `currency`. */
  readonly minor: bigint;
  readonly currency: string;
  /** Which card, account or gift card; null when the means needs none. */
  readonly reference: string | null;
}

/** How a payment stands at its provider. UNKNOWN: nothing has come under this key, so far. */
export type PaymentState =
  | { readonly state: 'PAID'; readonly reference: string }
  | { readonly state: 'DECLINED'; readonly reason: string }
  | { readonly state: 'PENDING' }
  | { readonly state: 'UNKNOWN' };

/**
 * Whoever moves the money. Every call may throw, and then nobody knows whether it was done: only {@link lookup} tells. A key names one payment
 * for ever; the same key pays once, however often it comes.
 */
export interface PaymentProvider {
  readonly refund: (request: PaymentRequest, key: string) => Promise<PaymentState>;
  readonly lookup: (key: string) => Promise<PaymentState>;
  /** Takes a payment back. Once it has answered, the customer has nothing under this key, and nothing will be paid under it. */
  readonly reverse: (key: string) => Promise<void>;
}

/** The provider did not answer in time, or not at all. */
export class PaymentUnanswered extends Error {
  override readonly name = 'PaymentUnanswered';
}

/** What the sandbox can be told to do by a word in a payment's reference, such as `sandbox:decline`. */
export const sandboxWords = ['decline', 'timeout', 'break', 'late', 'twice', 'down'] as const;
/** One of {@link sandboxWords}. */
export type SandboxWord = (typeof sandboxWords)[number];

/** What a reference tells the sandbox to do; null for an ordinary payment. */
export function sandboxWordOf(reference: string | null): SandboxWord | null {
  const [, word] = /sandbox:([a-z]+)/.exec(reference ?? '') ?? [];
  return sandboxWords.find((known) => known === word) ?? null;
}

/** How many of the calls under one key came before. */
export interface CallsBefore {
  readonly refunds: number;
  readonly lookups: number;
}

/** What the sandbox does with a refund that it has not settled: pays it, declines it, takes it without paying yet, or loses it. */
export function sandboxAct(word: SandboxWord | null, { refunds }: CallsBefore): 'PAY' | 'DECLINE' | 'TAKE' | 'LOSE' {
  if (word === 'decline') return 'DECLINE';
  if (word === 'down') return 'LOSE';
  if (word === 'timeout') return refunds === 0 ? 'LOSE' : 'PAY';
  return word === 'late' ? 'TAKE' : 'PAY';
}
