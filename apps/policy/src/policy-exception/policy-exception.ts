import {
  type AmountGiven,
  amountOf,
  invalidInput,
  type InvalidInput,
  isIdOf,
  isProblem,
  type Money,
  type Problem,
} from '@courtesy/kernel';
import type { HeadOfLoss, PolicyExceptionDecision, PolicyExceptionStatus } from '@courtesy/graph-types/policy';
import { sameParty, type Party, type SelfApproval } from '../authority-grant/authority-grant.ts';
import { problemsOfReason } from '../authority-grant/granting.ts';

/** Leave to depart from a rule, for a reason and a time. */
export interface PolicyException {
  readonly id: string;
  readonly rule: string;
  readonly caseId: string | null;
  readonly customerId: string | null;
  /** The scheme whose bands awards may depart from; null for any, or when it is no leave from bands. */
  readonly leaveSchemeId: string | null;
  /** What may be compensated outside the bands; null when it is no leave from bands, as are the two below. */
  readonly leaveHead: HeadOfLoss | null;
  /** What all awards under it may come to together, in minor units of `leaveCurrency`. */
  readonly leaveMinor: bigint | null;
  readonly leaveCurrency: string | null;
  readonly reason: string;
  /** Exclusive; there always is one. */
  readonly expiresAt: Date;
  /** What was decided on it; whether it is over is a matter of the time (see {@link statusOfException}). */
  readonly decision: PolicyExceptionDecision;
  /** The subject of the caller who asked. */
  readonly requestedBy: string;
  readonly requesterId: string | null;
  readonly requestedAt: Date;
  readonly decidedBy: string | null;
  readonly deciderId: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
  readonly version: number;
}

/** What awards outside the compensation bands an exception allows. */
export interface CompensationLeave {
  readonly schemeId: string | null;
  readonly head: HeadOfLoss;
  readonly atMost: Money;
}

/** An exception was asked for. */
export interface ExceptionRequested {
  readonly type: 'ExceptionRequested';
  readonly exception: PolicyException;
}

/** The exception is granted. */
export interface ExceptionGranted {
  readonly type: 'ExceptionGranted';
  readonly exception: PolicyException;
}

/** The exception is refused. */
export interface ExceptionRefused {
  readonly type: 'ExceptionRefused';
  readonly exception: PolicyException;
}

/** The exception was decided on already, or its time is over. */
export interface ExceptionNotOpen {
  readonly type: 'ExceptionNotOpen';
  readonly exception: PolicyException;
}

/** An exception as a caller asks for it. */
export interface ExceptionGiven {
  readonly rule: string;
  readonly caseId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly compensation?: CompensationLeaveGiven | null | undefined;
  readonly reason: string;
  readonly expiresAt: Date;
}

/** Awards outside the compensation bands as a caller asks for them. */
export interface CompensationLeaveGiven {
  readonly schemeId?: string | null | undefined;
  readonly head: HeadOfLoss;
  readonly atMost: AmountGiven;
}

/** Who decides on an exception, when and why. */
export interface ExceptionDecider {
  readonly party: Party;
  readonly at: Date;
  readonly reason: string;
  /** When it ends, when that is to be sooner than was asked for. */
  readonly expiresAt?: Date | null | undefined;
}

/** The longest an exception may hold, in milliseconds: a year. What is to hold longer is a rule. */
export const LONGEST_EXCEPTION_MS = 366 * 86_400_000;

/** Where an exception stands at an instant. */
export const statusOfException = (
  { decision, expiresAt }: Pick<PolicyException, 'decision' | 'expiresAt'>,
  at: Date,
): PolicyExceptionStatus => (decision !== 'REFUSED' && expiresAt <= at ? 'EXPIRED' : decision);

/** Whether an exception holds at an instant: granted by then, and not over. */
export const holds = (exception: PolicyException, at: Date): boolean =>
  exception.decision === 'GRANTED' &&
  exception.decidedAt !== null &&
  exception.decidedAt <= at &&
  at < exception.expiresAt;

function problemsOfLeave(given: CompensationLeaveGiven | null | undefined): Problem[] {
  if (!given) return [];
  const atMost = amountOf('compensation.atMost', given.atMost);
  const problems = isProblem(atMost) ? [atMost] : [];
  if (given.schemeId != null && !isIdOf('cmps', given.schemeId))
    problems.push({
      path: 'compensation.schemeId',
      message: `"${given.schemeId}" is not the id of a compensation scheme`,
    });
  return problems;
}

