import type { Money } from '@courtesy/kernel';
import type { AuthorityLimitKind } from '@courtesy/graph-types/policy';
import type { Clause } from '../policy/clause.ts';
import { isSuspended, moneyIn, provisionOf, type AuthorityGrant } from './authority-grant.ts';

/** What was decided already, in minor units of a grant's currency. */
export interface Spent {
  readonly onCase: bigint;
  readonly onOrder: bigint;
  /** Within the days over which the grant counts a customer. */
  readonly onCustomer: bigint;
  /** Under the holder's authority on the grant's day. */
  readonly onDay: bigint;
}

/** One limit of a grant, and how it stands. */
export interface AuthorityLimit {
  readonly kind: AuthorityLimitKind;
  readonly limit: Money;
  readonly used: Money;
  /** Never less than nothing. */
  readonly left: Money;
}

/** A grant of somebody, and what it leaves them on one day. */
export interface AuthorityStanding {
  readonly grant: AuthorityGrant;
  readonly at: Date;
  readonly usedToday: Money;
  /** Null when the grant has no limit per day. */
  readonly leftToday: Money | null;
  /** Whether the grant asks for a skill that its holder has not at that instant: it covers nothing then. */
  readonly isUnskilled: boolean;
}

/** Whether somebody may decide an amount, and if not, why. */
export interface AuthorityAnswer {
  readonly covers: boolean;
  /** The grant that decides; null when there is none. */
  readonly grant: AuthorityGrant | null;
  readonly standing: AuthorityStanding | null;
  /** The clause in effect that the grant rests on; null when it rests on none, or when none is in effect. */
  readonly clause: Clause | null;
  /** The limits the amount would pass, the one that leaves least first. */
  readonly passed: readonly AuthorityLimit[];
}

/** Nothing decided yet. */
export const NOTHING_SPENT: Spent = { onCase: 0n, onOrder: 0n, onCustomer: 0n, onDay: 0n };

const atLeastNothing = (minor: bigint) => (minor < 0n ? 0n : minor);

/** How each limit of a grant stands. */
export function limitsOf(grant: AuthorityGrant, spent: Spent): AuthorityLimit[] {
  const limits: readonly [AuthorityLimitKind, bigint | null, bigint][] = [
    ['PER_CASE', grant.perCase, spent.onCase],
    ['PER_ORDER', grant.perOrder, spent.onOrder],
    ['PER_CUSTOMER', grant.perCustomer, spent.onCustomer],
    ['PER_DAY', grant.perDay, spent.onDay],
  ];
  return limits.flatMap(([kind, limit, used]) =>
    limit === null
      ? []
      : [
          {
            kind,
            limit: moneyIn(grant, limit),
            used: moneyIn(grant, used),
            left: moneyIn(grant, atLeastNothing(limit - used)),
          },
        ],
  );
}

/** The limits that an amount would pass, the one that leaves least first. An amount equal to what is left passes none. */
export function limitsPassed(grant: AuthorityGrant, spent: Spent, minor: bigint): AuthorityLimit[] {
  return limitsOf(grant, spent)
    .filter(({ left }) => minor > left.minor)
    .sort((one, other) => (one.left.minor < other.left.minor ? -1 : one.left.minor > other.left.minor ? 1 : 0));
}

/** What a grant is weighed against: what was spent under it, and which of the skills that grants ask for its holder has. */
export interface Against {
  readonly spent: Spent;
  readonly held: ReadonlySet<string>;
}

/** What a grant leaves on a day. */
export function standingOf(grant: AuthorityGrant, { spent, held }: Against, at: Date): AuthorityStanding {
  return {
    grant,
    at,
    isUnskilled: grant.skillId !== null && !held.has(grant.skillId),
    usedToday: moneyIn(grant, spent.onDay),
    leftToday: grant.perDay === null ? null : moneyIn(grant, atLeastNothing(grant.perDay - spent.onDay)),
  };
}

/** Whether a grant rests on a provision that no policy in effect has any longer. */
export const isUnfounded = (grant: AuthorityGrant, clause: Clause | null): boolean =>
  provisionOf(grant) !== null && clause === null;

/** What {@link answerOf} weighs, and the clause in effect that the grant rests on. */
export interface Weighed extends Against {
  readonly clause: Clause | null;
}

/**
 * Whether the grant that decides covers an amount. None, a suspended one, one whose clause is not in effect, or one whose skill the holder
 * has not, covers nothing.
 */
export function answerOf(
  grant: AuthorityGrant | null,
  { spent, held, clause }: Weighed,
  asked: { readonly minor: bigint; readonly at: Date },
): AuthorityAnswer {
  if (!grant) return { covers: false, grant, standing: null, clause: null, passed: [] };
  const passed = limitsPassed(grant, spent, asked.minor);
  const standing = standingOf(grant, { spent, held }, asked.at);
  const isBarred = isSuspended(grant, asked.at) || isUnfounded(grant, clause) || standing.isUnskilled;
  return {
    covers: passed.length === 0 && !isBarred,
    grant,
    standing,
    clause,
    passed,
  };
}
