import type { NewEvent } from '@courtesy/events';
import type { Case } from '../case/case.ts';
import type { Escalation } from './escalation.ts';

const types = {
  RAISED: 'courtesy.escalation.raised.v1',
  ACCEPTED: 'courtesy.escalation.accepted.v1',
  RETURNED: 'courtesy.escalation.returned.v1',
  EXPIRED: 'courtesy.escalation.expired.v1',
  WITHDRAWN: 'courtesy.escalation.withdrawn.v1',
} as const;

/** What other services are told of an escalation that stands elsewhere now; nothing while nobody is asked, of which the cover gap tells. */
export function escalationEvents(escalation: Escalation, about: Case, at: Date): NewEvent[] {
  const { status, level, isAutomatic, requesterId, toPersonId, reason } = escalation;
  if (status === 'UNCOVERED') return [];
  const { id: caseId, customerId, siteId, teamId, assigneeId } = about;
  const acceptBy = escalation.acceptBy?.toISOString() ?? null;
  return [
    {
      ...{ type: types[status], subject: escalation.id, sequence: escalation.version, time: at },
      data: {
        ...{ caseId, customerId, siteId, teamId, assigneeId },
        ...{ level, status, isAutomatic, requesterId, toPersonId, acceptBy, reason, at: at.toISOString() },
      },
    },
  ];
}
