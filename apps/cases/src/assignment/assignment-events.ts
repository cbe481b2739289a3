import type { NewEvent } from '@courtesy/events';
import type { Assignment } from './assignment.ts';

/** What other services are told of an offer. */
export const offeredEvent = (offer: Assignment): NewEvent => ({
  ...{ type: 'courtesy.assignment.offered.v1', subject: offer.id, sequence: offer.version, time: offer.offeredAt },
  data: {
    ...{ caseId: offer.caseId, personId: offer.personId, queueId: offer.queueId, waitedMs: offer.waited },
    ...{ offeredAt: offer.offeredAt.toISOString(), expiresAt: offer.expiresAt.toISOString() },
  },
});

/** What other services are told of the end of an offer. Throws for one that is open. */
export function endedEvent({
  id,
  caseId,
  personId,
  queueId,
  status,
  endReason,
  endedAt,
  version,
}: Assignment): NewEvent {
  if (status === 'OFFERED' || !endedAt) throw new Error(`The offer ${id} has not ended`);
  return {
    ...{ type: 'courtesy.assignment.ended.v1', subject: id, sequence: version, time: endedAt },
    data: { caseId, personId, queueId, outcome: status, because: endReason, at: endedAt.toISOString() },
  };
}
