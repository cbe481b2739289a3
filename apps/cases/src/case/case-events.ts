import type { NewEvent } from '@courtesy/events';
import type { Case, CaseMerged, CaseMoved, CasePrioritised, CaseReopened, CaseUnmerged } from './case.ts';
import type { GuardOverride } from './guard.ts';

/** What other services are told of a new case. */
export function openedEvent(opened: Case): NewEvent {
  return {
    type: 'courtesy.case.opened.v1',
    subject: opened.id,
    sequence: opened.version,
    time: opened.openedAt,
    data: {
      number: opened.number,
      type: opened.type,
      priority: opened.priority,
      channel: opened.channel,
      category: {
        product: opened.product,
        subProduct: opened.subProduct,
        issue: opened.issue,
        subIssue: opened.subIssue,
      },
      customerId: opened.customerId,
      siteId: opened.siteId,
      teamId: opened.teamId,
      assigneeId: opened.assigneeId,
      openedAt: opened.openedAt.toISOString(),
      respondedInTime: opened.respondedInTime,
    },
  };
}

const prioritiesOf = ({ case: now, fromPriority, at, reason }: CasePrioritised) => ({
  ...{ from: fromPriority, to: now.priority },
  ...{ at: at.toISOString(), reason },
});

const reopeningOf = ({ case: now, at }: CaseReopened) => ({
  ...{ reopenedAt: at.toISOString(), reason: now.statusReason ?? '' },
});

const mergeOf = ({ case: now, from, into, at, reason }: CaseMerged | CaseUnmerged) => ({
  ...{ ...into, from, to: now.status },
  ...{ at: at.toISOString(), reason },
});

/** What other services are told of a case that moved. */
export function movedEvent(moved: CaseMoved): NewEvent {
  const { case: now, at } = moved;
  const about = { subject: now.id, sequence: now.version, time: at } as const;
  const when = at.toISOString();
  switch (moved.type) {
    case 'CaseAssigned':
      return {
        ...about,
        type: 'courtesy.case.assigned.v1',
        data: { siteId: now.siteId, teamId: now.teamId, assigneeId: now.assigneeId, assignedAt: when },
      };
    case 'CaseResolved':
      return {
        ...about,
        type: 'courtesy.case.resolved.v1',
        data: { resolvedAt: when, outcome: now.outcome ?? 'UNSPECIFIED', respondedInTime: now.respondedInTime },
      };
    case 'CaseReopened':
      return { ...about, type: 'courtesy.case.reopened.v1', data: reopeningOf(moved) };
    case 'CaseClosed':
      return { ...about, type: 'courtesy.case.closed.v1', data: { closedAt: when } };
    case 'CasePrioritised':
      return { ...about, type: 'courtesy.case.prioritised.v1', data: prioritiesOf(moved) };
    case 'DisputeRecorded':
      return { ...about, type: 'courtesy.case.disputed.v1', data: { disputed: now.disputed ?? false, at: when } };
    case 'CaseMerged':
      return { ...about, type: 'courtesy.case.merged.v1', data: mergeOf(moved) };
    case 'CaseUnmerged':
      return { ...about, type: 'courtesy.case.unmerged.v1', data: mergeOf(moved) };
    case 'CaseStarted':
    case 'CaseWaiting':
    case 'CaseCancelled':
      return {
        ...about,
        type: 'courtesy.case.status-changed.v1',
        data: { from: moved.from, to: now.status, at: when, reason: now.statusReason },
      };
  }
}

/** What other services are told when it becomes known, after opening, whether the first answer came in time. */
export function timelinessEvent(subject: Case, respondedInTime: boolean, at: Date): NewEvent {
  return {
    type: 'courtesy.case.timeliness-recorded.v1',
    subject: subject.id,
    sequence: subject.version,
    time: at,
    data: { respondedInTime, at: at.toISOString() },
  };
}

/** What other services are told of a case that ended over its obstacles. */
export function overriddenEvent(override: GuardOverride): NewEvent {
  const { id, caseId, verb, reason, failures, overriddenBy, personId, at } = override;
  return {
    type: 'courtesy.case.guard-overridden.v1',
    subject: id,
    sequence: 1,
    time: at,
    data: { caseId, verb, reason, failures: [...failures], overriddenBy, personId, at: at.toISOString() },
  };
}
