import type { KnownEvent } from '@courtesy/events';
import { after, atRiskFrom, matter, PATIENCE } from './matter.ts';
import { matterId, matterSource, type MatterSource } from './matter-source.ts';

type ClockType =
  | 'courtesy.clock.started.v1'
  | 'courtesy.clock.paused.v1'
  | 'courtesy.clock.resumed.v1'
  | 'courtesy.clock.retargeted.v1'
  | 'courtesy.clock.breached.v1'
  | 'courtesy.clock.stopped.v1';

const clockId = ({ data }: KnownEvent<ClockType>) => matterId('CLOCK', data.caseId, data.clock, data.segment);

/** Clocks that run towards a target. When one gets at risk nobody tells: that follows from its due instant when the day is asked for. */
const clocks = matterSource(
  [
    'courtesy.clock.started.v1',
    'courtesy.clock.paused.v1',
    'courtesy.clock.resumed.v1',
    'courtesy.clock.retargeted.v1',
    'courtesy.clock.breached.v1',
    'courtesy.clock.stopped.v1',
  ],
  (event) => [clockId(event)],
  (book, event) => {
    const { caseId, clock: detail, at, dueAt, targetMs } = event.data;
    const id = clockId(event);
    // A breach changes nothing: the clock was due at that instant already.
    if (event.type === 'courtesy.clock.breached.v1') return;
    if (event.type === 'courtesy.clock.stopped.v1' || dueAt === null) return book.drop(id);
    const due = new Date(dueAt);
    const raisedAt = book.get(id)?.raisedAt ?? new Date(at);
    const wanted = targetMs === null ? null : targetMs / 60_000;
    const when = { raisedAt, dueAt: due, riskAt: atRiskFrom(due, targetMs) };
    book.put(matter({ id, kind: 'CLOCK', subjectId: caseId, caseId, detail, wanted, ...when }));
  },
);

const complaintId = ({ data }: { readonly data: { readonly caseId: string } }) => matterId('COMPLAINT', data.caseId);

/** Which complaint the regulatory clock of a case belongs to, and what is owed of it next. */
const complaints = matterSource(
  [
    'courtesy.complaint.registered.v1',
    'courtesy.complaint.acknowledged.v1',
    'courtesy.complaint.decided.v1',
    'courtesy.complaint.responded.v1',
    'courtesy.complaint.moved.v1',
    'courtesy.complaint.referred.v1',
    'courtesy.complaint.closed.v1',
  ],
  (event) => [complaintId(event)],
  (book, event) => {
    const { subject: subjectId, data } = event;
    const id = complaintId(event);
    if (event.type === 'courtesy.complaint.closed.v1') return book.drop(id);
    const at = new Date(data.at);
    const before = book.get(id);
    const step = {
      'courtesy.complaint.registered.v1': 'ACKNOWLEDGE',
      'courtesy.complaint.acknowledged.v1': 'DECIDE',
      'courtesy.complaint.decided.v1': 'RESPOND',
      'courtesy.complaint.responded.v1': 'DECIDE',
      'courtesy.complaint.referred.v1': 'DECIDE',
      'courtesy.complaint.moved.v1': before?.detail ?? 'DECIDE',
    }[event.type];
    const known = { id, subjectId, caseId: data.caseId, raisedAt: at, dueAt: at, detail: step };
    book.put(matter({ ...known, kind: 'COMPLAINT' }));
  },
);

/** What somebody has to approve about a case. */
const approvals = matterSource(
  ['courtesy.approval.requested.v1', 'courtesy.approval.ended.v1'],
  ({ subject }) => [matterId('APPROVAL', subject)],
  (book, { type, subject: subjectId, time, data }) => {
    const id = matterId('APPROVAL', subjectId);
    if (type === 'courtesy.approval.ended.v1') return book.drop(id);
    const raisedAt = new Date(time);
    const dueAt = data.dueAt === null ? after(raisedAt, PATIENCE.approval) : new Date(data.dueAt);
    const by = { forPersonId: data.approverId, forRole: data.approverRole };
    const barredIds = data.askedById === null ? [] : [data.askedById];
    book.put(matter({ id, kind: 'APPROVAL', subjectId, caseId: data.caseId, raisedAt, dueAt, ...by, barredIds }));
  },
);

