import { addMonths, type Problem } from '@courtesy/kernel';
import type { DataSubjectRequestKind, DataSubjectRequestStatus } from '@courtesy/graph-types/customers';
import type { Customer } from '../customer/customer.ts';
import type { LegalHold } from '../legal-hold/legal-hold.ts';

/** A request by which somebody uses their rights in what is kept of them. Days are YYYY-MM-DD, in UTC. */
export interface DataSubjectRequest {
  readonly id: string;
  readonly customerId: string;
  readonly kind: DataSubjectRequestKind;
  readonly status: DataSubjectRequestStatus;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly extended: boolean;
  readonly openedBy: string;
  readonly verifiedByWhat: string | null;
  readonly reason: string | null;
  readonly endedAt: Date | null;
  /** When the worker goes on with it; null when it has nothing to do. */
  readonly nextTryAt: Date | null;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly version: number;
}

/** A service through which an erasure has gone. */
export interface ErasureStep {
  readonly id: string;
  readonly requestId: string;
  readonly service: string;
  readonly rows: number;
  readonly doneAt: Date;
}

/** A request is on record. */
export interface DataSubjectRequestOpened {
  readonly type: 'DataSubjectRequestOpened';
  readonly request: DataSubjectRequest;
}

/** The customer was erased before. */
export interface CustomerErasedBefore {
  readonly type: 'CustomerErasedBefore';
  readonly customer: Customer;
}

/** A request stands elsewhere. */
export interface DataSubjectRequestMoved {
  readonly type: 'DataSubjectRequestMoved';
  readonly request: DataSubjectRequest;
}

/** A request does not go there from where it stands. */
export interface IllegalRequestStep {
  readonly type: 'IllegalRequestStep';
  readonly request: DataSubjectRequest;
  readonly step: RequestStep['verb'];
}

/** What is on record must stay. */
export interface LegalHoldInPlace {
  readonly type: 'LegalHoldInPlace';
  readonly hold: LegalHold;
}

/** Matters that have not ended need who the customer is. */
export interface StillNeeded {
  readonly type: 'StillNeeded';
  readonly openCases: number;
}

/** The longest reason or answer, and the longest word on how somebody was made sure of, in characters. */
export const MAX_ANSWER = 2_000;
/** See {@link MAX_ANSWER}. */
export const MAX_VERIFICATION = 500;
const MONTHS = 1;
const MORE_MONTHS = 2;

/** The last day in time for a request that came in on a day: the same day of the next month, or that month's last. */
export const dueOnFor = (receivedOn: string): string => addMonths(receivedOn, MONTHS);

/** What is wrong with the day on which a request came in; nothing for most. */
export const problemsOfReceipt = (receivedOn: string, today: string): Problem[] =>
  receivedOn > today ? [{ path: 'receivedOn', message: 'lies after today' }] : [];

/** What can be done with a request. */
export type RequestStep =
  | { readonly verb: 'VERIFY'; readonly byWhat: string }
  | { readonly verb: 'EXTEND'; readonly reason: string }
  | { readonly verb: 'REFUSE'; readonly reason: string }
  | { readonly verb: 'ANSWER'; readonly answer: string }
  | { readonly verb: 'ERASE' }
  | { readonly verb: 'FINISH' };

const isOpen = ({ status }: DataSubjectRequest) => status === 'RECEIVED' || status === 'VERIFIED';

/**
 * A request after a step; IllegalRequestStep when it does not go there. Nobody's data is shown, changed or erased before it is certain who asks:
 * only a refusal and more time come before that. One that is being erased goes on to its end.
 */
export function afterStep(
  request: DataSubjectRequest,
  step: RequestStep,
  at: Date,
): DataSubjectRequest | IllegalRequestStep {
  const illegal: IllegalRequestStep = { type: 'IllegalRequestStep', request, step: step.verb };
  const next = { ...request, version: request.version + 1 };
  const { status, kind } = request;
  switch (step.verb) {
    case 'VERIFY':
      return status === 'RECEIVED' ? { ...next, status: 'VERIFIED', verifiedByWhat: step.byWhat } : illegal;
    case 'EXTEND': {
      if (!isOpen(request) || request.extended) return illegal;
      const dueOn = addMonths(request.receivedOn, MONTHS + MORE_MONTHS);
      return { ...next, extended: true, reason: step.reason, dueOn };
    }
    case 'REFUSE':
      return isOpen(request) ? { ...next, status: 'REFUSED', reason: step.reason, endedAt: at } : illegal;
    case 'ANSWER':
      return status === 'VERIFIED' && kind !== 'ERASE'
        ? { ...next, status: 'DONE', reason: step.answer, endedAt: at }
        : illegal;
    case 'ERASE':
      return status === 'VERIFIED' && kind === 'ERASE' ? { ...next, status: 'IN_PROGRESS', nextTryAt: at } : illegal;
    case 'FINISH':
      return status === 'IN_PROGRESS'
        ? { ...next, status: 'DONE', endedAt: at, nextTryAt: null, lastError: null }
        : illegal;
  }
}
