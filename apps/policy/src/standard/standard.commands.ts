import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { PublishServiceStandardInput, WithdrawServiceStandardInput } from '@courtesy/graph-types/policy';
import { findCalendar } from '../calendar/calendar.store.ts';
import { findContract } from '../contract/contract.store.ts';
import { rulesOf, timesOf } from './clock-rules.ts';
import { changedEvents } from './standard-events.ts';
import {
  problemsOfInstant,
  problemsOfStandard,
  publish,
  withdraw,
  type ServiceStandard,
  type ServiceStandardEnded,
  type ServiceStandardPublished,
  type ServiceStandardWithdrawn,
} from './standard.ts';
import { addStandard, findStandard, latestOfSeries, lockSeries, saveEnd } from './standard.store.ts';

/** What can come of publishing a standard. */
export type PublishServiceStandardOutcome =
  ServiceStandardPublished | NotFound | StaleVersion<ServiceStandard> | InvalidInput | IdempotencyKeyReused;
/** What can come of withdrawing a standard. */
export type WithdrawServiceStandardOutcome =
  ServiceStandardWithdrawn | ServiceStandardEnded | NotFound | StaleVersion<ServiceStandard> | InvalidInput;

const standardOf = ({ actor, newId, now }: Context, input: PublishServiceStandardInput): ServiceStandard => ({
  id: newId('std'),
  name: input.name.trim(),
  calendarId: input.calendarId,
  caseType: input.caseType,
  priority: input.priority ?? null,
  tier: input.tier ?? null,
  contractId: input.contractId ?? null,
  siteHours: input.usesSiteCalendar ?? false,
  ...timesOf(input),
  ...rulesOf(input),
  effectiveFrom: input.effectiveFrom ?? now(),
  effectiveUntil: null,
  authorId: actor.personId ?? null,
  publishedBy: actor.subject,
  publishedAt: now(),
  version: 1,
});

/** Why a caller who read version `expected` of the latest standard must look again; null when it is still so. */
function overtaken(
  expected: number | null | undefined,
  latest: ServiceStandard | null,
): StaleVersion<ServiceStandard> | InvalidInput | null {
  if (expected == null || expected === latest?.version) return null;
  if (latest) return staleVersion(expected, latest);
  const message = 'is given, but there is no standard for this case type, priority and band yet; leave it out';
  return invalidInput([{ path: 'expectedVersion', message }]);
}

async function putInForce(
  context: Context,
  tx: Transaction,
  input: PublishServiceStandardInput,
): Promise<Exclude<PublishServiceStandardOutcome, IdempotencyKeyReused>> {
  if (!(await findCalendar(tx.manager, input.calendarId))) return notFound(input.calendarId);
  if (input.contractId && !(await findContract(tx.manager, input.contractId))) return notFound(input.contractId);
  const next = standardOf(context, input);
  await lockSeries(tx.manager, next);
  const latest = await latestOfSeries(tx.manager, next);
  const refusal = overtaken(input.expectedVersion, latest);
  if (refusal) return refusal;
  const outcome = publish(latest, next);
  if (outcome.type === 'InvalidInput') return outcome;
  // The earlier one ends first: at most one of a series is open at a time, and the database knows.
  for (const replaced of outcome.replaced ? [outcome.replaced] : []) {
    await saveEnd(tx.manager, replaced);
    tx.emit(...changedEvents(replaced, context.now()));
  }
  await addStandard(tx.manager, outcome.standard);
  tx.emit(...changedEvents(outcome.standard, context.now()));
  return outcome;
}

/** Puts a service standard in force, in place of the latest one for the same case type, priority and band. */
export async function publishServiceStandard(
  context: Context,
  input: PublishServiceStandardInput,
): Promise<PublishServiceStandardOutcome> {
  const problems = problemsOfStandard(input);
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'publishServiceStandard',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => putInForce(context, tx, input)));
}

/** Ends a service standard without another in its place. */
export async function withdrawServiceStandard(
  context: Context,
  input: WithdrawServiceStandardInput,
): Promise<WithdrawServiceStandardOutcome> {
  const problems = problemsOfInstant('effectiveUntil', input.effectiveUntil);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const seen = await findStandard(tx.manager, input.standardId);
    if (!seen) return notFound(input.standardId);
    await lockSeries(tx.manager, seen);
    const current = (await findStandard(tx.manager, input.standardId)) ?? seen;
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = withdraw(current, input.effectiveUntil, context.now());
    if (outcome.type !== 'ServiceStandardWithdrawn') return outcome;
    await saveEnd(tx.manager, outcome.standard);
    tx.emit(...changedEvents(outcome.standard, context.now()));
    return outcome;
  });
}
