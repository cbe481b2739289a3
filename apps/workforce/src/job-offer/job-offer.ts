import {
  amountOf,
  invalidInput,
  isProblem,
  money,
  type InvalidInput,
  type Money,
  type Problem,
} from '@courtesy/kernel';
import type { MakeOfferInput, OfferStatus } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { MAX_NOTE, problemsOfNote, type Applicant, type ApplicantIsElsewhere } from '../applicant/applicant.ts';
import type { Commitment, HiringHand, Requisition, RequisitionIsElsewhere } from '../requisition/requisition.ts';

/** Work offered to an applicant. */
export interface Offer {
  readonly id: string;
  readonly applicantId: string;
  readonly requisitionId: string;
  /** What it pays in a year, in minor units. */
  readonly payMinor: bigint;
  readonly currency: string;
  /** Whole milliseconds in a week. */
  readonly weeklyHours: number;
  readonly startsOn: string;
  readonly expiresAt: Date;
  /** As kept: one whose time has passed waits still until somebody notices. Ask {@link standingAt}. */
  readonly status: OfferStatus;
  readonly overBudgetMinor: bigint | null;
  readonly madeById: string | null;
  readonly madeAt: Date;
  readonly endedAt: Date | null;
  readonly reason: string | null;
  readonly version: number;
}

/** What came of something done with an offer. */
export interface OfferOutcome<T extends string> {
  readonly type: T;
  readonly offer: Offer;
}

/** Work was offered. */
export type OfferMade = OfferOutcome<'OfferMade'>;
/** They take it. */
export type OfferAccepted = OfferOutcome<'OfferAccepted'>;
/** They do not. */
export type OfferDeclined = OfferOutcome<'OfferDeclined'>;
/** It was taken back. */
export type OfferWithdrawn = OfferOutcome<'OfferWithdrawn'>;
/** It is open no longer. */
export type OfferIsOver = OfferOutcome<'OfferIsOver'>;

/** As many offers are open or accepted as people may be hired. */
export interface NoVacancyLeft {
  readonly type: 'NoVacancyLeft';
  readonly requisition: Requisition;
}

/** It would cost more than is left, and the requisition stops that. */
export interface OfferOverBudget {
  readonly type: 'OfferOverBudget';
  readonly requisition: Requisition;
  readonly over: Money;
}

/** The longest week, in milliseconds: 48 hours (Working Time Regulations 1998, reg. 4). */
export const MAX_WEEK_MS = 48 * 3_600_000;

/** What is wrong with an offer in itself; nothing when it is right. */
export function problemsOfOffer(given: MakeOfferInput, now: Date): Problem[] {
  const pay = amountOf('pay', given.pay);
  const isWeek = given.weeklyHours > 0 && given.weeklyHours <= MAX_WEEK_MS;
  return [
    ...(isProblem(pay) ? [pay] : []),
    ...(isWeek ? [] : [{ path: 'weeklyHours', message: 'is no time, or more than 48 hours' }]),
    ...(given.expiresAt > now ? [] : [{ path: 'expiresAt', message: 'does not lie in the future' }]),
  ];
}

/** What an offer takes of a requisition, and by how much it is over the budget; refused where it takes what is not there. */
function within(
  { requisition, committed }: { readonly requisition: Requisition; readonly committed: Commitment },
  pay: Money,
): { readonly overBudgetMinor: bigint | null } | NoVacancyLeft | OfferOverBudget {
  if (committed.offers >= requisition.headcount) return { type: 'NoVacancyLeft', requisition };
  const over = committed.minor + pay.minor - requisition.budgetMinor;
  if (over <= 0n || requisition.budgetControl === 'IGNORE') return { overBudgetMinor: null };
  if (requisition.budgetControl === 'WARN') return { overBudgetMinor: over };
  return { type: 'OfferOverBudget', requisition, over: money(over, requisition.currency) };
}

/** Everything an offer rests on; the caller holds the requisition's lock. */
export interface OfferBasis {
  readonly requisition: Requisition;
  readonly applicant: Applicant;
  /** What other offers take of the requisition. */
  readonly committed: Commitment;
}

/** Offers work. Call only with what {@link problemsOfOffer} found right. */
export function offer(
  id: string,
  given: MakeOfferInput,
  basis: OfferBasis,
  by: HiringHand,
): OfferMade | NoVacancyLeft | OfferOverBudget | ApplicantIsElsewhere | RequisitionIsElsewhere | InvalidInput {
  const { requisition, applicant } = basis;
  if (applicant.status !== 'SHORTLISTED') return { type: 'ApplicantIsElsewhere', applicant };
  const isOpen = requisition.status === 'APPROVED' || requisition.status === 'FILLED';
  if (!isOpen) return { type: 'RequisitionIsElsewhere', requisition };
  const pay = amountOf('pay', given.pay);
  if (isProblem(pay)) return invalidInput([pay]);
  if (pay.currency !== requisition.currency)
    return invalidInput([{ path: 'pay.currency', message: `is not that of the budget, ${requisition.currency}` }]);
  const room = within(basis, pay);
  if ('type' in room) return room;
  const made: Offer = {
    ...{ id, applicantId: applicant.id, requisitionId: requisition.id, payMinor: pay.minor, currency: pay.currency },
    ...{ weeklyHours: given.weeklyHours, startsOn: given.startsOn, expiresAt: given.expiresAt, ...room },
    ...{ status: 'AWAITING_ANSWER', madeById: by.personId, madeAt: by.at, endedAt: null, reason: null, version: 1 },
  };
  return { type: 'OfferMade', offer: made };
}

/** Where an offer stands at an instant: one that nobody answered has expired at its time, whoever noticed. */
export const standingAt = (current: Offer, at: Date): OfferStatus =>
  current.status === 'AWAITING_ANSWER' && current.expiresAt <= at ? 'EXPIRED' : current.status;

/** What can become of an open offer. */
export type OfferEnd = 'OfferAccepted' | 'OfferDeclined' | 'OfferWithdrawn';

const ends: Readonly<Record<OfferEnd, OfferStatus>> = {
  OfferAccepted: 'ACCEPTED',
  OfferDeclined: 'DECLINED',
  OfferWithdrawn: 'WITHDRAWN',
};

/** What is wrong with why an offer ends; only whoever takes one back has to say. */
export const problemsOfEnd = (type: OfferEnd, reason: string | null | undefined): Problem[] =>
  type === 'OfferWithdrawn'
    ? problemsOfText('reason', reason ?? '', MAX_NOTE)
    : problemsOfNote('reason', reason, MAX_NOTE);

/** Ends an open offer. */
export function end<T extends OfferEnd>(
  type: T,
  current: Offer,
  { reason, at }: { readonly reason?: string | null | undefined; readonly at: Date },
): OfferOutcome<T> | OfferIsOver {
  if (standingAt(current, at) !== 'AWAITING_ANSWER') return { type: 'OfferIsOver', offer: current };
  const changes = { status: ends[type], endedAt: at, reason: reason ?? null, version: current.version + 1 };
  return { type, offer: { ...current, ...changes } };
}

/** The same offer, expired. */
export const expired = (current: Offer): Offer => ({
  ...current,
  ...{ status: 'EXPIRED', endedAt: current.expiresAt, version: current.version + 1 },
});
