import type { NewEvent } from '@courtesy/events';
import type { RemedialActionInput, RemedialActionStatus } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';
import type { KnownComplaint } from '../complaint/complaint.ts';
import { endOfDay } from '../complaint/day.ts';

/** Something promised in the answer to a complaint. */
export interface RemedialAction {
  readonly id: string;
  readonly complaintId: string;
  readonly action: string;
  readonly ownerId: string | null;
  /** `YYYY-MM-DD` in the regime's zone. */
  readonly dueOn: string;
  /** The instant at which that day ends. */
  readonly dueBy: Date;
  readonly status: RemedialActionStatus;
  /** What shows that it was done, or why it is not to be done. */
  readonly evidence: string | null;
  readonly endedById: string | null;
  readonly endedAt: Date | null;
  readonly version: number;
}

/** It was done or waived before. */
export interface RemedialActionEnded {
  readonly type: 'RemedialActionEnded';
  readonly remedialAction: RemedialAction;
}

/** Something promised was done. */
export interface RemedialActionCompleted {
  readonly type: 'RemedialActionCompleted';
  readonly remedialAction: RemedialAction;
}

/** Something promised is not to be done any more. */
export interface RemedialActionWaived {
  readonly type: 'RemedialActionWaived';
  readonly remedialAction: RemedialAction;
}

/** Something that was promised is not done yet. */
export interface RemedialActionsOpen {
  readonly type: 'RemedialActionsOpen';
  readonly remedialActions: readonly RemedialAction[];
}

/** What an answer promises, as it is tracked. Who is named by nobody sees to it themselves. */
export const promisedIn = (
  { complaint, rules }: KnownComplaint,
  given: readonly RemedialActionInput[],
  by: { readonly newId: () => string; readonly ownerId: string | null },
): RemedialAction[] =>
  given.map(({ action, ownerId, dueOn }) => ({
    ...{ id: by.newId(), complaintId: complaint.id, action, ownerId: ownerId ?? by.ownerId, dueOn },
    ...{ dueBy: endOfDay(dueOn, rules.timeZone), status: 'OPEN' },
    ...{ evidence: null, endedById: null, endedAt: null, version: 1 },
  }));

/** How a remedial action ends. */
export interface Ending<S extends 'DONE' | 'WAIVED' = 'DONE' | 'WAIVED'> {
  readonly status: S;
  readonly evidence: string;
  readonly endedById: string | null;
  readonly endedAt: Date;
}

/** Ends a remedial action, once. */
export const end = (current: RemedialAction, ending: Ending): RemedialAction | RemedialActionEnded =>
  current.status === 'OPEN'
    ? { ...current, ...ending, version: current.version + 1 }
    : { type: 'RemedialActionEnded', remedialAction: current };

const placeOf = (about: Case, { complaintId, ownerId, dueOn }: RemedialAction) => ({
  ...{ complaintId, caseId: about.id, customerId: about.customerId, ownerId, dueOn },
});

/** What other services are told of a promise. */
export const promisedEvent = (about: Case, promised: RemedialAction, at: Date): NewEvent => ({
  ...{ type: 'courtesy.remedial-action.promised.v1', subject: promised.id, sequence: promised.version, time: at },
  data: placeOf(about, promised),
});

/** What other services are told of its end. */
export const endedEvent = (about: Case, ended: RemedialAction, { status, endedAt, endedById }: Ending): NewEvent => ({
  ...{ type: 'courtesy.remedial-action.ended.v1', subject: ended.id, sequence: ended.version, time: endedAt },
  data: { ...placeOf(about, ended), status, endedAt: endedAt.toISOString(), endedById },
});
