import type { KnownEvent } from '@courtesy/events';
import { reactionPart } from '@courtesy/persistence';
import { unknownCase, type ReviewableCase, type ReviewableContact } from './reviewable.ts';
import { findReviewableCases, keepCases, keepContacts } from './reviewable.store.ts';

const contactEvents = ['courtesy.interaction.recorded.v1', 'courtesy.interaction.recorded.v2'] as const;
const caseEvents = [
  'courtesy.case.opened.v1',
  'courtesy.case.assigned.v1',
  'courtesy.case.resolved.v1',
  'courtesy.case.reopened.v1',
  'courtesy.complaint.registered.v1',
  'courtesy.complaint.decided.v1',
] as const;

type CaseEvent = KnownEvent<(typeof caseEvents)[number]>;

const contactOf = ({ subject, data }: KnownEvent<(typeof contactEvents)[number]>): ReviewableContact => ({
  ...{ id: subject, caseId: data.caseId, customerId: data.customerId, personId: data.personId },
  ...{ channel: data.channel, occurredAt: new Date(data.occurredAt), handleMs: data.handleMs },
});

/** Which case an event is about: its subject, or that of a complaint. */
const caseIdOf = (event: CaseEvent): string =>
  event.type === 'courtesy.complaint.registered.v1' || event.type === 'courtesy.complaint.decided.v1'
    ? event.data.caseId
    : event.subject;

/** What is known of a case after an event. */
function after(known: ReviewableCase, event: CaseEvent): ReviewableCase {
  switch (event.type) {
    case 'courtesy.case.opened.v1':
    case 'courtesy.case.assigned.v1':
      return { ...known, assigneeId: event.data.assigneeId };
    case 'courtesy.case.resolved.v1':
      return { ...known, resolvedById: known.assigneeId, resolvedAt: new Date(event.data.resolvedAt) };
    case 'courtesy.case.reopened.v1':
      return { ...known, reopenedOfId: known.resolvedById, reopenedAt: new Date(event.data.reopenedAt) };
    case 'courtesy.complaint.registered.v1':
      return { ...known, complaintAt: new Date(event.data.receivedAt) };
    case 'courtesy.complaint.decided.v1':
      return { ...known, upheldAt: event.data.outcome === 'NOT_UPHELD' ? null : new Date(event.data.at) };
  }
}

/** Keeps of every contact that somebody of the staff had what drawing it for review needs. */
export const reviewableContacts = reactionPart(contactEvents, async ({ manager }, events) => {
  await keepContacts(
    manager,
    events.filter(({ data }) => data.personId !== null).map((event) => contactOf(event)),
  );
});

/** Keeps what became of every case: who resolved it, whether it was taken up again, and whether a complaint about it was upheld. */
export const reviewableCases = reactionPart(caseEvents, async ({ manager }, events) => {
  const ids = [...new Set(events.map(caseIdOf))];
  const known = new Map((await findReviewableCases(manager, ids)).map((each) => [each.id, each]));
  for (const event of events) {
    const id = caseIdOf(event);
    known.set(id, after(known.get(id) ?? unknownCase(id), event));
  }
  await keepCases(manager, [...known.values()]);
});
