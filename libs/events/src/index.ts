import type { z } from 'zod';
import { refundRequestedV1 } from './refund-requested.v1.ts';
import { refundApprovalNeededV1 } from './refund-approval-needed.v1.ts';
import { refundApprovedV1 } from './refund-approved.v1.ts';
import { refundExecutedV1 } from './refund-executed.v1.ts';
import { refundSettledV1 } from './refund-settled.v1.ts';
import { refundRejectedV1 } from './refund-rejected.v1.ts';
import { refundFailedV1 } from './refund-failed.v1.ts';
import { refundReversedV1 } from './refund-reversed.v1.ts';
import { awardRequestedV1 } from './award-requested.v1.ts';
import { awardApprovalNeededV1 } from './award-approval-needed.v1.ts';
import { awardApprovedV1 } from './award-approved.v1.ts';
import { awardExecutedV1 } from './award-executed.v1.ts';
import { awardSettledV1 } from './award-settled.v1.ts';
import { awardRejectedV1 } from './award-rejected.v1.ts';
import { awardFailedV1 } from './award-failed.v1.ts';
import { awardReversedV1 } from './award-reversed.v1.ts';
import { articleScheduledV1 } from './article-scheduled.v1.ts';
import { articleTakenOffV1 } from './article-taken-off.v1.ts';
import { attachmentAddedV1 } from './attachment-added.v1.ts';
import { attachmentWithdrawnV1 } from './attachment-withdrawn.v1.ts';
import { authorityExceededV1 } from './authority-exceeded.v1.ts';
import { authorityGrantChangedV1 } from './authority-grant-changed.v1.ts';
import { authorityUseChangedV1 } from './authority-use-changed.v1.ts';
import { briefCancelledV1 } from './brief-cancelled.v1.ts';
import { briefPublishedV1 } from './brief-published.v1.ts';
import { briefReadV1 } from './brief-read.v1.ts';
import { bulletinPublishedV1 } from './bulletin-published.v1.ts';
import { awardAssessedV1 } from './award-assessed.v1.ts';
import { calendarChangedV1 } from './calendar-changed.v1.ts';
import { calendarVersionPublishedV1 } from './calendar-version-published.v1.ts';
import { caseAssignedV1 } from './case-assigned.v1.ts';
import { caseClosedV1 } from './case-closed.v1.ts';
import { caseDisputedV1 } from './case-disputed.v1.ts';
import { caseGuardOverriddenV1 } from './case-guard-overridden.v1.ts';
import { caseLinkedV1 } from './case-linked.v1.ts';
import { caseMergedV1 } from './case-merged.v1.ts';
import { caseOpenedV1 } from './case-opened.v1.ts';
import { casePrioritisedV1 } from './case-prioritised.v1.ts';
import { caseReopenedV1 } from './case-reopened.v1.ts';
import { caseResolvedV1 } from './case-resolved.v1.ts';
import { caseSplitUndoneV1 } from './case-split-undone.v1.ts';
import { caseSplitV1 } from './case-split.v1.ts';
import { caseStatusChangedV1 } from './case-status-changed.v1.ts';
import { caseTimelinessRecordedV1 } from './case-timeliness-recorded.v1.ts';
import { caseUnlinkedV1 } from './case-unlinked.v1.ts';
import { caseUnmergedV1 } from './case-unmerged.v1.ts';
import { clockBreachedV1 } from './clock-breached.v1.ts';
import { clockPausedV1 } from './clock-paused.v1.ts';
import { clockResumedV1 } from './clock-resumed.v1.ts';
import { clockRetargetedV1 } from './clock-retargeted.v1.ts';
import { clockStartedV1 } from './clock-started.v1.ts';
import { clockStoppedV1 } from './clock-stopped.v1.ts';
import { complaintAcknowledgedV1 } from './complaint-acknowledged.v1.ts';
import { complaintClosedV1 } from './complaint-closed.v1.ts';
import { complaintDecidedV1 } from './complaint-decided.v1.ts';
import { complaintMovedV1 } from './complaint-moved.v1.ts';
import { complaintReferredV1 } from './complaint-referred.v1.ts';
import { complaintRegisteredV1 } from './complaint-registered.v1.ts';
import { complaintRespondedV1 } from './complaint-responded.v1.ts';
import { remedialActionEndedV1 } from './remedial-action-ended.v1.ts';
import { remedialActionPromisedV1 } from './remedial-action-promised.v1.ts';
import { complaintRegimeApprovedV1 } from './complaint-regime-approved.v1.ts';
import { complaintRegimeWithdrawnV1 } from './complaint-regime-withdrawn.v1.ts';
import { contactPointBouncedV1 } from './contact-point-bounced.v1.ts';
import { customerChangedV1 } from './customer-changed.v1.ts';
import { customerRegisteredV1 } from './customer-registered.v1.ts';
import { decisionTableVersionApprovedV1 } from './decision-table-version-approved.v1.ts';
import { decisionTableVersionWithdrawnV1 } from './decision-table-version-withdrawn.v1.ts';
import { decisionMadeV1 } from './decision-made.v1.ts';
import { entitlementExhaustedV1 } from './entitlement-exhausted.v1.ts';
import { entitlementGrantedV1 } from './entitlement-granted.v1.ts';
import { entitlementReturnedV1 } from './entitlement-returned.v1.ts';
import { entitlementUsedV1 } from './entitlement-used.v1.ts';
import { incidentAffectedV1 } from './incident-affected.v1.ts';
import { incidentContainedV1 } from './incident-contained.v1.ts';
import { incidentDeclaredV1 } from './incident-declared.v1.ts';
import { incidentProposedV1 } from './incident-proposed.v1.ts';
import { incidentRecordCorrectedV1 } from './incident-record-corrected.v1.ts';
import { incidentRecordRecordedV1 } from './incident-record-recorded.v1.ts';
import { incidentRecordReportedV1 } from './incident-record-reported.v1.ts';
import { incidentRejectedV1 } from './incident-rejected.v1.ts';
import { incidentResolvedV1 } from './incident-resolved.v1.ts';
import { incidentReviewedV1 } from './incident-reviewed.v1.ts';
import { incidentUpdatedV1 } from './incident-updated.v1.ts';
import { interactionCorrectedV1 } from './interaction-corrected.v1.ts';
import { interactionRecordedV1 } from './interaction-recorded.v1.ts';
import { letterSentV1 } from './letter-sent.v1.ts';
import { mailBouncedV1 } from './mail-bounced.v1.ts';
import { mailFailedV1 } from './mail-failed.v1.ts';
import { mailReceivedV1 } from './mail-received.v1.ts';
import { mailSentV1 } from './mail-sent.v1.ts';
import { personJoinedV1 } from './person-joined.v1.ts';
import { personLeftV1 } from './person-left.v1.ts';
import { personMovedV1 } from './person-moved.v1.ts';
import { policyVersionAcknowledgedV1 } from './policy-version-acknowledged.v1.ts';
import { policyVersionApprovedV1 } from './policy-version-approved.v1.ts';
import { policyVersionWithdrawnV1 } from './policy-version-withdrawn.v1.ts';
import { policyExceptionChangedV1 } from './policy-exception-changed.v1.ts';
import { priorityMatrixPublishedV1 } from './priority-matrix-published.v1.ts';
import { productRecordedV1 } from './product-recorded.v1.ts';
import { purchaseRecordedV1 } from './purchase-recorded.v1.ts';
import { regionEstablishedV1 } from './region-established.v1.ts';
import { returnAuthorisedV1 } from './return-authorised.v1.ts';
import { returnCancelledV1 } from './return-cancelled.v1.ts';
import { returnCompletedV1 } from './return-completed.v1.ts';
import { returnDocumentRecordedV1 } from './return-document-recorded.v1.ts';
import { returnInspectedV1 } from './return-inspected.v1.ts';
import { returnNotAuthorisedV1 } from './return-not-authorised.v1.ts';
import { returnReceivedV1 } from './return-received.v1.ts';
import { returnRejectedV1 } from './return-rejected.v1.ts';
import { returnReopenedV1 } from './return-reopened.v1.ts';
import { returnRequestedV1 } from './return-requested.v1.ts';
import { returnSettledV1 } from './return-settled.v1.ts';
import { siteCalendarAssignedV1 } from './site-calendar-assigned.v1.ts';
import { escalationRaisedV1 } from './escalation-raised.v1.ts';
import { escalationAcceptedV1 } from './escalation-accepted.v1.ts';
import { escalationReturnedV1 } from './escalation-returned.v1.ts';
import { escalationExpiredV1 } from './escalation-expired.v1.ts';
import { escalationWithdrawnV1 } from './escalation-withdrawn.v1.ts';
import { escalationLadderPublishedV1 } from './escalation-ladder-published.v1.ts';
import { coverGapFoundV1 } from './cover-gap-found.v1.ts';
import { calloutPagedV1 } from './callout-paged.v1.ts';
import { calloutAcknowledgedV1 } from './callout-acknowledged.v1.ts';
import { calloutStoodDownV1 } from './callout-stood-down.v1.ts';
import { conductWarningRaisedV1 } from './conduct-warning-raised.v1.ts';
import { conductWarningReviewedV1 } from './conduct-warning-reviewed.v1.ts';
import { conductWarningSupportGivenV1 } from './conduct-warning-support-given.v1.ts';
import { leaveChangedV1 } from './leave-changed.v1.ts';
import { shiftCancelledV1 } from './shift-cancelled.v1.ts';
import { shiftChangedV1 } from './shift-changed.v1.ts';
import { shiftScheduledV1 } from './shift-scheduled.v1.ts';
import { siteChangedV1 } from './site-changed.v1.ts';
import { siteOpenedV1 } from './site-opened.v1.ts';
import { standardChangedV1 } from './standard-changed.v1.ts';
import { standardChangedV2 } from './standard-changed.v2.ts';
import { approvalEndedV1 } from './approval-ended.v1.ts';
import { approvalRequestedV1 } from './approval-requested.v1.ts';
import { checklistAttachedV1 } from './checklist-attached.v1.ts';
import { checklistItemMarkedV1 } from './checklist-item-marked.v1.ts';
import { coverChangedV1 } from './cover-changed.v1.ts';
import { taskAddedV1 } from './task-added.v1.ts';
import { taskMovedV1 } from './task-moved.v1.ts';
import { taskOverdueV1 } from './task-overdue.v1.ts';
import { teamFormedV1 } from './team-formed.v1.ts';
import { teamLeadAppointedV1 } from './team-lead-appointed.v1.ts';

