import { invalidInput, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AwardCompensationInput } from '@courtesy/graph-types/cases';
import type { Payout } from '../payment/payout.ts';
import { payoutWorker } from '../payment/payout-worker.commands.ts';
import { actingOf, caseFor, nobody, request } from '../payment/requesting.commands.ts';
import { awardAsked } from './award.ts';

/** What can come of asking for compensation. */
export type AwardCompensationOutcome =
  { readonly type: 'Requested'; readonly payout: Payout } | NotFound | InvalidInput | IdempotencyKeyReused;

/** Asks for compensation. It is on record when this returns; holding it against the bands, approving and paying follow by themselves. */
export async function awardCompensation(
  context: Context,
  input: AwardCompensationInput,
): Promise<AwardCompensationOutcome> {
  const read = awardAsked(input);
  if (!('heads' in read)) return invalidInput(read);
  const handler = actingOf(context.actor);
  if (!handler) return invalidInput([nobody]);
  const { actor, db } = context;
  const asked = {
    key: input.idempotencyKey,
    operation: 'awardCompensation',
    subject: actor.subject,
    input,
    now: context.now(),
  };
  const { means, reference } = input.payBy;
  const share = { place: 0, tenderId: null, means, minor: String(read.amount.minor), reference: reference ?? null };
  const outcome = await db.transaction((tx) =>
    once(tx, asked, async () => {
      const about = await caseFor(context, tx, input.caseId);
      if ('type' in about && (about.type === 'NotFound' || about.type === 'InvalidInput')) return about;
      const wanted = {
        ...{ kind: 'AWARD' as const, customerId: about.customerId, ...read.amount, reason: input.reason },
        ...{ shares: [share], schemeId: input.schemeId, heads: read.heads },
      };
      return { type: 'Requested' as const, payout: await request(context, tx, { handler, about, wanted }) };
    }),
  );
  if (outcome.type === 'Requested') context.resource(payoutWorker).wake();
  return outcome;
}
