import { invalidInput, isIdOf, notFound, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ReturnEntitlementUseInput, UseEntitlementInput } from '@courtesy/graph-types/policy';
import { dayOf } from '../contract/contract.ts';
import { holdContract } from '../contract/contract.store.ts';
import { problemsOfCount, problemsOfReason } from '../contract/drafting.ts';
import { exhaustedEvent, returnedEvent, usedEvent } from './entitlement-events.ts';
import {
  giveBack,
  takeFrom,
  usedUp,
  type Entitlement,
  type EntitlementExhausted,
  type EntitlementNotApplicable,
  type EntitlementUsed,
  type EntitlementUseNotReturnable,
  type EntitlementUseReturned,
} from './entitlement.ts';
import {
  findEntitlement,
  findStandingUse,
  findUse,
  isReturned,
  lockEntitlement,
  writeLedger,
} from './entitlement.store.ts';

/** What can come of using an entitlement. */
export type UseEntitlementOutcome =
  EntitlementUsed | EntitlementExhausted | EntitlementNotApplicable | NotFound | InvalidInput | IdempotencyKeyReused;
/** What can come of giving a use back. */
export type ReturnEntitlementUseOutcome =
  EntitlementUseReturned | EntitlementUseNotReturnable | NotFound | InvalidInput | IdempotencyKeyReused;

function problemsOfUse(entitlement: Entitlement, { minutes }: UseEntitlementInput): Problem[] {
  if (entitlement.allocation !== 'HOURS') {
    if (minutes == null) return [];
    return [{ path: 'minutes', message: 'are given, but the entitlement is not counted in hours; leave them out' }];
  }
  if (minutes == null) return [{ path: 'minutes', message: 'are absent, but the entitlement is counted in hours' }];
  return problemsOfCount('minutes', minutes);
}

const recordOf = ({ actor, newId, now }: Context) => ({
  id: newId('entu'),
  personId: actor.personId ?? null,
  recordedBy: actor.subject,
  recordedAt: now(),
});

async function use(
  context: Context,
  tx: Transaction,
  input: UseEntitlementInput,
): Promise<Exclude<UseEntitlementOutcome, IdempotencyKeyReused>> {
  const seen = await findEntitlement(tx.manager, context.actor, input.entitlementId);
  if (!seen) return notFound(input.entitlementId);
  const problems = problemsOfUse(seen, input);
  if (problems.length > 0) return invalidInput(problems);
  // The contract first, in the order in which every command takes its locks, so that it cannot end while something is used.
  const contract = await holdContract(tx.manager, seen.contractId);
  if (!contract) throw new Error(`The contract of ${seen.id} is not there`);
  const current = await lockEntitlement(tx.manager, seen.id);
  if (current.allocation === 'CASES') {
    const standing = await findStandingUse(tx.manager, current.id, input.caseId);
    if (standing) return { type: 'EntitlementUsed', use: standing, entitlement: current };
  }
  const usage = {
    moment: input.moment,
    channel: input.channel ?? null,
    minutes: input.minutes ?? 0,
    day: dayOf(context.now()),
  };
  const outcome = takeFrom(current, contract, usage, { ...recordOf(context), caseId: input.caseId });
  if (outcome.type !== 'EntitlementUsed') return outcome;
  await writeLedger(tx.manager, outcome.entitlement, outcome.use);
  tx.emit(usedEvent(outcome.entitlement, outcome.use));
  if (usedUp(current, outcome.entitlement)) tx.emit(exhaustedEvent(outcome.entitlement, context.now()));
  return outcome;
}

/** Takes a case or minutes of work from an entitlement, and writes it into the ledger. */
export async function useEntitlement(context: Context, input: UseEntitlementInput): Promise<UseEntitlementOutcome> {
  const problems: Problem[] = [];
  if (!isIdOf('case', input.caseId))
    problems.push({ path: 'caseId', message: `"${input.caseId}" is not the id of a case` });
  // An empty key would let a second try use the entitlement twice.
  if (input.idempotencyKey === '')
    problems.push({ path: 'idempotencyKey', message: 'is empty; give each use its own' });
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'useEntitlement',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => use(context, tx, input)));
}

async function giveUseBack(
  context: Context,
  tx: Transaction,
  { useId, reason }: ReturnEntitlementUseInput,
): Promise<Exclude<ReturnEntitlementUseOutcome, IdempotencyKeyReused>> {
  const earlier = await findUse(tx.manager, useId);
  const seen = earlier && (await findEntitlement(tx.manager, context.actor, earlier.entitlementId));
  if (!seen) return notFound(useId);
  const current = await lockEntitlement(tx.manager, seen.id);
  if (await isReturned(tx.manager, useId)) return { type: 'EntitlementUseNotReturnable', use: earlier };
  const outcome = giveBack(current, earlier, { ...recordOf(context), reason: reason.trim() });
  if (outcome.type !== 'EntitlementUseReturned') return outcome;
  await writeLedger(tx.manager, outcome.entitlement, outcome.use);
  tx.emit(returnedEvent(outcome.entitlement, outcome.use));
  return outcome;
}

/** Gives the terms of a use back, also when the contract has ended since. */
export async function returnEntitlementUse(
  context: Context,
  input: ReturnEntitlementUseInput,
): Promise<ReturnEntitlementUseOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'returnEntitlementUse',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => giveUseBack(context, tx, input)));
}
