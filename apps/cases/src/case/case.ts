import type { InvalidInput } from '@courtesy/kernel';
import type { CaseOutcome, CasePriority, CaseStatus, CaseType, CaseVerb, Channel } from '@courtesy/graph-types/cases';

/** One matter a customer brought, as it stands. Ids of other services' entities are references only. */
export interface Case {
  readonly id: string;
  readonly type: CaseType;
  readonly status: CaseStatus;
  readonly priority: CasePriority;
  readonly channel: Channel;
  readonly subject: string;
  readonly product: string | null;
  readonly subProduct: string | null;
  readonly issue: string | null;
  readonly subIssue: string | null;
  readonly customerId: string;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
  readonly openedAt: Date;
  readonly assignedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly outcome: CaseOutcome | null;
  readonly statusReason: string | null;
  readonly respondedInTime: boolean | null;
  readonly disputed: boolean | null;
  readonly reopenCount: number;
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly number: number;
  readonly version: number;
}

/** The states in which somebody still has to do something. */
export const unendedStatuses = [
  'NEW',
  'OPEN',
  'WAITING_CUSTOMER',
  'WAITING_THIRD_PARTY',
  'WAITING_APPROVAL',
] as const satisfies readonly CaseStatus[];

type Unended = (typeof unendedStatuses)[number];

/** Whether somebody still has to do something about a case that stands at `status`. */
export const isUnended = (status: CaseStatus): status is Unended =>
  (unendedStatuses as readonly CaseStatus[]).includes(status);

/** Where a step leads: to a status, or back to where the case stood before the step that it undoes. */
export type StepTarget = CaseStatus | 'AS_BEFORE';

const fromUnended = (to: (from: Unended) => CaseStatus): Record<Unended, CaseStatus> => ({
  NEW: to('NEW'),
  OPEN: to('OPEN'),
  WAITING_CUSTOMER: to('WAITING_CUSTOMER'),
  WAITING_THIRD_PARTY: to('WAITING_THIRD_PARTY'),
  WAITING_APPROVAL: to('WAITING_APPROVAL'),
});

/** As {@link fromUnended}, but for where the case already stands. */
function waiting(status: Exclude<Unended, 'NEW' | 'OPEN'>): Partial<Record<CaseStatus, CaseStatus>> {
  const { [status]: _already, ...others } = fromUnended(() => status);
  return others;
}

/**
 * What a case can be asked from where it stands, and where that leads. Every road to a change goes through this table; `docs/case-lifecycle.md`
 * is drawn from it.
 */
export const transitions: Readonly<Record<CaseVerb, Readonly<Partial<Record<CaseStatus, StepTarget>>>>> = {
  ASSIGN: fromUnended((status) => status),
  START: {
    NEW: 'OPEN',
    WAITING_CUSTOMER: 'OPEN',
    WAITING_THIRD_PARTY: 'OPEN',
    WAITING_APPROVAL: 'OPEN',
  },
  AWAIT_CUSTOMER: waiting('WAITING_CUSTOMER'),
  AWAIT_THIRD_PARTY: waiting('WAITING_THIRD_PARTY'),
  AWAIT_APPROVAL: waiting('WAITING_APPROVAL'),
  RESOLVE: fromUnended(() => 'RESOLVED'),
  CLOSE: { RESOLVED: 'CLOSED' },
  REOPEN: { RESOLVED: 'OPEN' },
  CANCEL: fromUnended(() => 'CANCELLED'),
  PRIORITISE: fromUnended((status) => status),
  DISPUTE: { RESOLVED: 'RESOLVED', CLOSED: 'CLOSED' },
  MERGE: { ...fromUnended(() => 'MERGED'), RESOLVED: 'MERGED' },
  UNMERGE: { MERGED: 'AS_BEFORE' },
};

const verbs = Object.keys(transitions) as CaseVerb[];

/** What can be done with a case that stands at `status`. */
export function allowedVerbs(status: CaseStatus): CaseVerb[] {
  return verbs.filter((verb) => transitions[verb][status] !== undefined);
}

/** A case was asked for what it cannot do from where it stands. */
export interface IllegalCaseTransition {
  readonly type: 'IllegalCaseTransition';
  readonly case: Case;
  readonly from: CaseStatus;
  readonly verb: CaseVerb;
}

/** A new case. */
export interface CaseOpened {
  readonly type: 'CaseOpened';
  readonly case: Case;
}

/** Another case has the same external reference. */
export interface CaseAlreadyOpen {
  readonly type: 'CaseAlreadyOpen';
  /** Null when it is not the caller's to see. */
  readonly case: Case | null;
}

interface Moved<T extends string> {
  readonly type: T;
  readonly case: Case;
  /** Where the case stood before. */
  readonly from: CaseStatus;
  readonly at: Date;
}

/** A case was given to a site, a team or a person. */
export interface CaseAssigned extends Moved<'CaseAssigned'> {}
/** Work on a case has begun or was taken up again. */
export interface CaseStarted extends Moved<'CaseStarted'> {}
/** A case waits for its customer, somebody outside or somebody's approval. */
export interface CaseWaiting extends Moved<'CaseWaiting'> {}
/** A case was answered. */
export interface CaseResolved extends Moved<'CaseResolved'> {}
/** A resolved case was ended for good. */
export interface CaseClosed extends Moved<'CaseClosed'> {}
/** A resolved case was taken up again. */
export interface CaseReopened extends Moved<'CaseReopened'> {}
/** A case was ended without an answer. */
export interface CaseCancelled extends Moved<'CaseCancelled'> {}
/** A case is handled with another urgency. */
export interface CasePrioritised extends Moved<'CasePrioritised'> {
  readonly fromPriority: CasePriority;
  readonly reason: string;
}
/** What the customer says of the answer was recorded. */
export interface DisputeRecorded extends Moved<'DisputeRecorded'> {}
/** A case is continued within another one. */
export interface CaseMerged extends Moved<'CaseMerged'> {
  readonly into: Survivor;
  readonly reason: string;
}
/** A merged case goes its own way again, from where it stood. */
export interface CaseUnmerged extends Moved<'CaseUnmerged'> {
  readonly into: Survivor;
  readonly reason: string;
}

/** Within which case a merged one is continued, and by which merge. */
export interface Survivor {
  readonly survivorId: string;
  readonly mergeId: string;
}

/** A case that moved, whichever way. */
export type CaseMoved =
  | CaseAssigned
  | CaseStarted
  | CaseWaiting
  | CaseResolved
  | CaseClosed
  | CaseReopened
  | CaseCancelled
  | CasePrioritised
  | DisputeRecorded
  | CaseMerged
  | CaseUnmerged;

/** The longest subject a case takes, in characters. */
export const MAX_SUBJECT = 500;
/** The longest reason a change of status takes, in characters. */
export const MAX_REASON = 2000;

/** What is wrong with a text that may be empty; null when nothing is. PostgreSQL keeps neither NUL nor half a character. */
export function problemWithNote(path: string, text: string, max: number): InvalidInput['problems'][number] | null {
  if (text.length > max) return { path, message: `has ${text.length} characters; at most ${max} are kept` };
  if (text.includes('\0') || !text.isWellFormed()) return { path, message: 'has characters that are no text' };
  return null;
}

/** What is wrong with a text that a person must give; null when nothing is. */
export function problemWithText(path: string, text: string, max: number): InvalidInput['problems'][number] | null {
  return text.trim() === '' ? { path, message: 'is empty; say it in a few words' } : problemWithNote(path, text, max);
}

/** The number by which people quote a case. */
export const referenceOf = (subject: Case): string => `C-${subject.number}`;
