import { type AmountGiven, amountOf, isIdOf, isProblem, type Money, type Problem } from '@courtesy/kernel';
import type { Provision } from '../policy/clause.ts';
import type { AuthorityGrant, AuthorityHolder } from './authority-grant.ts';

/** Limits and dates of a grant as a caller gives them. */
export interface GrantGiven {
  readonly clause?: Provision | null | undefined;
  readonly skillId?: string | null | undefined;
  readonly perCase: AmountGiven;
  readonly perDay?: AmountGiven | null | undefined;
  readonly perCustomer?: AmountGiven | null | undefined;
  readonly customerDays?: number | null | undefined;
  readonly perOrder?: AmountGiven | null | undefined;
  readonly effectiveFrom?: Date | null | undefined;
  readonly effectiveUntil?: Date | null | undefined;
}

/** The part of a grant that {@link termsOf} reads. */
export type GrantTerms = Pick<
  AuthorityGrant,
  | 'currency'
  | 'perCase'
  | 'perDay'
  | 'perCustomer'
  | 'customerDays'
  | 'perOrder'
  | 'policyId'
  | 'anchor'
  | 'skillId'
  | 'effectiveFrom'
  | 'effectiveUntil'
>;

/** The days over which a customer is counted when nobody says. */
export const USUAL_CUSTOMER_DAYS = 30;
const MOST_CUSTOMER_DAYS = 3660;
const LATEST = new Date('9999-12-31T23:59:59.999Z');

/** What is wrong with a reason; empty when nothing is. */
export function problemsOfReason(path: string, reason: string): Problem[] {
  if (reason.trim() === '') return [{ path, message: 'is empty; say why' }];
  return reason.length > 1000 ? [{ path, message: 'is longer than 1000 characters' }] : [];
}

/** What is wrong with the holder of a grant; empty when nothing is. */
export function problemsOfHolder(holder: AuthorityHolder): Problem[] {
  const problems: Problem[] = [];
  if (holder.role === null && holder.personId === null && holder.siteId === null)
    problems.push({ path: 'holder', message: 'names nobody; give a role, a person or a site' });
  if (holder.personId !== null && !isIdOf('pers', holder.personId))
    problems.push({ path: 'holder.personId', message: `"${holder.personId}" is not the id of a person` });
  if (holder.siteId !== null && !isIdOf('site', holder.siteId))
    problems.push({ path: 'holder.siteId', message: `"${holder.siteId}" is not the id of a site` });
  return problems;
}

function problemsOfDates({ effectiveFrom, effectiveUntil }: GrantGiven, now: Date): Problem[] {
  const problems: Problem[] = [];
  const from = effectiveFrom ?? now;
  if (from < now)
    problems.push({ path: 'effectiveFrom', message: 'lies in the past; authority is not granted afterwards' });
  if (effectiveUntil && effectiveUntil <= from)
    problems.push({ path: 'effectiveUntil', message: 'must lie after effectiveFrom' });
  for (const [path, at] of Object.entries({ effectiveFrom, effectiveUntil }))
    if (at && at > LATEST) problems.push({ path, message: 'lies outside the years up to 9999' });
  return problems;
}

/** Reads the limits and dates of a grant; every problem when they cannot be right. */
export function termsOf(given: GrantGiven, now: Date): GrantTerms | readonly Problem[] {
  const optional = (path: string, amount: AmountGiven | null | undefined) => (amount ? amountOf(path, amount) : null);
  const read = {
    perCase: amountOf('perCase', given.perCase),
    perDay: optional('perDay', given.perDay),
    perCustomer: optional('perCustomer', given.perCustomer),
    perOrder: optional('perOrder', given.perOrder),
  };
  const customerDays = given.customerDays ?? USUAL_CUSTOMER_DAYS;
  const { currency } = given.perCase;
  const problems = Object.entries(read).flatMap(([path, limit]): Problem[] => {
    if (isProblem(limit)) return [limit];
    return limit && limit.currency !== currency ? [{ path, message: `is not in ${currency}, as perCase is` }] : [];
  });
  if (customerDays < 1 || customerDays > MOST_CUSTOMER_DAYS)
    problems.push({ path: 'customerDays', message: `must be 1 to ${MOST_CUSTOMER_DAYS}` });
  if (given.skillId != null && !isIdOf('skil', given.skillId))
    problems.push({ path: 'skillId', message: `"${given.skillId}" is not the id of a skill` });
  problems.push(...problemsOfDates(given, now));
  if (problems.length > 0) return problems;
  const minor = (limit: Money | Problem | null) => (limit === null || isProblem(limit) ? null : limit.minor);
  return {
    currency,
    perCase: minor(read.perCase) ?? 0n,
    perDay: minor(read.perDay),
    perCustomer: minor(read.perCustomer),
    customerDays,
    perOrder: minor(read.perOrder),
    policyId: given.clause?.policyId ?? null,
    anchor: given.clause?.anchor ?? null,
    skillId: given.skillId ?? null,
    effectiveFrom: given.effectiveFrom ?? now,
    effectiveUntil: given.effectiveUntil ?? null,
  };
}
