import type { KnownEvent } from '@courtesy/events';
import { activity, activitySource, toldAt, type ActivitySource } from './activity-fact.ts';

type Contact =
  | KnownEvent<'courtesy.interaction.recorded.v1'>
  | KnownEvent<'courtesy.interaction.recorded.v2'>
  | KnownEvent<'courtesy.interaction.corrected.v2'>;

function contactOf(event: Contact) {
  const { data, subject } = event;
  const { caseId, customerId, personId, channel, direction, handleMs } = data;
  const told = { id: subject, kind: 'CONTACT' as const, at: new Date(data.occurredAt) };
  const said = { caseId, customerId, personId, channel, direction, handleMs };
  // The first version of the event does not say where the contact was, nor whether a machine made it.
  if (event.type === 'courtesy.interaction.recorded.v1') return activity({ ...told, ...said });
  const { siteId, teamId, isAutomatic, waitMs } = event.data;
  return activity({ ...told, ...said, siteId, teamId, isAutomatic, waitMs });
}

/** Contacts as they were recorded; a record that was corrected counts no more. */
const contacts = activitySource(
  ['courtesy.interaction.recorded.v1', 'courtesy.interaction.recorded.v2', 'courtesy.interaction.corrected.v2'],
  (book, event) => {
    if (event.type === 'courtesy.interaction.corrected.v2') book.drop(event.data.supersedes, toldAt(event));
    book.put(event.subject, contactOf(event), toldAt(event));
  },
  (event) =>
    event.type === 'courtesy.interaction.corrected.v2' ? [event.subject, event.data.supersedes] : [event.subject],
);

const clockEvents = [
  'courtesy.clock.started.v1',
  'courtesy.clock.paused.v1',
  'courtesy.clock.resumed.v1',
  'courtesy.clock.retargeted.v1',
  'courtesy.clock.stopped.v1',
  'courtesy.clock.breached.v1',
] as const;

type ClockEvent = KnownEvent<(typeof clockEvents)[number]>;
const clockId = ({ data }: ClockEvent) => `${data.caseId}/${data.clock}/${data.segment}`;

/** How a clock stands after it stopped at `at`: whoever stopped it before its target, or before a breach that was told, kept it. */
function stopped(at: Date, dueAt: Date | null, breachedAt: Date | null) {
  if (breachedAt && breachedAt <= at) return { outcome: 'BREACHED', endedAt: breachedAt };
  if (dueAt && dueAt < at) return { outcome: 'BREACHED', endedAt: dueAt };
  return { outcome: 'MET', endedAt: at };
}

/** Clocks of cases, each time that they run: met or breached, and when. One that promises nothing has neither. */
const clocks = activitySource(
  clockEvents,
  (book, event) => {
    const { caseId, clock, targetMs } = event.data;
    const [id, at] = [clockId(event), new Date(event.data.at)];
    const dueAt = event.data.dueAt ? new Date(event.data.dueAt) : null;
    const before = book.get(id) ?? activity({ id, kind: 'CLOCK', at, caseId, topic: clock });
    const breachedAt = before.outcome === 'BREACHED' ? before.endedAt : null;
    const put = (change: object) => book.put(id, { ...before, ...change }, toldAt(event));
    if (event.type === 'courtesy.clock.breached.v1')
      return put({ dueAt: before.dueAt ?? dueAt, outcome: 'BREACHED', endedAt: at });
    if (event.type === 'courtesy.clock.stopped.v1')
      return targetMs === null ? put({ outcome: null, endedAt: null }) : put(stopped(at, before.dueAt, breachedAt));
    // With another target a breach may never have been one.
    const isLater = breachedAt !== null && dueAt !== null && dueAt > breachedAt;
    const isUndone = event.type === 'courtesy.clock.retargeted.v1' && (targetMs === null || isLater);
    return put({ dueAt, ...(isUndone && { outcome: null, endedAt: null }) });
  },
  (event) => [clockId(event)],
);

/** Complaints under a regime: when they came, where they are, and how and when they were last answered. */
const complaints = activitySource(
  [
    'courtesy.complaint.registered.v1',
    'courtesy.complaint.decided.v1',
    'courtesy.complaint.moved.v1',
    'courtesy.complaint.responded.v1',
    'courtesy.complaint.closed.v1',
  ],
  (book, event) => {
    const { subject: id, data } = event;
    const { caseId, customerId, siteId, teamId, assigneeId: personId } = data;
    const at = new Date(event.type === 'courtesy.complaint.registered.v1' ? event.data.receivedAt : data.at);
    const before = book.get(id) ?? activity({ id, kind: 'COMPLAINT', at });
    const place = { ...before, caseId, customerId, siteId, teamId, personId };
    if (event.type === 'courtesy.complaint.registered.v1')
      return book.put(id, { ...place, topic: event.data.category }, toldAt(event));
    if (event.type !== 'courtesy.complaint.responded.v1') return book.put(id, place, toldAt(event));
    const { outcome, late } = event.data;
    return book.put(id, { ...place, outcome, isFailed: late.length > 0, endedAt: new Date(data.at) }, toldAt(event));
  },
);

const steps = [
  'requested',
  'approval-needed',
  'approved',
  'rejected',
  'executed',
  'settled',
  'failed',
  'reversed',
] as const;
const refundEvents = steps.map((step) => `courtesy.refund.${step}.v1` as const);
const awardEvents = steps.map((step) => `courtesy.award.${step}.v1` as const);
type Step = (typeof steps)[number];

/** What a payout is called after a step. */
const outcomeOf: Readonly<Record<Step, string>> = {
  requested: 'REQUESTED',
  'approval-needed': 'AWAITING_APPROVAL',
  approved: 'APPROVED',
  rejected: 'REJECTED',
  executed: 'EXECUTED',
  settled: 'SETTLED',
  failed: 'FAILED',
  reversed: 'REVERSED',
};

const payouts = (kind: 'REFUND' | 'AWARD', types: typeof refundEvents | typeof awardEvents) =>
  activitySource(types, (book, event) => {
    const { subject: id, data } = event;
    const { caseId, customerId, siteId, teamId, requesterId: personId, currency } = data;
    const at = new Date(data.at);
    const before = book.get(id) ?? activity({ id, kind, at });
    const outcome = outcomeOf[event.type.split('.')[2] as Step];
    const money = { amount: BigInt(data.minor), currency, outcome, endedAt: outcome === 'SETTLED' ? at : null };
    book.put(id, { ...before, ...{ caseId, customerId, siteId, teamId, personId }, ...money }, toldAt(event));
  });

/** Everything that the cases service announces and facts of activities are made of. */
export const activityOfCases: readonly ActivitySource[] = [
  contacts,
  clocks,
  complaints,
  payouts('REFUND', refundEvents),
  payouts('AWARD', awardEvents),
];
