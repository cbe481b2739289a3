import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { LiftLegalHoldInput, PlaceLegalHoldInput } from '@courtesy/graph-types/customers';
import { lockCustomer } from '../customer/customer.store.ts';
import { problemWithText } from '../customer/wording.ts';
import {
  MAX_HOLD_REASON,
  problemsOfHold,
  type LegalHold,
  type LegalHoldLifted,
  type LegalHoldPlaced,
} from './legal-hold.ts';
import { addHold, lockHold, saveLifted } from './legal-hold.store.ts';

/** What can come of placing a hold. */
export type PlaceLegalHoldOutcome = LegalHoldPlaced | NotFound | InvalidInput | IdempotencyKeyReused;

/** Keeps what is on record of a customer from being erased. Under the customer's lock, so that it is placed before an erasure or after. */
export async function placeLegalHold(context: Context, input: PlaceLegalHoldInput): Promise<PlaceLegalHoldOutcome> {
  const { db, actor, newId } = context;
  const now = context.now();
  const problems = problemsOfHold(input, now.toISOString().slice(0, 10));
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'placeLegalHold', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once<PlaceLegalHoldOutcome>(tx, request, async () => {
      const customer = await lockCustomer(tx.manager, actor, input.customerId);
      if (!customer) return notFound(input.customerId);
      const { caseId = null, reviewOn } = input;
      const hold: LegalHold = {
        ...{ id: newId('hold'), customerId: customer.id, caseId, reason: input.reason.trim(), reviewOn },
        ...{ placedBy: actor.subject, placedAt: now, liftedBy: null, liftedAt: null, liftReason: null },
      };
      await addHold(tx.manager, hold);
      return { type: 'LegalHoldPlaced', hold };
    }),
  );
}

/** Lifts a hold; one that was lifted before stays as it was. */
export async function liftLegalHold(
  { db, actor, now }: Context,
  input: LiftLegalHoldInput,
): Promise<LegalHoldLifted | NotFound | InvalidInput> {
  const problem = problemWithText('reason', input.reason, MAX_HOLD_REASON);
  if (problem) return invalidInput([problem]);
  return db.transaction(async (tx) => {
    const current = await lockHold(tx.manager, actor, input.holdId);
    if (!current) return notFound(input.holdId);
    if (current.liftedAt) return { type: 'LegalHoldLifted', hold: current };
    const hold = { ...current, liftedBy: actor.subject, liftedAt: now(), liftReason: input.reason.trim() };
    await saveLifted(tx.manager, hold);
    return { type: 'LegalHoldLifted', hold };
  });
}
