import type {
  EntitlementAllocation,
  EntitlementChannel,
  EntitlementMismatch,
  EntitlementMoment,
  EntitlementUseKind,
} from '@courtesy/graph-types/policy';
import { isInForce, type ServiceContract } from '../contract/contract.ts';

/** How many minutes of work are one term of an entitlement counted in hours. */
export const MINUTES_A_TERM = 60;

/**
 * A right to service that a contract gives. `total` and `remaining` count whole units, minutes for HOURS and cases for CASES, so that no
 * sum is ever rounded; both are null for PERIOD, which is not counted.
 */
export interface Entitlement {
  readonly id: string;
  readonly contractId: string;
  readonly lineId: string;
  readonly customerId: string;
  readonly position: number;
  readonly name: string;
  readonly allocation: EntitlementAllocation;
  readonly total: number | null;
  readonly remaining: number | null;
  readonly restricted: boolean;
  readonly channel: EntitlementChannel | null;
  readonly decrementOn: EntitlementMoment;
  readonly version: number;
}

/** One row of a ledger: `units` is what it takes, negative when it gives back, 0 when the entitlement is not counted. */
export interface EntitlementUse {
  readonly id: string;
  readonly entitlementId: string;
  /** The entitlement's version after it: the order of the ledger. */
  readonly number: number;
  readonly kind: EntitlementUseKind;
  readonly units: number;
  readonly caseId: string;
  /** The use it gives back. */
  readonly returnsId: string | null;
  readonly reason: string | null;
  readonly personId: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** An amount of an entitlement in units of its allocation. */
export interface EntitlementAmount {
  readonly units: number;
  readonly allocation: EntitlementAllocation;
}

/** An entitlement was used. */
export interface EntitlementUsed {
  readonly type: 'EntitlementUsed';
  readonly use: EntitlementUse;
  readonly entitlement: Entitlement;
}
/** Less is left than was to be used. */
export interface EntitlementExhausted {
  readonly type: 'EntitlementExhausted';
  readonly entitlement: Entitlement;
  readonly remaining: EntitlementAmount;
}
/** The entitlement is not for this. */
export interface EntitlementNotApplicable {
  readonly type: 'EntitlementNotApplicable';
  readonly entitlement: Entitlement;
  readonly mismatch: EntitlementMismatch;
}
/** A use was given back. */
export interface EntitlementUseReturned {
  readonly type: 'EntitlementUseReturned';
  readonly use: EntitlementUse;
  readonly entitlement: Entitlement;
}
/** The row was given back before, or gives back itself. */
export interface EntitlementUseNotReturnable {
  readonly type: 'EntitlementUseNotReturnable';
  readonly use: EntitlementUse;
}

/** So many terms in the units that are stored; null stays null. */
export const unitsOf = (allocation: EntitlementAllocation, terms: number | null): number | null =>
  terms === null ? null : allocation === 'HOURS' ? terms * MINUTES_A_TERM : terms;

/** An amount in terms, to four decimals and no more than it needs: 30 minutes are `0.5`. */
export function termsOf({ units, allocation }: EntitlementAmount): string {
  if (allocation !== 'HOURS') return String(units);
  const scaled = Math.round((Math.abs(units) * 10_000) / MINUTES_A_TERM);
  const fraction = String(scaled % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  const sign = units < 0 && scaled > 0 ? '-' : '';
  return `${sign}${Math.floor(scaled / 10_000)}${fraction ? `.${fraction}` : ''}`;
}

/** An amount as the graph gives it; null when the entitlement is not counted. */
export const amountOf = (allocation: EntitlementAllocation, units: number | null): EntitlementAmount | null =>
  allocation === 'PERIOD' || units === null ? null : { units, allocation };

/** What is to be used, and when. */
export interface Usage {
  readonly moment: EntitlementMoment;
  readonly channel: EntitlementChannel | null;
  /** The minutes of work; 0 for an entitlement not counted in hours. */
  readonly minutes: number;
  readonly day: string;
}

const mismatchOf = (entitlement: Entitlement, contract: ServiceContract, usage: Usage): EntitlementMismatch | null => {
  if (!isInForce(contract, usage.day)) return 'NOT_IN_FORCE';
  if (entitlement.decrementOn !== usage.moment) return 'OTHER_MOMENT';
  return entitlement.channel !== null && entitlement.channel !== usage.channel ? 'OTHER_CHANNEL' : null;
};

/** What a row of the ledger is made of beside what it takes. */
export type UseRecord = Pick<EntitlementUse, 'id' | 'caseId' | 'personId' | 'recordedBy' | 'recordedAt'>;

const moved = (entitlement: Entitlement, units: number): Entitlement => ({
  ...entitlement,
  remaining: entitlement.remaining === null ? null : entitlement.remaining - units,
  version: entitlement.version + 1,
});

/** Takes a case or the minutes of work. A restricted entitlement gives no more than is left, any other may be overdrawn. */
export function takeFrom(
  entitlement: Entitlement,
  contract: ServiceContract,
  usage: Usage,
  record: UseRecord,
): EntitlementUsed | EntitlementExhausted | EntitlementNotApplicable {
  const mismatch = mismatchOf(entitlement, contract, usage);
  if (mismatch) return { type: 'EntitlementNotApplicable', entitlement, mismatch };
  const { allocation, remaining } = entitlement;
  const units = { CASES: 1, HOURS: usage.minutes, PERIOD: 0 }[allocation];
  if (remaining !== null && entitlement.restricted && remaining < units)
    return { type: 'EntitlementExhausted', entitlement, remaining: { units: remaining, allocation } };
  const after = moved(entitlement, units);
  const use: EntitlementUse = {
    ...record,
    entitlementId: entitlement.id,
    number: after.version,
    kind: 'USE',
    units,
    returnsId: null,
    reason: null,
  };
  return { type: 'EntitlementUsed', use, entitlement: after };
}

/** Gives a use back whole. */
export function giveBack(
  entitlement: Entitlement,
  earlier: EntitlementUse,
  record: Omit<UseRecord, 'caseId'> & { readonly reason: string },
): EntitlementUseReturned | EntitlementUseNotReturnable {
  if (earlier.kind === 'RETURN') return { type: 'EntitlementUseNotReturnable', use: earlier };
  const units = earlier.units === 0 ? 0 : -earlier.units;
  const after = moved(entitlement, units);
  const use: EntitlementUse = {
    ...record,
    entitlementId: entitlement.id,
    number: after.version,
    kind: 'RETURN',
    units,
    caseId: earlier.caseId,
    returnsId: earlier.id,
  };
  return { type: 'EntitlementUseReturned', use, entitlement: after };
}

/** Whether a use took the last of an entitlement: something was left before it, and nothing is now. */
export const usedUp = (before: Entitlement, after: Entitlement): boolean =>
  (before.remaining ?? 0) > 0 && after.remaining !== null && after.remaining <= 0;
