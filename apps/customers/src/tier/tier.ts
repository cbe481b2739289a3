import type { Problem } from '@courtesy/kernel';
import type { Customer } from '../customer/customer.ts';

/** A class of customers who are served alike, such as GOLD. */
export interface CustomerTier {
  readonly id: string;
  readonly name: string;
  /** 1 is the highest. No two tiers have the same. */
  readonly rank: number;
  readonly version: number;
}

/** Which tier a customer has, for a time. */
export interface TierAssignment {
  readonly id: string;
  readonly customerId: string;
  readonly tierId: string;
  readonly reason: string | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** The subject of the caller. */
  readonly recordedBy: string;
}

/** A new tier. */
export interface CustomerTierEstablished {
  readonly type: 'CustomerTierEstablished';
  readonly tier: CustomerTier;
}

/** Another tier has this name or this rank. Nothing was done. */
export interface CustomerTierTaken {
  readonly type: 'CustomerTierTaken';
  readonly tier: CustomerTier;
}

/** A customer has a tier. */
export interface CustomerTierAssigned {
  readonly type: 'CustomerTierAssigned';
  readonly assignment: TierAssignment;
  readonly customer: Customer;
}

/** A customer has no tier any more. */
export interface CustomerTierEnded {
  readonly type: 'CustomerTierEnded';
  readonly customer: Customer;
}

/** As standards and the priority matrix write them, which name tiers by these very words. */
const NAME = /^[A-Z][A-Z0-9_]{0,39}$/;

/** Everything that is wrong with a tier; empty when nothing is. */
export function problemsOfTier({ name, rank }: Pick<CustomerTier, 'name' | 'rank'>): Problem[] {
  const problems: Problem[] = [];
  if (!NAME.test(name))
    problems.push({ path: 'name', message: `"${name}" is no name of a tier; write capitals, such as GOLD` });
  if (rank < 1) problems.push({ path: 'rank', message: `is ${rank}; the highest tier has rank 1` });
  return problems;
}

/** What is wrong with the beginning of an assignment that takes the place of `current`; null when nothing is. */
export function problemWithBeginning(
  from: Date,
  now: Date,
  current: { readonly validFrom: Date } | null,
): Problem | null {
  if (from > now) return { path: 'from', message: 'lies in the future' };
  if (current && from < current.validFrom)
    return { path: 'from', message: `lies before what it follows began, at ${current.validFrom.toISOString()}` };
  return null;
}