/** Refunds and awards that wait for somebody whose authority covers them. */
const payouts = (['refund', 'award'] as const).map((noun) =>
  matterSource(
    [
      `courtesy.${noun}.approval-needed.v1`,
      `courtesy.${noun}.approved.v1`,
      `courtesy.${noun}.rejected.v1`,
      `courtesy.${noun}.failed.v1`,
      `courtesy.${noun}.executed.v1`,
      `courtesy.${noun}.settled.v1`,
      `courtesy.${noun}.reversed.v1`,
    ],
    ({ subject }) => [matterId('PAYOUT', subject)],
    (book, { type, subject: subjectId, data }) => {
      const id = matterId('PAYOUT', subjectId);
      if (type !== 'courtesy.refund.approval-needed.v1' && type !== 'courtesy.award.approval-needed.v1')
        return book.drop(id);
      const raisedAt = new Date(data.at);
      const money = { amountMinor: BigInt(data.minor), currency: data.currency };
      const place = { caseId: data.caseId, siteId: data.siteId, teamId: data.teamId };
      const detail = noun === 'refund' ? 'REFUND' : 'AWARD';
      const when = { raisedAt, dueAt: after(raisedAt, PATIENCE.approval) };
      const barredIds = [data.requesterId];
      book.put(matter({ id, kind: 'PAYOUT', subjectId, ...when, ...money, ...place, detail, barredIds }));
    },
  ),
);

/** What is to be done about cases, once it was not done in time. */
const tasks = matterSource(
  ['courtesy.task.added.v1', 'courtesy.task.moved.v1', 'courtesy.task.overdue.v1'],
  ({ subject }) => [matterId('TASK', subject)],
  (book, { subject: subjectId, time, data }) => {
    const id = matterId('TASK', subjectId);
    const { caseId, siteId, teamId, assigneeId: personId, status: detail } = data;
    const isUndone = detail === 'OPEN' || detail === 'ACCEPTED' || detail === 'DECLINED';
    if (!isUndone || data.dueAt === null) return book.drop(id);
    const dueAt = new Date(data.dueAt);
    const when = { raisedAt: book.get(id)?.raisedAt ?? new Date(time), dueAt, riskAt: dueAt };
    book.put(matter({ id, kind: 'TASK', subjectId, caseId, siteId, teamId, personId, detail, ...when }));
  },
);

/** Cases that somebody is asked to take over. */
const escalations = matterSource(
  [
    'courtesy.escalation.raised.v1',
    'courtesy.escalation.accepted.v1',
    'courtesy.escalation.returned.v1',
    'courtesy.escalation.expired.v1',
    'courtesy.escalation.withdrawn.v1',
  ],
  ({ subject }) => [matterId('ESCALATION', subject)],
  (book, { type, subject: subjectId, data }) => {
    const id = matterId('ESCALATION', subjectId);
    const { toPersonId: forPersonId, acceptBy, level: detail, caseId } = data;
    // While nobody on shift could be found nobody can accept it: the ladder climbs, and what is told then is another escalation.
    if (type !== 'courtesy.escalation.raised.v1' || !forPersonId || !acceptBy) return book.drop(id);
    const when = { raisedAt: new Date(data.at), dueAt: new Date(acceptBy) };
    book.put(matter({ id, kind: 'ESCALATION', subjectId, caseId, forPersonId, detail, ...when }));
  },
);

/** Major incidents that are not over: one matter for each site, or one for the whole organisation. */
const incidents = matterSource(
  [
    'courtesy.incident.declared.v1',
    'courtesy.incident.contained.v1',
    'courtesy.incident.resolved.v1',
    'courtesy.incident.reviewed.v1',
    'courtesy.incident.rejected.v1',
  ],
  ({ subject, data }) => ['', ...data.siteIds].map((siteId) => matterId('INCIDENT', subject, siteId)),
  (book, { type, subject: subjectId, data }) => {
    const isOpen = type === 'courtesy.incident.declared.v1' || type === 'courtesy.incident.contained.v1';
    const places = data.siteIds.length > 0 ? data.siteIds : [''];
    for (const place of places) {
      const id = matterId('INCIDENT', subjectId, place);
      if (!isOpen) {
        book.drop(id);
        continue;
      }
      const raisedAt = book.get(id)?.raisedAt ?? new Date(data.at);
      const patience = PATIENCE[data.severity as 'CRITICAL'] ?? PATIENCE.MODERATE;
      const where = place === '' ? { isEverywhere: true } : { siteId: place };
      const when = { raisedAt, dueAt: after(raisedAt, patience) };
      book.put(matter({ id, kind: 'INCIDENT', subjectId, detail: data.severity, ...where, ...when }));
    }
  },
);

/** What the cases service announces of open matters. */
export const mattersOfCases: readonly MatterSource[] = [
  clocks,
  complaints,
  approvals,
  ...payouts,
  tasks,
  escalations,
  incidents,
];
