import type { KnownEvent } from '@courtesy/events';
import { activity, activitySource, toldAt, type ActivitySource } from './activity-fact.ts';

const promiseEvents = [
  'courtesy.promise.made.v1',
  'courtesy.promise.kept.v1',
  'courtesy.promise.broken.v1',
  'courtesy.promise.waived.v1',
] as const;

const promiseOutcome: Readonly<Record<(typeof promiseEvents)[number], string | null>> = {
  'courtesy.promise.made.v1': null,
  'courtesy.promise.kept.v1': 'KEPT',
  'courtesy.promise.broken.v1': 'BROKEN',
  'courtesy.promise.waived.v1': 'WAIVED',
};

/** Promises to customers, and what became of them. What was promised stays where it was said. */
const promises = activitySource(promiseEvents, (book, event) => {
  const { subject: id, data } = event;
  const { customerId, caseId, personId, teamId } = data;
  const at = new Date(data.at);
  const before = book.get(id) ?? activity({ id, kind: 'PROMISE', at });
  const outcome = promiseOutcome[event.type];
  const end = { dueAt: new Date(data.dueAt), outcome, endedAt: outcome ? at : null };
  book.put(id, { ...before, customerId, caseId, personId, teamId, ...end }, toldAt(event));
});

/** What customers bought. */
const purchases = activitySource(['courtesy.purchase.recorded.v1'], (book, event) => {
  const { customerId, siteId, channel, currency, lines, purchasedAt } = event.data;
  const amount = lines.reduce((sum, { paidMinor }) => sum + BigInt(paidMinor), 0n);
  const bought = { customerId, siteId, channel, currency, amount, at: new Date(purchasedAt) };
  book.put(event.subject, activity({ id: event.subject, kind: 'PURCHASE', ...bought }), toldAt(event));
});

/** What the customers service announces. */
export const activityOfCustomers: readonly ActivitySource[] = [promises, purchases];

/** Decisions by a table, and the versions of policies that they rest on. */
const decisions = activitySource(['courtesy.decision.made.v1'], (book, event) => {
  const { caseId, customerId, handlerId: personId, outcome, policyVersionIds } = event.data;
  const made = { caseId, customerId, personId, outcome, policyVersionIds, at: new Date(event.data.at) };
  book.put(event.subject, activity({ id: event.subject, kind: 'DECISION', ...made }), toldAt(event));
});

/** Who took note of which version of a policy. */
const acknowledgements = activitySource(['courtesy.policy-version.acknowledged.v1'], (book, event) => {
  const { personId, method: topic, policyVersionId, acknowledgedAt } = event.data;
  const given = { personId, topic, policyVersionIds: [policyVersionId], at: new Date(acknowledgedAt) };
  book.put(event.subject, activity({ id: event.subject, kind: 'ACKNOWLEDGEMENT', ...given }), toldAt(event));
});

/** What the policy service announces. */
export const activityOfPolicy: readonly ActivitySource[] = [decisions, acknowledgements];

/** Reviews of quality since whoever was reviewed can read them; a draft is nobody's figure. */
const reviews = activitySource(
  [
    'courtesy.review.published.v1',
    'courtesy.review.acknowledged.v1',
    'courtesy.review.disputed.v1',
    'courtesy.review.resolved.v1',
  ],
  (book, event) => {
    const { personId, caseId, status: outcome, scoreTenThousandths: score, failedCritical: isFailed } = event.data;
    const before = book.get(event.subject) ?? activity({ id: event.subject, kind: 'REVIEW', at: toldAt(event) });
    const amount = score === null ? null : BigInt(score);
    book.put(event.subject, { ...before, personId, caseId, outcome, isFailed, amount }, toldAt(event));
  },
);

/** Shifts as they are planned now; one that is called off counts no more. */
const shifts = activitySource(
  ['courtesy.shift.scheduled.v1', 'courtesy.shift.changed.v1', 'courtesy.shift.cancelled.v1'],
  (book, event) => {
    if (event.type === 'courtesy.shift.cancelled.v1') return book.drop(event.subject, toldAt(event));
    const { personId, siteId, startsAt, endsAt } = event.data;
    const planned = { personId, siteId, at: new Date(startsAt), endedAt: new Date(endsAt) };
    return book.put(event.subject, activity({ id: event.subject, kind: 'SHIFT', ...planned }), toldAt(event));
  },
);

type PresenceChanged = KnownEvent<'courtesy.presence.changed.v1'>;

/** What somebody does now goes by their id; once they do something else, it goes by when it began, too. */
const presence = activitySource(
  ['courtesy.presence.changed.v1'],
  (book, event: PresenceChanged) => {
    const { personId, presence: topic, since } = event.data;
    const at = new Date(since);
    const open = book.get(personId);
    if (open && open.at < at) {
      const id = `${personId}/${open.at.toISOString()}`;
      book.put(id, { ...open, id, endedAt: at }, toldAt(event));
    }
    book.put(personId, activity({ id: personId, kind: 'PRESENCE', personId, topic, at }), toldAt(event));
  },
  ({ data }) => [data.personId],
);

/** What the workforce service announces. */
export const activityOfWorkforce: readonly ActivitySource[] = [reviews, shifts, presence];
