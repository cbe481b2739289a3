import { amountOf, invalidInput, isProblem, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { BudgetControl, JobRole, RaiseRequisitionInput, RequisitionStatus } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfId, problemsOfText } from '../directory/problems.ts';

/** Leave to hire so many people for a site, within a budget. */
export interface Requisition {
  readonly id: string;
  readonly siteId: string;
  readonly teamId: string | null;
  readonly jobRole: JobRole;
  readonly headcount: number;
  readonly because: string;
  readonly budgetLine: string | null;
  /** What all who are hired may cost together in a year, in minor units. */
  readonly budgetMinor: bigint;
  readonly currency: string;
  readonly budgetControl: BudgetControl;
  readonly status: RequisitionStatus;
  /** The subject of the caller who asked. */
  readonly requestedBy: string;
  readonly requestedById: string | null;
  readonly requestedAt: Date;
  readonly decidedById: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly version: number;
}

/** What came of something done with a requisition. */
export interface RequisitionOutcome<T extends string> {
  readonly type: T;
  readonly requisition: Requisition;
}

/** Somebody asked to hire. */
export type RequisitionRaised = RequisitionOutcome<'RequisitionRaised'>;
/** People may be hired. */
export type RequisitionApproved = RequisitionOutcome<'RequisitionApproved'>;
/** Nobody is to be hired. */
export type RequisitionRejected = RequisitionOutcome<'RequisitionRejected'>;
/** Nobody is hired for now. */
export type RequisitionHeld = RequisitionOutcome<'RequisitionHeld'>;
/** People may be hired again. */
export type RequisitionResumed = RequisitionOutcome<'RequisitionResumed'>;
/** Nobody more is hired. */
export type RequisitionCancelled = RequisitionOutcome<'RequisitionCancelled'>;
/** It stands where this cannot be done with it. */
export type RequisitionIsElsewhere = RequisitionOutcome<'RequisitionIsElsewhere'>;
/** Nobody decides on what they asked for themselves. */
export type RequisitionIsOwn = RequisitionOutcome<'RequisitionIsOwn'>;

/** The most people of one requisition. */
export const MAX_HEADCOUNT = 1_000;
/** The longest reason, in characters. */
export const MAX_REASON = 2_000;

/** What is wrong with a wish to hire; nothing when it is right. */
export function problemsOfRequisition(wish: RaiseRequisitionInput): Problem[] {
  const { headcount, budgetLine } = wish;
  const budget = amountOf('budget', wish.budget);
  const isCount = headcount >= 1 && headcount <= MAX_HEADCOUNT;
  return [
    ...problemsOfId('siteId', 'site', wish.siteId),
    ...problemsOfId('teamId', 'team', wish.teamId),
    ...(isCount ? [] : [{ path: 'headcount', message: `is ${headcount}; give 1 to ${MAX_HEADCOUNT}` }]),
    ...problemsOfText('because', wish.because, MAX_REASON),
    ...(budgetLine == null ? [] : problemsOfText('budgetLine', budgetLine, MAX_NAME)),
    ...(isProblem(budget) ? [budget] : []),
  ];
}

/** Who decides, and when. */
export interface HiringHand {
  readonly subject: string;
  /** Null for a caller who is no person of the organisation. */
  readonly personId: string | null;
  readonly at: Date;
}

/** A requisition as it begins. Call only with what {@link problemsOfRequisition} found right. */
export function newRequisition(id: string, wish: RaiseRequisitionInput, by: HiringHand): Requisition {
  const budget = amountOf('budget', wish.budget);
  if (isProblem(budget)) throw new Error(budget.message);
  return {
    ...{ id, siteId: wish.siteId, teamId: wish.teamId ?? null, jobRole: wish.jobRole, headcount: wish.headcount },
    ...{ because: wish.because.trim(), budgetLine: wish.budgetLine?.trim() ?? null },
    ...{ budgetMinor: budget.minor, currency: budget.currency, budgetControl: wish.budgetControl ?? 'STOP' },
    ...{ status: 'REQUESTED', requestedBy: by.subject, requestedById: by.personId, requestedAt: by.at },
    ...{ decidedById: null, decidedAt: null, reason: null, version: 1 },
  };
}

/** From where each step leads on. */
const steps = {
  RequisitionApproved: { from: ['REQUESTED'], to: 'APPROVED' },
  RequisitionRejected: { from: ['REQUESTED'], to: 'REJECTED' },
  RequisitionHeld: { from: ['APPROVED'], to: 'ON_HOLD' },
  RequisitionResumed: { from: ['ON_HOLD'], to: 'APPROVED' },
  RequisitionCancelled: { from: ['REQUESTED', 'APPROVED', 'ON_HOLD'], to: 'CANCELLED' },
} as const satisfies Record<string, { readonly from: readonly RequisitionStatus[]; readonly to: RequisitionStatus }>;

/** What can be done with a requisition. */
export type RequisitionStep = keyof typeof steps;

function step<S extends RequisitionStep>(
  type: S,
  current: Requisition,
  changes: Partial<Requisition>,
): RequisitionOutcome<S> | RequisitionIsElsewhere {
  const { from, to } = steps[type];
  if (!(from as readonly RequisitionStatus[]).includes(current.status))
    return { type: 'RequisitionIsElsewhere', requisition: current };
  return { type, requisition: { ...current, ...changes, status: to, version: current.version + 1 } };
}

const isOwn = (current: Requisition, by: HiringHand) =>
  current.requestedBy === by.subject || (by.personId !== null && current.requestedById === by.personId);

/** Lets people be hired. Whoever asked cannot. */
export function approve(
  current: Requisition,
  by: HiringHand,
): RequisitionApproved | RequisitionIsElsewhere | RequisitionIsOwn {
  if (isOwn(current, by)) return { type: 'RequisitionIsOwn', requisition: current };
  return step('RequisitionApproved', current, { decidedById: by.personId, decidedAt: by.at });
}

/** Keeps anybody from being hired, and says why. Whoever asked cannot. */
export function reject(
  current: Requisition,
  reason: string,
  by: HiringHand,
): RequisitionRejected | RequisitionIsElsewhere | RequisitionIsOwn | InvalidInput {
  const problems = problemsOfText('reason', reason, MAX_REASON);
  if (problems.length > 0) return invalidInput(problems);
  if (isOwn(current, by)) return { type: 'RequisitionIsOwn', requisition: current };
  return step('RequisitionRejected', current, { decidedById: by.personId, decidedAt: by.at, reason });
}

/** Stops hiring, for now or for good, and says why. */
export function stop<S extends 'RequisitionHeld' | 'RequisitionCancelled'>(
  type: S,
  current: Requisition,
  reason: string,
): RequisitionOutcome<S> | RequisitionIsElsewhere | InvalidInput {
  const problems = problemsOfText('reason', reason, MAX_REASON);
  return problems.length > 0 ? invalidInput(problems) : step(type, current, { reason });
}

/** Goes on hiring. */
export const resume = (current: Requisition): RequisitionResumed | RequisitionIsElsewhere =>
  step('RequisitionResumed', current, {});

/** The same requisition after somebody accepted work: filled when `accepted` are as many as were asked for. */
export const afterAcceptance = (current: Requisition, accepted: number): Requisition =>
  accepted < current.headcount || current.status === 'FILLED'
    ? current
    : { ...current, status: 'FILLED', version: current.version + 1 };

/** What offers that are open or accepted take of a requisition. */
export interface Commitment {
  readonly offers: number;
  /** What they cost together in a year, in minor units. */
  readonly minor: bigint;
}
