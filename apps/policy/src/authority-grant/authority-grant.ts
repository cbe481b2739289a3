import { invalidInput, type InvalidInput, type Money } from '@courtesy/kernel';
import type { Provision } from '../policy/clause.ts';
import type { AuthorityDecisionType, AuthorityGrantStatus, AuthorityRole } from '@courtesy/graph-types/policy';

/** Who asks, as far as authority looks at it. */
export interface Party {
  readonly subject: string;
  readonly personId: string | null;
  readonly role: string;
  readonly siteId: string | null;
}

/** Whom a grant is for. All that is named must hold; at least one is. */
export interface AuthorityHolder {
  readonly role: AuthorityRole | null;
  readonly personId: string | null;
  readonly siteId: string | null;
}

/** How much its holders may decide, from one instant to another. Limits are minor units of `currency`. */
export interface AuthorityGrant extends AuthorityHolder {
  readonly id: string;
  /** Which version of its series it is, from 1. */
  readonly number: number;
  readonly decisionType: AuthorityDecisionType;
  readonly currency: string;
  readonly perCase: bigint;
  readonly perDay: bigint | null;
  readonly perCustomer: bigint | null;
  /** Over how many days, today included, `perCustomer` counts. */
  readonly customerDays: number;
  readonly perOrder: bigint | null;
  /** The zone whose midnight begins a day. */
  readonly timeZone: string;
  /** The provision it rests on: the policy and the clause's anchor. Both null when it rests on none. */
  readonly policyId: string | null;
  readonly anchor: string | null;
  /** The skill without which it covers nothing. Null when it asks for none. */
  readonly skillId: string | null;
  readonly effectiveFrom: Date;
  /** Exclusive; null while open. */
  readonly effectiveUntil: Date | null;
  readonly suspendedAt: Date | null;
  readonly suspensionReason: string | null;
  readonly revokedAt: Date | null;
  readonly revocationReason: string | null;
  readonly grantedBy: string;
  readonly granterId: string | null;
  readonly grantedAt: Date;
  readonly version: number;
}

/** A grant, and the one whose place it takes. */
export interface AuthorityGranted {
  readonly type: 'AuthorityGranted';
  readonly grant: AuthorityGrant;
  readonly replaced: AuthorityGrant | null;
}

/** The grant no longer counts, until it is resumed. */
export interface AuthoritySuspended {
  readonly type: 'AuthoritySuspended';
  readonly grant: AuthorityGrant;
}

/** The grant counts again. */
export interface AuthorityResumed {
  readonly type: 'AuthorityResumed';
  readonly grant: AuthorityGrant;
}

/** The grant has ended for good. */
export interface AuthorityRevoked {
  readonly type: 'AuthorityRevoked';
  readonly grant: AuthorityGrant;
}

/** A grant cannot be changed so in the status it is in. */
export interface AuthorityGrantNotIn {
  readonly type: 'AuthorityGrantNotIn';
  readonly grant: AuthorityGrant;
  readonly status: AuthorityGrantStatus;
}

/** Somebody would decide on what is their own. */
export interface SelfApproval {
  readonly type: 'SelfApproval';
  /** What they would decide on. */
  readonly what: string;
}

/** Whether two are the same: the same person, or the same caller under whatever token. */
export const sameParty = (
  one: Pick<Party, 'subject' | 'personId'>,
  other: Pick<Party, 'subject' | 'personId'>,
): boolean => one.subject === other.subject || (one.personId !== null && one.personId === other.personId);

/** By whom authority is counted: the person, or a caller that is none. */
export const keyOf = (party: Pick<Party, 'subject' | 'personId'>): string => party.personId ?? party.subject;

/** Whether a grant is for somebody. */
export const isFor = (holder: AuthorityHolder, party: Omit<Party, 'subject'>): boolean =>
  (holder.role === null || holder.role === party.role) &&
  (holder.personId === null || holder.personId === party.personId) &&
  (holder.siteId === null || holder.siteId === party.siteId);

/** Whether an instant lies within a grant's dates; a suspended grant has dates too. */
export const isDated = (grant: Pick<AuthorityGrant, 'effectiveFrom' | 'effectiveUntil'>, at: Date): boolean =>
  grant.effectiveFrom <= at && (grant.effectiveUntil === null || grant.effectiveUntil > at);

/** Whether a grant is suspended at an instant. */
export const isSuspended = ({ suspendedAt }: AuthorityGrant, at: Date): boolean =>
  suspendedAt !== null && suspendedAt <= at;