/** The leave from compensation bands as an exception keeps it, once {@link problemsOfException} found nothing. */
export function leaveOf(
  given: CompensationLeaveGiven | null | undefined,
): Pick<PolicyException, 'leaveSchemeId' | 'leaveHead' | 'leaveMinor' | 'leaveCurrency'> {
  const atMost = given ? amountOf('compensation.atMost', given.atMost) : null;
  const money = isProblem(atMost) ? null : atMost;
  return {
    leaveSchemeId: given?.schemeId ?? null,
    leaveHead: given?.head ?? null,
    leaveMinor: money?.minor ?? null,
    leaveCurrency: money?.currency ?? null,
  };
}

/** What awards outside the bands an exception allows; null when it is from another rule. */
export const compensationLeave = (exception: PolicyException): CompensationLeave | null => {
  const { leaveSchemeId, leaveHead, leaveMinor, leaveCurrency } = exception;
  if (leaveHead === null || leaveMinor === null || leaveCurrency === null) return null;
  return { schemeId: leaveSchemeId, head: leaveHead, atMost: { minor: leaveMinor, currency: leaveCurrency } };
};

/** Everything that keeps an exception from being asked for; empty when nothing does. */
export function problemsOfException(given: ExceptionGiven, now: Date): Problem[] {
  const problems = [...problemsOfReason('reason', given.reason), ...problemsOfLeave(given.compensation)];
  if (given.rule.trim() === '' || given.rule.length > 200)
    problems.push({ path: 'rule', message: 'must have 1 to 200 characters' });
  if (given.caseId != null && !isIdOf('case', given.caseId))
    problems.push({ path: 'caseId', message: `"${given.caseId}" is not the id of a case` });
  if (given.customerId != null && !isIdOf('cust', given.customerId))
    problems.push({ path: 'customerId', message: `"${given.customerId}" is not the id of a customer` });
  if (given.expiresAt <= now) problems.push({ path: 'expiresAt', message: 'must lie in the future' });
  else if (given.expiresAt.getTime() - now.getTime() > LONGEST_EXCEPTION_MS)
    problems.push({ path: 'expiresAt', message: 'lies more than a year ahead; what is to hold longer is a rule' });
  return problems;
}

function barred(exception: PolicyException, { party, at }: ExceptionDecider): SelfApproval | ExceptionNotOpen | null {
  if (statusOfException(exception, at) !== 'REQUESTED') return { type: 'ExceptionNotOpen', exception };
  return sameParty({ subject: exception.requestedBy, personId: exception.requesterId }, party)
    ? { type: 'SelfApproval', what: `you asked for ${exception.id} yourself` }
    : null;
}

const decidedBy = (
  exception: PolicyException,
  decision: PolicyExceptionDecision,
  { party, at, reason }: ExceptionDecider,
): PolicyException => ({
  ...exception,
  decision,
  decidedBy: party.subject,
  deciderId: party.personId,
  decidedAt: at,
  decisionReason: reason,
  version: exception.version + 1,
});

/** Grants an exception that another person asked for, until it expires or sooner. */
export function grantException(
  exception: PolicyException,
  by: ExceptionDecider,
): ExceptionGranted | ExceptionNotOpen | SelfApproval | InvalidInput {
  const refusal = barred(exception, by);
  if (refusal) return refusal;
  const expiresAt = by.expiresAt ?? exception.expiresAt;
  if (expiresAt <= by.at || expiresAt > exception.expiresAt) {
    const message = `must lie in the future, and not after ${exception.expiresAt.toISOString()}, which was asked for`;
    return invalidInput([{ path: 'expiresAt', message }]);
  }
  return { type: 'ExceptionGranted', exception: { ...decidedBy(exception, 'GRANTED', by), expiresAt } };
}

/** Refuses an exception that another person asked for. */
export function refuseException(
  exception: PolicyException,
  by: ExceptionDecider,
): ExceptionRefused | ExceptionNotOpen | SelfApproval {
  return barred(exception, by) ?? { type: 'ExceptionRefused', exception: decidedBy(exception, 'REFUSED', by) };
}
