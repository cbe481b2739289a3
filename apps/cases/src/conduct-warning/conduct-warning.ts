import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { ConductKind, ConductWarningStatus } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';

/** A warning to staff about how a customer behaved. It has a day of review, and is never for ever. */
export interface ConductWarning {
  readonly id: string;
  readonly customerId: string;
  /** The case at which it happened. */
  readonly caseId: string;
  readonly kind: ConductKind;
  readonly description: string;
  readonly status: ConductWarningStatus;
  readonly raisedAt: Date;
  /** The subject of the caller who raised it. */
  readonly raisedBy: string;
  readonly raisedById: string | null;
  readonly reviewBy: Date;
  /** Until when nobody is to call the customer or let them in without need; null when at once. */
  readonly coolingOffUntil: Date | null;
  readonly reviewedAt: Date | null;
  readonly reviewedById: string | null;
  readonly reviewReason: string | null;
  /** Whoever was treated so; null when nobody of the organisation was. */
  readonly affectedPersonId: string | null;
  /** By when somebody is to look after them; null when nobody was affected. */
  readonly supportBy: Date | null;
  readonly supportedAt: Date | null;
  readonly supportNote: string | null;
  readonly version: number;
}

/** Staff are warned. */
export interface ConcernRaised {
  readonly type: 'ConcernRaised';
  readonly warning: ConductWarning;
}

/** A warning was kept until another day, or lifted. */
export interface ConcernReviewed {
  readonly type: 'ConcernReviewed';
  readonly warning: ConductWarning;
}

/** Whoever was affected was looked after. */
export interface StaffSupportRecorded {
  readonly type: 'StaffSupportRecorded';
  readonly warning: ConductWarning;
}

/** The warning stands where this cannot be done with it. */
export interface ConcernIsSettled {
  readonly type: 'ConcernIsSettled';
  readonly warning: ConductWarning;
}

/** Somebody else must do it: nobody reviews a warning of their own, or says of themselves that they were looked after. */
export interface ConcernIsOwn {
  readonly type: 'ConcernIsOwn';
  readonly warning: ConductWarning;
}

const DAY_MS = 86_400_000;
/** The longest that a warning stands without a review, in days. */
const MAX_REVIEW_DAYS = 366;
/** The longest cooling-off, in days: longer is not a pause but a refusal of service. */
const MAX_COOLING_DAYS = 30;
/** How long until whoever was affected is looked after, in milliseconds: a day. */
export const SUPPORT_WITHIN_MS = DAY_MS;

function problemsOfTime(path: string, at: Date | null, days: number, now: Date): Problem[] {
  if (!at) return [];
  if (at <= now) return [{ path, message: 'does not lie in the future' }];
  const tooFar = at.getTime() - now.getTime() > days * DAY_MS;
  return tooFar ? [{ path, message: `lies more than ${days} days ahead` }] : [];
}

/** Everything that is wrong with a warning; nothing when it is right. */
export function problemsOfWarning(
  warning: Pick<ConductWarning, 'description' | 'reviewBy' | 'coolingOffUntil'>,
  now: Date,
): Problem[] {
  const description = problemWithText('description', warning.description, MAX_REASON);
  return [
    ...(description ? [description] : []),
    ...problemsOfTime('reviewBy', warning.reviewBy, MAX_REVIEW_DAYS, now),
    ...problemsOfTime('coolingOffUntil', warning.coolingOffUntil, MAX_COOLING_DAYS, now),
  ];
}

/** What to do when it happens again: first for everybody's safety, then for the matter. */
const guidance: Readonly<Record<ConductKind, readonly string[]>> = {
  ABUSE: [
    'Speak slowly and quietly, and let them finish before you answer.',
    'Say what you can do for them, then that you will end the conversation if the insults go on.',
    'End it after a second warning, and put it on record.',
  ],
  AGGRESSION: [
    'Keep your distance and a free way out; do not stand in theirs.',
    'Name what you see ("You are upset that…") and offer one next step.',
    'Call the manager to the spot before it grows; do not meet them alone.',
  ],
  THREAT: [
    'Do not argue and do not touch; get yourself and others out of reach.',
    'Call the manager with urgency DANGER, and the police where somebody may come to harm.',
    'Put the words on record as they were said.',
  ],
  HARASSMENT: [
    'Answer by writing only, from the team and not from a person.',
    'Give no personal details, and pass every further contact to a lead.',
  ],
};

/** How to calm such a situation, step by step. */
export const guidanceOn = (kind: ConductKind): readonly string[] => guidance[kind];

/** What somebody decides of a warning. */
export interface Review {
  /** When to look again; null lifts the warning. */
  readonly keepUntil: Date | null;
  readonly reason: string;
  readonly at: Date;
  readonly subject: string;
  readonly personId: string | null;
}

/** Keeps a warning until another day, or lifts it. Whoever raised it does not. */
export function review(
  current: ConductWarning,
  by: Review,
): ConcernReviewed | ConcernIsSettled | ConcernIsOwn | InvalidInput {
  if (current.status === 'LIFTED') return { type: 'ConcernIsSettled', warning: current };
  if (by.subject === current.raisedBy) return { type: 'ConcernIsOwn', warning: current };
  const reason = problemWithText('reason', by.reason, MAX_REASON);
  const problems = [...(reason ? [reason] : []), ...problemsOfTime('keepUntil', by.keepUntil, MAX_REVIEW_DAYS, by.at)];
  if (problems.length > 0) return invalidInput(problems);
  const reviewed = { reviewedAt: by.at, reviewedById: by.personId, reviewReason: by.reason };
  const standing = by.keepUntil ? { reviewBy: by.keepUntil } : { status: 'LIFTED' as const, coolingOffUntil: null };
  return { type: 'ConcernReviewed', warning: { ...current, ...reviewed, ...standing, version: current.version + 1 } };
}

/** Puts on record that whoever was affected was looked after. They do not say so themselves. */
export function recordSupport(
  current: ConductWarning,
  by: { readonly note: string; readonly personId: string | null; readonly at: Date },
): StaffSupportRecorded | ConcernIsSettled | ConcernIsOwn | InvalidInput {
  if (current.affectedPersonId === null || current.supportedAt) return { type: 'ConcernIsSettled', warning: current };
  if (by.personId === current.affectedPersonId) return { type: 'ConcernIsOwn', warning: current };
  const note = problemWithText('note', by.note, MAX_REASON);
  if (note) return invalidInput([note]);
  const supported = { supportedAt: by.at, supportNote: by.note, version: current.version + 1 };
  return { type: 'StaffSupportRecorded', warning: { ...current, ...supported } };
}
