import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RequestExceptionInput } from '@courtesy/graph-types/policy';
import { partyOf } from '../authority-grant/authority-grant.commands.ts';
import { problemsOfReason } from '../authority-grant/granting.ts';
import { exceptionChangedEvent } from './exception-events.ts';
import {
  type grantException,
  leaveOf,
  problemsOfException,
  type refuseException,
  type ExceptionRequested,
  type PolicyException,
} from './policy-exception.ts';
import { addException, lockException, saveDecided } from './policy-exception.store.ts';

/** Asks for leave to depart from a rule. */
export async function requestException(
  context: Context,
  input: RequestExceptionInput,
): Promise<ExceptionRequested | InvalidInput | IdempotencyKeyReused> {
  const { actor, newId, now } = context;
  const problems = problemsOfException(input, now());
  if (problems.length > 0) return invalidInput(problems);
  const asked = { operation: 'requestException', subject: actor.subject, input, now: now() };
  const exception: PolicyException = {
    id: newId('pexc'),
    rule: input.rule.trim(),
    caseId: input.caseId ?? null,
    customerId: input.customerId ?? null,
    ...leaveOf(input.compensation),
    reason: input.reason.trim(),
    expiresAt: input.expiresAt,
    decision: 'REQUESTED',
    requestedBy: actor.subject,
    requesterId: actor.personId ?? null,
    requestedAt: now(),
    decidedBy: null,
    deciderId: null,
    decidedAt: null,
    decisionReason: null,
    version: 1,
  };
  return context.db.transaction((tx) =>
    once(tx, { ...asked, key: input.idempotencyKey }, async () => {
      await addException(tx.manager, exception);
      tx.emit(exceptionChangedEvent(exception));
      return { type: 'ExceptionRequested' as const, exception };
    }),
  );
}

/** Which exception to decide on, and why. */
export interface DecideExceptionInput {
  readonly exceptionId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly reason: string;
  readonly expiresAt?: Date | null | undefined;
}

/** Grants or refuses an exception that another person asked for. */
export async function decideException<D extends typeof grantException | typeof refuseException>(
  context: Context,
  input: DecideExceptionInput,
  decide: D,
): Promise<ReturnType<D> | NotFound | StaleVersion<PolicyException> | InvalidInput> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockException(tx.manager, input.exceptionId);
    if (!current) return notFound(input.exceptionId);
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const by = { party: partyOf(context.actor), at: context.now(), reason: input.reason.trim() };
    const outcome = decide(current, { ...by, expiresAt: input.expiresAt }) as ReturnType<D>;
    if (outcome.type === 'ExceptionGranted' || outcome.type === 'ExceptionRefused') {
      await saveDecided(tx.manager, outcome.exception);
      tx.emit(exceptionChangedEvent(outcome.exception));
    }
    return outcome;
  });
}
