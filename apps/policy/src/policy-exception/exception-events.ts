import type { NewEvent } from '@courtesy/events';
import type { PolicyException } from './policy-exception.ts';

/** What other services are told of an exception that was asked for, granted or refused. */
export function exceptionChangedEvent(exception: PolicyException): NewEvent {
  const { rule, caseId, customerId, reason, requesterId, deciderId } = exception;
  return {
    type: 'courtesy.policy-exception.changed.v1',
    subject: exception.id,
    sequence: exception.version,
    time: exception.decidedAt ?? exception.requestedAt,
    data: {
      status: exception.decision,
      expiresAt: exception.expiresAt.toISOString(),
      ...{ rule, caseId, customerId, reason, requesterId, deciderId },
    },
  };
}
