import type { EventData } from '@courtesy/events';
import { announced, type Announced } from './metrics-world.ts';

type Contact = EventData<'courtesy.interaction.recorded.v2'>;

/** A contact on record; whatever matters is given. */
export const contactRecorded = (id: string, data: Partial<Contact> & { readonly occurredAt: string }): Announced =>
  announced('courtesy.interaction.recorded.v2', id, {
    ...{
      caseId: null,
      customerId: 'cust_1',
      siteId: 'site_1',
      teamId: 'team_1',
      channel: 'PHONE',
      direction: 'INBOUND',
    },
    ...{ isAutomatic: false, recordedAt: data.occurredAt, handleMs: null, waitMs: null, personId: null },
    ...{ call: null, letter: null, ...data },
  });

/** Somebody who joined. */
export const joined = (id: string, siteId: string, teamId: string | null = null): Announced =>
  announced('courtesy.person.joined.v1', id, {
    ...{
      displayName: `Agent ${id}`,
      role: 'AGENT',
      siteId,
      teamId,
      managerId: null,
      joinedAt: '2026-01-01T00:00:00.000Z',
    },
  });

/** A published review of somebody's work. */
export const reviewed = (id: string, personId: string, scoreTenThousandths: number): Announced =>
  announced('courtesy.review.published.v1', id, {
    ...{ scorecardVersionId: 'scov_1', interactionId: null, caseId: null, personId, reviewerId: 'pers_lead' },
    ...{ status: 'PUBLISHED', scoreTenThousandths, failedCritical: false },
  });

/** A refund or an award at one of its steps. */
export const payout = (
  type: 'courtesy.refund.settled.v1' | 'courtesy.refund.reversed.v1' | 'courtesy.award.settled.v1',
  id: string,
  data: { readonly minor: string; readonly at: string; readonly currency?: string; readonly requesterId?: string },
): Announced =>
  announced(type, id, {
    ...{ caseId: 'case_1', customerId: 'cust_1', purchaseId: null, currency: 'GBP', status: 'ANY', siteId: 'site_1' },
    ...{
      teamId: null,
      requesterId: 'pers_1',
      approverId: null,
      decisionId: null,
      authorityUseId: null,
      reason: 'LATE',
    },
    ...data,
  });
