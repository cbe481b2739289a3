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

/** What a case can be asked from where it stands, and where that leads. Every road to a change goes through this table. */
export const transitions: Readonly<Record<CaseVerb, Readonly<Partial<Record<CaseStatus, CaseStatus>>>>> = {
  ASSIGN: {
    NEW: 'NEW',
    OPEN: 'OPEN',
    WAITING_CUSTOMER: 'WAITING_CUSTOMER',
    WAITING_THIRD_PARTY: 'WAITING_THIRD_PARTY',
  },
  START: { NEW: 'OPEN', WAITING_CUSTOMER: 'OPEN', WAITING_THIRD_PARTY: 'OPEN' },
  AWAIT_CUSTOMER: { NEW: 'WAITING_CUSTOMER', OPEN: 'WAITING_CUSTOMER', WAITING_THIRD_PARTY: 'WAITING_CUSTOMER' },
  AWAIT_THIRD_PARTY: {
    NEW: 'WAITING_THIRD_PARTY',
    OPEN: 'WAITING_THIRD_PARTY',
    WAITING_CUSTOMER: 'WAITING_THIRD_PARTY',
  },
  RESOLVE: { NEW: 'RESOLVED', OPEN: 'RESOLVED', WAITING_CUSTOMER: 'RESOLVED', WAITING_THIRD_PARTY: 'RESOLVED' },
  CLOSE: { RESOLVED: 'CLOSED' },
  REOPEN: { RESOLVED: 'OPEN' },
  CANCEL: {
    NEW: 'CANCELLED',
    OPEN: 'CANCELLED',
    WAITING_CUSTOMER: 'CANCELLED',
    WAITING_THIRD_PARTY: 'CANCELLED',
  },
  PRIORITISE: {
    NEW: 'NEW',
    OPEN: 'OPEN',
    WAITING_CUSTOMER: 'WAITING_CUSTOMER',
    WAITING_THIRD_PARTY: 'WAITING_THIRD_PARTY',
  },
  DISPUTE: { RESOLVED: 'RESOLVED', CLOSED: 'CLOSED' },
};

/** The states in which somebody still has to do something. */
export const unendedStatuses: readonly CaseStatus[] = ['NEW', 'OPEN', 'WAITING_CUSTOMER', 'WAITING_THIRD_PARTY'];

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
/** A case waits for its customer or somebody outside. */
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
  | DisputeRecorded;

/** Asks the table; the one place where a status changes, and where the version grows. */
function move<T extends CaseMoved['type']>(
  current: Case,
  step: { readonly verb: CaseVerb; readonly type: T; readonly at: Date },
  changes: Partial<Case>,
): Moved<T> | IllegalCaseTransition {
  const to = transitions[step.verb][current.status];
  if (!to) return { type: 'IllegalCaseTransition', case: current, from: current.status, verb: step.verb };
  return {
    type: step.type,
    case: { ...current, ...changes, status: to, version: current.version + 1 },
    from: current.status,
    at: step.at,
  };
}

/** To whom a case is given. What is undefined stays; null takes away. */
export interface Assignment {
  readonly siteId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly assigneeId?: string | null | undefined;
}

/** Gives a case to a site, a team or a person; its status stays. */
export function assign(current: Case, to: Assignment, at: Date): CaseAssigned | IllegalCaseTransition {
  return move(
    current,
    { verb: 'ASSIGN', type: 'CaseAssigned', at },
    {
      siteId: to.siteId === undefined ? current.siteId : to.siteId,
      teamId: to.teamId === undefined ? current.teamId : to.teamId,
      assigneeId: to.assigneeId === undefined ? current.assigneeId : to.assigneeId,
      assignedAt: at,
    },
  );
}

/** Begins work, or takes it up again after waiting. */
export function start(current: Case, at: Date): CaseStarted | IllegalCaseTransition {
  return move(current, { verb: 'START', type: 'CaseStarted', at }, { statusReason: null });
}

/** Lets the customer have the next word. */
export function awaitCustomer(current: Case, reason: string, at: Date): CaseWaiting | IllegalCaseTransition {
  return move(current, { verb: 'AWAIT_CUSTOMER', type: 'CaseWaiting', at }, { statusReason: reason });
}

/** Lets somebody outside the service have the next word. */
export function awaitThirdParty(current: Case, reason: string, at: Date): CaseWaiting | IllegalCaseTransition {
  return move(current, { verb: 'AWAIT_THIRD_PARTY', type: 'CaseWaiting', at }, { statusReason: reason });
}

/** How a case is answered. `respondedInTime` stays what it was when nobody says. */
export interface Answer {
  readonly outcome: CaseOutcome;
  readonly respondedInTime?: boolean | null | undefined;
}

/** Answers a case. */
export function resolve(current: Case, answer: Answer, at: Date): CaseResolved | IllegalCaseTransition {
  return move(
    current,
    { verb: 'RESOLVE', type: 'CaseResolved', at },
    {
      outcome: answer.outcome,
      respondedInTime: answer.respondedInTime ?? current.respondedInTime,
      resolvedAt: at,
      statusReason: null,
    },
  );
}

/** Ends a resolved case for good: it is continued by a new one, never by an edit. */
export function close(current: Case, at: Date): CaseClosed | IllegalCaseTransition {
  return move(current, { verb: 'CLOSE', type: 'CaseClosed', at }, { closedAt: at });
}

/** Takes a resolved case up again. Its answer no longer stands. */
export function reopen(current: Case, reason: string, at: Date): CaseReopened | IllegalCaseTransition {
  return move(
    current,
    { verb: 'REOPEN', type: 'CaseReopened', at },
    {
      outcome: null,
      resolvedAt: null,
      disputed: null,
      statusReason: reason,
      reopenCount: current.reopenCount + 1,
    },
  );
}

/** Ends a case without an answer. */
export function cancel(current: Case, reason: string, at: Date): CaseCancelled | IllegalCaseTransition {
  return move(current, { verb: 'CANCEL', type: 'CaseCancelled', at }, { statusReason: reason });
}

/** Handles a case with another urgency; its status stays. */
export function prioritise(
  current: Case,
  to: { readonly priority: CasePriority; readonly reason: string },
  at: Date,
): CasePrioritised | IllegalCaseTransition {
  const moved = move(current, { verb: 'PRIORITISE', type: 'CasePrioritised', at }, { priority: to.priority });
  if (moved.type === 'IllegalCaseTransition') return moved;
  return { ...moved, fromPriority: current.priority, reason: to.reason };
}

/** Records whether the customer disputes the answer; the status stays. */
export function recordDispute(current: Case, disputed: boolean, at: Date): DisputeRecorded | IllegalCaseTransition {
  return move(current, { verb: 'DISPUTE', type: 'DisputeRecorded', at }, { disputed });
}

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