/** One schema per event type and version. Entries are only ever added: a changed meaning is a new version. */
export const eventSchemas = {
  'courtesy.case.guard-overridden.v1': caseGuardOverriddenV1,
  'courtesy.case.merged.v1': caseMergedV1,
  'courtesy.case.opened.v1': caseOpenedV1,
  'courtesy.case.unmerged.v1': caseUnmergedV1,
  'courtesy.case.split.v1': caseSplitV1,
  'courtesy.case.split-undone.v1': caseSplitUndoneV1,
  'courtesy.case.linked.v1': caseLinkedV1,
  'courtesy.case.unlinked.v1': caseUnlinkedV1,
  'courtesy.case.assigned.v1': caseAssignedV1,
  'courtesy.case.status-changed.v1': caseStatusChangedV1,
  'courtesy.case.resolved.v1': caseResolvedV1,
  'courtesy.case.reopened.v1': caseReopenedV1,
  'courtesy.case.closed.v1': caseClosedV1,
  'courtesy.case.disputed.v1': caseDisputedV1,
  'courtesy.case.timeliness-recorded.v1': caseTimelinessRecordedV1,
  'courtesy.case.prioritised.v1': casePrioritisedV1,
  'courtesy.clock.started.v1': clockStartedV1,
  'courtesy.clock.paused.v1': clockPausedV1,
  'courtesy.clock.resumed.v1': clockResumedV1,
  'courtesy.clock.stopped.v1': clockStoppedV1,
  'courtesy.clock.breached.v1': clockBreachedV1,
  'courtesy.clock.retargeted.v1': clockRetargetedV1,
  'courtesy.escalation.raised.v1': escalationRaisedV1,
  'courtesy.escalation.accepted.v1': escalationAcceptedV1,
  'courtesy.escalation.returned.v1': escalationReturnedV1,
  'courtesy.escalation.expired.v1': escalationExpiredV1,
  'courtesy.escalation.withdrawn.v1': escalationWithdrawnV1,
  'courtesy.escalation-ladder.published.v1': escalationLadderPublishedV1,
  'courtesy.cover-gap.found.v1': coverGapFoundV1,
  'courtesy.conduct-warning.raised.v1': conductWarningRaisedV1,
  'courtesy.conduct-warning.reviewed.v1': conductWarningReviewedV1,
  'courtesy.conduct-warning.support-given.v1': conductWarningSupportGivenV1,
  'courtesy.callout.paged.v1': calloutPagedV1,
  'courtesy.callout.acknowledged.v1': calloutAcknowledgedV1,
  'courtesy.callout.stood-down.v1': calloutStoodDownV1,
  'courtesy.interaction.recorded.v1': interactionRecordedV1,
  'courtesy.interaction.corrected.v1': interactionCorrectedV1,
  'courtesy.attachment.added.v1': attachmentAddedV1,
  'courtesy.attachment.withdrawn.v1': attachmentWithdrawnV1,
  'courtesy.complaint.acknowledged.v1': complaintAcknowledgedV1,
  'courtesy.complaint.closed.v1': complaintClosedV1,
  'courtesy.complaint.decided.v1': complaintDecidedV1,
  'courtesy.complaint.moved.v1': complaintMovedV1,
  'courtesy.complaint.referred.v1': complaintReferredV1,
  'courtesy.complaint.registered.v1': complaintRegisteredV1,
  'courtesy.complaint.responded.v1': complaintRespondedV1,
  'courtesy.remedial-action.ended.v1': remedialActionEndedV1,
  'courtesy.remedial-action.promised.v1': remedialActionPromisedV1,
  'courtesy.customer.registered.v1': customerRegisteredV1,
  'courtesy.contact-point.bounced.v1': contactPointBouncedV1,
  'courtesy.customer.changed.v1': customerChangedV1,
  'courtesy.product.recorded.v1': productRecordedV1,
  'courtesy.purchase.recorded.v1': purchaseRecordedV1,
  'courtesy.return.authorised.v1': returnAuthorisedV1,
  'courtesy.return.cancelled.v1': returnCancelledV1,
  'courtesy.return.completed.v1': returnCompletedV1,
  'courtesy.return.document-recorded.v1': returnDocumentRecordedV1,
  'courtesy.return.inspected.v1': returnInspectedV1,
  'courtesy.return.not-authorised.v1': returnNotAuthorisedV1,
  'courtesy.return.received.v1': returnReceivedV1,
  'courtesy.return.rejected.v1': returnRejectedV1,
  'courtesy.return.reopened.v1': returnReopenedV1,
  'courtesy.return.requested.v1': returnRequestedV1,
  'courtesy.return.settled.v1': returnSettledV1,
  'courtesy.region.established.v1': regionEstablishedV1,
  'courtesy.site.opened.v1': siteOpenedV1,
  'courtesy.site.changed.v1': siteChangedV1,
  'courtesy.team.formed.v1': teamFormedV1,
  'courtesy.team.lead-appointed.v1': teamLeadAppointedV1,
  'courtesy.mail.bounced.v1': mailBouncedV1,
  'courtesy.mail.failed.v1': mailFailedV1,
  'courtesy.mail.received.v1': mailReceivedV1,
  'courtesy.mail.sent.v1': mailSentV1,
  'courtesy.person.joined.v1': personJoinedV1,
  'courtesy.person.moved.v1': personMovedV1,
  'courtesy.person.left.v1': personLeftV1,
  'courtesy.shift.scheduled.v1': shiftScheduledV1,
  'courtesy.shift.changed.v1': shiftChangedV1,
  'courtesy.shift.cancelled.v1': shiftCancelledV1,
  'courtesy.leave.changed.v1': leaveChangedV1,
  'courtesy.calendar.changed.v1': calendarChangedV1,
  'courtesy.standard.changed.v1': standardChangedV1,
  'courtesy.site-calendar.assigned.v1': siteCalendarAssignedV1,
  'courtesy.calendar-version.published.v1': calendarVersionPublishedV1,
  'courtesy.standard.changed.v2': standardChangedV2,
  'courtesy.priority-matrix.published.v1': priorityMatrixPublishedV1,
  'courtesy.policy-version.approved.v1': policyVersionApprovedV1,
  'courtesy.policy-version.withdrawn.v1': policyVersionWithdrawnV1,
  'courtesy.policy-version.acknowledged.v1': policyVersionAcknowledgedV1,
  'courtesy.decision-table-version.approved.v1': decisionTableVersionApprovedV1,
  'courtesy.decision-table-version.withdrawn.v1': decisionTableVersionWithdrawnV1,
  'courtesy.complaint-regime.approved.v1': complaintRegimeApprovedV1,
  'courtesy.complaint-regime.withdrawn.v1': complaintRegimeWithdrawnV1,
  'courtesy.entitlement.granted.v1': entitlementGrantedV1,
  'courtesy.entitlement.used.v1': entitlementUsedV1,
  'courtesy.entitlement.returned.v1': entitlementReturnedV1,
  'courtesy.entitlement.exhausted.v1': entitlementExhaustedV1,
  'courtesy.authority-grant.changed.v1': authorityGrantChangedV1,
  'courtesy.authority-use.changed.v1': authorityUseChangedV1,
  'courtesy.authority.exceeded.v1': authorityExceededV1,
  'courtesy.decision.made.v1': decisionMadeV1,
  'courtesy.policy-exception.changed.v1': policyExceptionChangedV1,
  'courtesy.article.scheduled.v1': articleScheduledV1,
  'courtesy.article.taken-off.v1': articleTakenOffV1,
  'courtesy.letter.sent.v1': letterSentV1,
  'courtesy.brief.published.v1': briefPublishedV1,
  'courtesy.brief.cancelled.v1': briefCancelledV1,
  'courtesy.brief.read.v1': briefReadV1,
  'courtesy.bulletin.published.v1': bulletinPublishedV1,
  'courtesy.award.assessed.v1': awardAssessedV1,
  'courtesy.incident-record.recorded.v1': incidentRecordRecordedV1,
  'courtesy.incident-record.corrected.v1': incidentRecordCorrectedV1,
  'courtesy.incident-record.reported.v1': incidentRecordReportedV1,
  'courtesy.incident.proposed.v1': incidentProposedV1,
  'courtesy.incident.declared.v1': incidentDeclaredV1,
  'courtesy.incident.contained.v1': incidentContainedV1,
  'courtesy.incident.resolved.v1': incidentResolvedV1,
  'courtesy.incident.reviewed.v1': incidentReviewedV1,
  'courtesy.incident.rejected.v1': incidentRejectedV1,
  'courtesy.incident.updated.v1': incidentUpdatedV1,
  'courtesy.incident.affected.v1': incidentAffectedV1,
  'courtesy.refund.requested.v1': refundRequestedV1,
  'courtesy.refund.approval-needed.v1': refundApprovalNeededV1,
  'courtesy.refund.approved.v1': refundApprovedV1,
  'courtesy.refund.executed.v1': refundExecutedV1,
  'courtesy.refund.settled.v1': refundSettledV1,
  'courtesy.refund.rejected.v1': refundRejectedV1,
  'courtesy.refund.failed.v1': refundFailedV1,
  'courtesy.refund.reversed.v1': refundReversedV1,
  'courtesy.award.requested.v1': awardRequestedV1,
  'courtesy.award.approval-needed.v1': awardApprovalNeededV1,
  'courtesy.award.approved.v1': awardApprovedV1,
  'courtesy.award.executed.v1': awardExecutedV1,
  'courtesy.award.settled.v1': awardSettledV1,
  'courtesy.award.rejected.v1': awardRejectedV1,
  'courtesy.award.failed.v1': awardFailedV1,
  'courtesy.award.reversed.v1': awardReversedV1,
  'courtesy.approval.ended.v1': approvalEndedV1,
  'courtesy.approval.requested.v1': approvalRequestedV1,
  'courtesy.checklist.attached.v1': checklistAttachedV1,
  'courtesy.checklist-item.marked.v1': checklistItemMarkedV1,
  'courtesy.cover.changed.v1': coverChangedV1,
  'courtesy.task.added.v1': taskAddedV1,
  'courtesy.task.moved.v1': taskMovedV1,
  'courtesy.task.overdue.v1': taskOverdueV1,
} as const;

