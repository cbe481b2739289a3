import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Database } from '@courtesy/persistence';
import {
  PaymentUnanswered,
  sandboxAct,
  sandboxWordOf,
  type PaymentProvider,
  type PaymentRequest,
  type PaymentState,
} from './provider.ts';
import { enter, entriesAbout, lockPayment, noteCall, type SandboxEntry } from './sandbox.store.ts';

/** What the sandbox is made of. */
export interface SandboxParts {
  readonly database: Pick<Database, 'transaction'>;
  readonly now: () => Date;
}

/** How many times a payment that was taken is asked after before it is paid. */
const LATE_LOOKUPS = 1;

function stateOf(entries: ReadonlySet<SandboxEntry>, key: string): PaymentState {
  if (entries.has('BARRED')) return { state: 'DECLINED', reason: 'It was called off before it came.' };
  if (entries.has('PAID')) return { state: 'PAID', reference: `sandbox-${key}` };
  if (entries.has('DECLINED')) return { state: 'DECLINED', reason: 'The sandbox was told to decline it.' };
  return entries.has('TAKEN') ? { state: 'PENDING' } : { state: 'UNKNOWN' };
}

/** Takes in one request, and returns how the payment stands; null when the request was lost on the way. */
async function take(
  manager: EntityManager,
  { request, key, at }: { readonly request: PaymentRequest; readonly key: string; readonly at: Date },
): Promise<PaymentState | null> {
  await lockPayment(manager, key);
  const before = await noteCall(manager, key, { kind: 'REFUND', at });
  const entries = await entriesAbout(manager, key);
  if (entries.size > 0) return stateOf(entries, key);
  const act = sandboxAct(sandboxWordOf(request.reference), before);
  if (act === 'LOSE') return null;
  const entry = { PAY: 'PAID', DECLINE: 'DECLINED', TAKE: 'TAKEN' } as const;
  await enter(manager, key, { entry: entry[act], at, request });
  return stateOf(new Set([entry[act]]), key);
}

/** Long enough for every caller to give up, in milliseconds. */
const NEVER_MS = 3_600_000;
const noAnswer = () =>
  delay(NEVER_MS, undefined, { ref: false }).then((): never => {
    throw new PaymentUnanswered('The sandbox was told not to answer.');
  });

/**
 * A payment provider that pays nobody: a ledger of its own, to which it adds in transactions of its own, as another company's would be. Words in
 * a payment's reference tell it to decline, to lose the request, to break off after paying, to pay late, or to be down.
 */
export function sandboxProvider({ database, now }: SandboxParts): PaymentProvider {
  const takeIn = (request: PaymentRequest, key: string) =>
    database.transaction(({ manager }) => take(manager, { request, key, at: now() }));
  return {
    refund: async (request, key) => {
      const word = sandboxWordOf(request.reference);
      const [state] = await Promise.all([takeIn(request, key), word === 'twice' && takeIn(request, key)]);
      if (state === null) return noAnswer();
      if (word === 'break') throw new PaymentUnanswered('The sandbox broke off after it had paid.');
      return state;
    },
    lookup: (key) =>
      database.transaction(async ({ manager }) => {
        await lockPayment(manager, key);
        const { lookups } = await noteCall(manager, key, { kind: 'LOOKUP', at: now() });
        const entries = await entriesAbout(manager, key);
        if (stateOf(entries, key).state !== 'PENDING' || lookups < LATE_LOOKUPS) return stateOf(entries, key);
        await enter(manager, key, { entry: 'PAID', at: now() });
        return stateOf(entries.add('PAID'), key);
      }),
    reverse: (key) =>
      database.transaction(async ({ manager }) => {
        await lockPayment(manager, key);
        await noteCall(manager, key, { kind: 'REVERSE', at: now() });
        const entries = await entriesAbout(manager, key);
        await enter(manager, key, { entry: entries.has('PAID') ? 'REVERSED' : 'BARRED', at: now() });
      }),
  };
}
