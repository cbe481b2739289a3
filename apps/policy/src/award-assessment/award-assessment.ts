import type { Money } from '@courtesy/kernel';
import type { AwardBasis, ExceptionGap, HeadOfLoss } from '@courtesy/graph-types/policy';
import type { CompensationBand, CompensationScheme, UpliftFactor } from '../compensation-scheme/compensation-scheme.ts';
import { holds, statusOfException, type PolicyException } from '../policy-exception/policy-exception.ts';

/** An amount of compensation that was held against the bands and allowed. Amounts are minor units of `currency`. */
export interface AwardAssessment {
  readonly id: string;
  readonly bandId: string;
  readonly head: HeadOfLoss;
  readonly minor: bigint;
  readonly currency: string;
  readonly basis: AwardBasis;
  readonly uplifts: readonly UpliftFactor[];
  /** The limits of the band, uplifts included. */
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  /** Null when the amount lay within the limits, and needed none. */
  readonly exceptionId: string | null;
  readonly clauseId: string | null;
  readonly caseId: string;
  readonly customerId: string | null;
  /** The instant whose bands counted. */
  readonly at: Date;
  readonly assessedAt: Date;
  /** The subject of the caller who assessed it. */
  readonly requestedBy: string;
  readonly requesterId: string | null;
  readonly teamId: string | null;
  readonly siteId: string | null;
  readonly regionId: string | null;
}

/** The amount may be awarded. */
export interface AwardAssessed {
  readonly type: 'AwardAssessed';
  readonly assessment: AwardAssessment;
}

/** A band with its uplifts, and the limits they make, in minor units. */
export interface UpliftedBand {
  readonly band: CompensationBand;
  readonly uplifts: readonly UpliftFactor[];
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
}

/** The amount lies outside the band, and no exception was named. */
export interface OutsideBand extends UpliftedBand {
  readonly type: 'OutsideBand';
  readonly minor: bigint;
}

/** The exception's time is over. */
export interface ExceptionExpired {
  readonly type: 'ExceptionExpired';
  readonly exception: PolicyException;
}

/** The exception does not hold for this award. */
export interface ExceptionDoesNotCover {
  readonly type: 'ExceptionDoesNotCover';
  readonly exception: PolicyException;
  readonly reason: ExceptionGap;
  readonly left: Money | null;
}

/** No version of the scheme is in effect at that instant. */
export interface NoSchemeInEffect {
  readonly type: 'NoSchemeInEffect';
  readonly scheme: CompensationScheme;
  readonly at: Date;
}

/**
 * A band with uplifts: their percentages are added up and raise both limits, so that an award that was too small for the circumstances is
 * outside too. Fractions of a minor unit fall away.
 */
export function uplifted(band: CompensationBand, uplifts: readonly UpliftFactor[]): UpliftedBand {
  const percent = BigInt(uplifts.reduce((sum, each) => sum + each.percent, 0));
  const raised = (minor: bigint) => minor + (minor * percent) / 100n;
  return { band, uplifts, minMinor: raised(band.minMinor), maxMinor: raised(band.maxMinor) };
}

/** Whether an amount lies within the limits; both limits do. */
export const isWithin = ({ minMinor, maxMinor }: UpliftedBand, minor: bigint): boolean =>
  minMinor <= minor && minor <= maxMinor;

/** The award that an exception is asked to allow. */
export interface AwardWanted {
  readonly schemeId: string;
  readonly head: HeadOfLoss;
  readonly minor: bigint;
  readonly currency: string;
  readonly caseId: string;
  readonly customerId: string | null;
}

function gapOf(
  exception: PolicyException,
  wanted: AwardWanted,
  now: Date,
): Exclude<ExceptionGap, 'BEYOND_AMOUNT'> | null {
  if (!holds(exception, now)) return 'NOT_GRANTED';
  const { leaveHead, leaveSchemeId, leaveCurrency, caseId, customerId } = exception;
  if (leaveHead === null) return 'NOT_COMPENSATION';
  if (leaveCurrency !== wanted.currency || (leaveSchemeId !== null && leaveSchemeId !== wanted.schemeId))
    return 'OTHER_SCHEME';
  if (leaveHead !== wanted.head) return 'OTHER_HEAD';
  if (caseId !== null && caseId !== wanted.caseId) return 'OTHER_CASE';
  return customerId !== null && customerId !== wanted.customerId ? 'OTHER_CUSTOMER' : null;
}

/**
 * Why an exception does not allow an award at `now`; null when it does. `awarded` is what was awarded under it before, in minor units: its
 * amount is for all of its awards together, so that a large one is not split into several.
 */
export function notCovered(
  exception: PolicyException,
  wanted: AwardWanted,
  { awarded, now }: { readonly awarded: bigint; readonly now: Date },
): ExceptionExpired | ExceptionDoesNotCover | null {
  if (statusOfException(exception, now) === 'EXPIRED') return { type: 'ExceptionExpired', exception };
  const { leaveMinor, leaveCurrency } = exception;
  const left =
    leaveMinor === null || leaveCurrency === null
      ? null
      : { minor: leaveMinor > awarded ? leaveMinor - awarded : 0n, currency: leaveCurrency };
  const reason = gapOf(exception, wanted, now) ?? (left && wanted.minor > left.minor ? 'BEYOND_AMOUNT' : null);
  return reason && { type: 'ExceptionDoesNotCover', exception, reason, left };
}