/** How a grant stands at an instant. */
export function statusOf(grant: AuthorityGrant, at: Date): AuthorityGrantStatus {
  if (grant.revokedAt !== null && grant.revokedAt <= at) return 'REVOKED';
  if (grant.effectiveUntil !== null && grant.effectiveUntil <= at) return 'EXPIRED';
  if (isSuspended(grant, at)) return 'SUSPENDED';
  return grant.effectiveFrom <= at ? 'ACTIVE' : 'SCHEDULED';
}

/** How narrowly a holder is named: a person before a site before a role. */
const narrowness = (holder: AuthorityHolder): number =>
  (holder.personId ? 4 : 0) + (holder.siteId ? 2 : 0) + (holder.role ? 1 : 0);

/**
 * The one grant that decides for somebody at an instant: of those for them the most narrowly named. A suspended grant still stands in front
 * of broader ones, so that suspending a person's authority never leaves them that of their role.
 */
export function grantFor(
  grants: readonly AuthorityGrant[],
  party: Omit<Party, 'subject'>,
  at: Date,
): AuthorityGrant | null {
  return grants
    .filter((grant) => isDated(grant, at) && isFor(grant, party))
    .reduce<AuthorityGrant | null>(
      (best, grant) => (best === null || narrowness(grant) > narrowness(best) ? grant : best),
      null,
    );
}

/** Puts a grant in force after `latest`, the last of its series, so that no two of a series are in force at once. */
export function grantAfter(latest: AuthorityGrant | null, next: AuthorityGrant): AuthorityGranted | InvalidInput {
  if (!latest) return { type: 'AuthorityGranted', grant: next, replaced: null };
  if (next.effectiveFrom <= latest.effectiveFrom) {
    const message = `must lie after ${latest.effectiveFrom.toISOString()}, from when version ${latest.number} is in force`;
    return invalidInput([{ path: 'effectiveFrom', message }]);
  }
  const ended = latest.effectiveUntil !== null && latest.effectiveUntil <= next.effectiveFrom;
  const replaced = ended ? null : { ...latest, effectiveUntil: next.effectiveFrom, version: latest.version + 1 };
  return { type: 'AuthorityGranted', grant: { ...next, number: latest.number + 1 }, replaced };
}

/** What can be done to a grant after it was made. */
export type GrantChange = (
  grant: AuthorityGrant,
  by: { readonly at: Date; readonly reason: string },
) => AuthoritySuspended | AuthorityResumed | AuthorityRevoked | AuthorityGrantNotIn;

const notIn = (grant: AuthorityGrant, at: Date): AuthorityGrantNotIn => ({
  type: 'AuthorityGrantNotIn',
  grant,
  status: statusOf(grant, at),
});

/** Takes a grant out of force until it is resumed. */
export function suspend(
  grant: AuthorityGrant,
  { at, reason }: { readonly at: Date; readonly reason: string },
): AuthoritySuspended | AuthorityGrantNotIn {
  if (!['ACTIVE', 'SCHEDULED'].includes(statusOf(grant, at))) return notIn(grant, at);
  const changed = { ...grant, suspendedAt: at, suspensionReason: reason, version: grant.version + 1 };
  return { type: 'AuthoritySuspended', grant: changed };
}

/** Lets a suspended grant count again. */
export function resume(grant: AuthorityGrant, { at }: { readonly at: Date }): AuthorityResumed | AuthorityGrantNotIn {
  if (statusOf(grant, at) !== 'SUSPENDED') return notIn(grant, at);
  const changed = { ...grant, suspendedAt: null, suspensionReason: null, version: grant.version + 1 };
  return { type: 'AuthorityResumed', grant: changed };
}

/** Ends a grant for good, at once; one that was never in force ends where it would have begun. */
export function revoke(
  grant: AuthorityGrant,
  { at, reason }: { readonly at: Date; readonly reason: string },
): AuthorityRevoked | AuthorityGrantNotIn {
  if (['REVOKED', 'EXPIRED'].includes(statusOf(grant, at))) return notIn(grant, at);
  const effectiveUntil = at < grant.effectiveFrom ? grant.effectiveFrom : at;
  const changed = {
    ...grant,
    effectiveUntil,
    revokedAt: at,
    revocationReason: reason,
    version: grant.version + 1,
  };
  return { type: 'AuthorityRevoked', grant: changed };
}

/** The provision a grant rests on; null when it rests on none. */
export const provisionOf = ({ policyId, anchor }: Pick<AuthorityGrant, 'policyId' | 'anchor'>): Provision | null =>
  policyId === null || anchor === null ? null : { policyId, anchor };

/** Minor units of a grant's currency as money. */
export const moneyIn = ({ currency }: Pick<AuthorityGrant, 'currency'>, minor: bigint): Money => ({ minor, currency });
