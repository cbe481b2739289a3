import type { NewEvent } from '@courtesy/events';
import { countedOf, stateOf, type AuthorityRequest, type AuthorityUse, type Matter } from './authority-use.ts';

const dataOf = ({ decisionType, currency, caseId, customerId, orderReference, requesterId }: Matter) => ({
  decisionType,
  currency,
  caseId,
  customerId,
  orderReference,
  requesterId,
});

/** What other services are told of a use that was reserved, settled or voided. */
export function useChangedEvent(use: AuthorityUse): NewEvent {
  return {
    type: 'courtesy.authority-use.changed.v1',
    subject: use.id,
    sequence: use.end ? 2 : 1,
    time: use.end?.endedAt ?? use.reservedAt,
    data: {
      ...dataOf(use),
      state: stateOf(use),
      minor: String(countedOf(use)),
      grantId: use.grantId,
      requestId: use.requestId,
      approverId: use.approverId,
    },
  };
}

/** What other services are told of a request beyond somebody's authority, and of what was decided on it. */
export function exceededEvent(request: AuthorityRequest): NewEvent {
  const { status, grantId, reason, deciderId } = request;
  return {
    type: 'courtesy.authority.exceeded.v1',
    subject: request.id,
    sequence: request.version,
    time: request.decidedAt ?? request.requestedAt,
    data: { ...dataOf(request), status, grantId, reason, deciderId, minor: String(request.minor) },
  };
}