/** Every event type that a service may announce. */
export type EventType = keyof typeof eventSchemas;
/** What an event of type `T` carries. */
export type EventData<T extends EventType> = z.infer<(typeof eventSchemas)[T]>;

/** Something that happened to one aggregate, as a command announces it. `sequence` is the aggregate's version after it. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly type: K;
    readonly subject: string;
    readonly sequence: number;
    readonly time: Date;
    readonly data: EventData<K>;
  };
}[T];

/** The same as it travels between services: CloudEvents 1.0 in JSON. `id` is also the position to resume a feed from. */
export interface CloudEvent<T extends string = string, D = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly sequence: number;
  readonly data: D;
}

/** An event whose data has been checked against its schema; narrow it by `type`. */
export type KnownEvent<T extends EventType = EventType> = { [K in T]: CloudEvent<K, EventData<K>> }[T];

/** Checks an event's data. Null for a type this version of the code does not know; throws when known data has the wrong shape. */
export function readEvent(event: CloudEvent): KnownEvent | null {
  if (!Object.hasOwn(eventSchemas, event.type)) return null;
  const schema = eventSchemas[event.type as EventType];
  const result = schema.safeParse(event.data);
  if (!result.success) {
    throw new Error(`Event ${event.id} (${event.type}) has data of the wrong shape: ${result.error.message}`);
  }
  return { ...event, data: result.data } as KnownEvent;
}
