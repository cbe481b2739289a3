import type { NewEvent } from '@courtesy/events';
import type { Visit } from './visit.ts';

/** What happened to a visit, as others are told of it. */
export type VisitTold = 'planned' | 'confirmed' | 'rescheduled' | 'started' | 'completed' | 'no-show' | 'cancelled';

/** What other services are told of a visit: who goes, where and when; never what it is about. */
export const visitEvent = (told: VisitTold, visit: Visit, time: Date): NewEvent => ({
  ...{ type: `courtesy.visit.${told}.v1` as const, subject: visit.id, sequence: visit.version, time },
  data: {
    ...{ customerId: visit.customerId, caseId: visit.caseId, siteId: visit.siteId, personIds: [...visit.personIds] },
    ...{ startsAt: visit.startsAt.toISOString(), endsAt: visit.endsAt.toISOString() },
    ...{ travelBeforeMs: visit.travelBefore, travelAfterMs: visit.travelAfter, status: visit.status },
    ...{ hasFollowUp: visit.followUp !== null, followUpDueAt: visit.followUpDueAt?.toISOString() ?? null },
    at: time.toISOString(),
  },
});
