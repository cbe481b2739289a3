import type { NewEvent } from '@courtesy/events';
import type { ServiceStandard } from './standard.ts';

/** What other services are told of a standard that was published, replaced or withdrawn: all of it, with its dates. */
export function changedEvent(standard: ServiceStandard, at: Date): NewEvent {
  return {
    type: 'courtesy.standard.changed.v1',
    subject: standard.id,
    sequence: standard.version,
    time: at,
    data: {
      name: standard.name,
      calendarId: standard.calendarId,
      caseType: standard.caseType,
      priority: standard.priority,
      firstResponseMs: standard.firstResponse,
      resolutionMs: standard.resolution,
      effectiveFrom: standard.effectiveFrom.toISOString(),
      effectiveUntil: standard.effectiveUntil?.toISOString() ?? null,
    },
  };
}
