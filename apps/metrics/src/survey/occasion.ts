import type { KnownEvent } from '@courtesy/events';
import { answeredAt } from '../feedback/feedback.ts';
import { applyCaseEvent, caseEventTypes, type CaseEvent, type CaseState } from '../fact/case-fact.ts';
import type { SurveyOccasion } from './invitation.ts';

/** The events of the cases service by which it is told of what customers may be asked, and who had it in hand. */
export const occasionTypes = [
  ...caseEventTypes,
  'courtesy.complaint.closed.v1',
  'courtesy.interaction.recorded.v2',
] as const;

/** One of them. */
export type OccasionEvent = KnownEvent<(typeof occasionTypes)[number]>;

const kinds: ReadonlySet<string> = new Set(caseEventTypes);

/** Whether it is an event of a case itself. */
export const isOfCase = (event: OccasionEvent): event is CaseEvent => kinds.has(event.type);

const NOWHERE = { caseId: null, interactionId: null, answeredAt: null };

/** What is asked of an answer to a case: of whoever had the case when it was answered. */
export function ofResolution(state: CaseState): SurveyOccasion | null {
  const { caseId, customerId, siteId, teamId, assigneeId: personId, channel } = state;
  const at = answeredAt(state);
  if (!at) return null;
  const moment = 'CASE_RESOLVED' as const;
  const key = `${moment}/${caseId}/${at.toISOString()}`;
  return {
    ...{ ...NOWHERE, moment, key, happenedAt: at, answeredAt: at },
    ...{ caseId, customerId, siteId, teamId, personId, channel },
  };
}

function ofComplaint({ subject, data }: KnownEvent<'courtesy.complaint.closed.v1'>, state: CaseState | undefined) {
  const { caseId, customerId, siteId, teamId, assigneeId: personId } = data;
  const place = { caseId, customerId, siteId, teamId, personId, channel: state?.channel ?? null };
  const when = { moment: 'COMPLAINT_CLOSED' as const, key: `COMPLAINT_CLOSED/${subject}/${data.at}` };
  return { ...NOWHERE, ...when, happenedAt: new Date(data.at), ...place };
}

function ofContact({ subject, data }: KnownEvent<'courtesy.interaction.recorded.v2'>): SurveyOccasion | null {
  const { caseId, customerId, siteId, teamId, personId, channel } = data;
  // Nobody is asked of what a machine had in hand, nor of a call that nobody answered.
  const isServed = data.call === null || data.call.outcome === 'ANSWERED';
  if (customerId === null || data.isAutomatic || data.direction !== 'INBOUND' || !isServed) return null;
  const when = { moment: 'CONTACT_ENDED' as const, key: `CONTACT_ENDED/${subject}` };
  const place = { caseId, customerId, siteId, teamId, personId, channel };
  return { ...NOWHERE, ...when, happenedAt: new Date(data.occurredAt), ...place, interactionId: subject };
}

/**
 * What customers may be asked of a page of events. `known` is what was known of its cases before the page: each answer is credited to whoever had
 * the case at that place of the feed, whoever was given it later in the same page.
 */
export function occasionsIn(known: ReadonlyMap<string, CaseState>, events: readonly OccasionEvent[]): SurveyOccasion[] {
  const states = new Map(known);
  const found: (SurveyOccasion | null)[] = [];
  for (const event of events) {
    if (isOfCase(event)) {
      const state = applyCaseEvent(states.get(event.subject), event);
      states.set(event.subject, state);
      if (event.type === 'courtesy.case.resolved.v1') found.push(ofResolution(state));
    } else if (event.type === 'courtesy.complaint.closed.v1')
      found.push(ofComplaint(event, states.get(event.data.caseId)));
    else found.push(ofContact(event));
  }
  return found.filter((each) => each !== null);
}
