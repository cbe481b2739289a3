import { approvalEndedV1 } from './approval-ended.v1.ts';
import { approvalRequestedV1 } from './approval-requested.v1.ts';
import { assignmentEndedV1 } from './assignment-ended.v1.ts';
import { assignmentOfferedV1 } from './assignment-offered.v1.ts';
import { attachmentAddedV1 } from './attachment-added.v1.ts';
import { attachmentWithdrawnV1 } from './attachment-withdrawn.v1.ts';
import { awardApprovalNeededV1 } from './award-approval-needed.v1.ts';
import { awardApprovedV1 } from './award-approved.v1.ts';
import { awardExecutedV1 } from './award-executed.v1.ts';
import { awardFailedV1 } from './award-failed.v1.ts';
import { awardRejectedV1 } from './award-rejected.v1.ts';
import { awardRequestedV1 } from './award-requested.v1.ts';
import { awardReversedV1 } from './award-reversed.v1.ts';
import { awardSettledV1 } from './award-settled.v1.ts';
import { calloutAcknowledgedV1 } from './callout-acknowledged.v1.ts';
import { calloutPagedV1 } from './callout-paged.v1.ts';
import { calloutStoodDownV1 } from './callout-stood-down.v1.ts';
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
import { checklistAttachedV1 } from './checklist-attached.v1.ts';
import { checklistItemMarkedV1 } from './checklist-item-marked.v1.ts';
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
import { conductWarningRaisedV1 } from './conduct-warning-raised.v1.ts';
import { conductWarningReviewedV1 } from './conduct-warning-reviewed.v1.ts';
import { conductWarningSupportGivenV1 } from './conduct-warning-support-given.v1.ts';
import { coverChangedV1 } from './cover-changed.v1.ts';
import { coverGapFoundV1 } from './cover-gap-found.v1.ts';
import { escalationAcceptedV1 } from './escalation-accepted.v1.ts';
import { escalationExpiredV1 } from './escalation-expired.v1.ts';
import { escalationLadderPublishedV1 } from './escalation-ladder-published.v1.ts';
import { escalationRaisedV1 } from './escalation-raised.v1.ts';
import { escalationReturnedV1 } from './escalation-returned.v1.ts';
import { escalationWithdrawnV1 } from './escalation-withdrawn.v1.ts';
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
import { interactionCorrectedV2 } from './interaction-corrected.v2.ts';
import { interactionRecordedV1 } from './interaction-recorded.v1.ts';
import { interactionRecordedV2 } from './interaction-recorded.v2.ts';
import { mailBouncedV1 } from './mail-bounced.v1.ts';
import { mailFailedV1 } from './mail-failed.v1.ts';
import { mailReceivedV1 } from './mail-received.v1.ts';
import { mailSentV1 } from './mail-sent.v1.ts';
import { refundApprovalNeededV1 } from './refund-approval-needed.v1.ts';
import { refundApprovedV1 } from './refund-approved.v1.ts';
import { refundExecutedV1 } from './refund-executed.v1.ts';
import { refundFailedV1 } from './refund-failed.v1.ts';
import { refundRejectedV1 } from './refund-rejected.v1.ts';
import { refundRequestedV1 } from './refund-requested.v1.ts';
import { refundReversedV1 } from './refund-reversed.v1.ts';
import { refundSettledV1 } from './refund-settled.v1.ts';
import { remedialActionEndedV1 } from './remedial-action-ended.v1.ts';
import { remedialActionPromisedV1 } from './remedial-action-promised.v1.ts';
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
import { routingQueuePublishedV1 } from './routing-queue-published.v1.ts';
import { taskAddedV1 } from './task-added.v1.ts';
import { taskMovedV1 } from './task-moved.v1.ts';
import { taskOverdueV1 } from './task-overdue.v1.ts';

/** What the cases service announces: one schema per event type and version. Entries are only ever added. */
export const casesEvents = {
  'courtesy.approval.ended.v1': approvalEndedV1,
  'courtesy.approval.requested.v1': approvalRequestedV1,
  'courtesy.assignment.ended.v1': assignmentEndedV1,
  'courtesy.assignment.offered.v1': assignmentOfferedV1,
  'courtesy.attachment.added.v1': attachmentAddedV1,
  'courtesy.attachment.withdrawn.v1': attachmentWithdrawnV1,
  'courtesy.award.approval-needed.v1': awardApprovalNeededV1,
  'courtesy.award.approved.v1': awardApprovedV1,
  'courtesy.award.executed.v1': awardExecutedV1,
  'courtesy.award.failed.v1': awardFailedV1,
  'courtesy.award.rejected.v1': awardRejectedV1,
  'courtesy.award.requested.v1': awardRequestedV1,
  'courtesy.award.reversed.v1': awardReversedV1,
  'courtesy.award.settled.v1': awardSettledV1,
  'courtesy.callout.acknowledged.v1': calloutAcknowledgedV1,
  'courtesy.callout.paged.v1': calloutPagedV1,
  'courtesy.callout.stood-down.v1': calloutStoodDownV1,
  'courtesy.case.assigned.v1': caseAssignedV1,
  'courtesy.case.closed.v1': caseClosedV1,
  'courtesy.case.disputed.v1': caseDisputedV1,
  'courtesy.case.guard-overridden.v1': caseGuardOverriddenV1,
  'courtesy.case.linked.v1': caseLinkedV1,
  'courtesy.case.merged.v1': caseMergedV1,
  'courtesy.case.opened.v1': caseOpenedV1,
  'courtesy.case.prioritised.v1': casePrioritisedV1,
  'courtesy.case.reopened.v1': caseReopenedV1,
  'courtesy.case.resolved.v1': caseResolvedV1,
  'courtesy.case.split-undone.v1': caseSplitUndoneV1,
  'courtesy.case.split.v1': caseSplitV1,
  'courtesy.case.status-changed.v1': caseStatusChangedV1,
  'courtesy.case.timeliness-recorded.v1': caseTimelinessRecordedV1,
  'courtesy.case.unlinked.v1': caseUnlinkedV1,
  'courtesy.case.unmerged.v1': caseUnmergedV1,
  'courtesy.checklist-item.marked.v1': checklistItemMarkedV1,
  'courtesy.checklist.attached.v1': checklistAttachedV1,
  'courtesy.clock.breached.v1': clockBreachedV1,
  'courtesy.clock.paused.v1': clockPausedV1,
  'courtesy.clock.resumed.v1': clockResumedV1,
  'courtesy.clock.retargeted.v1': clockRetargetedV1,
  'courtesy.clock.started.v1': clockStartedV1,
  'courtesy.clock.stopped.v1': clockStoppedV1,
  'courtesy.complaint.acknowledged.v1': complaintAcknowledgedV1,
  'courtesy.complaint.closed.v1': complaintClosedV1,
  'courtesy.complaint.decided.v1': complaintDecidedV1,
  'courtesy.complaint.moved.v1': complaintMovedV1,
  'courtesy.complaint.referred.v1': complaintReferredV1,
  'courtesy.complaint.registered.v1': complaintRegisteredV1,
  'courtesy.complaint.responded.v1': complaintRespondedV1,
  'courtesy.conduct-warning.raised.v1': conductWarningRaisedV1,
  'courtesy.conduct-warning.reviewed.v1': conductWarningReviewedV1,
  'courtesy.conduct-warning.support-given.v1': conductWarningSupportGivenV1,
  'courtesy.cover-gap.found.v1': coverGapFoundV1,
  'courtesy.cover.changed.v1': coverChangedV1,
  'courtesy.escalation-ladder.published.v1': escalationLadderPublishedV1,
  'courtesy.escalation.accepted.v1': escalationAcceptedV1,
  'courtesy.escalation.expired.v1': escalationExpiredV1,
  'courtesy.escalation.raised.v1': escalationRaisedV1,
  'courtesy.escalation.returned.v1': escalationReturnedV1,
  'courtesy.escalation.withdrawn.v1': escalationWithdrawnV1,
  'courtesy.incident-record.corrected.v1': incidentRecordCorrectedV1,
  'courtesy.incident-record.recorded.v1': incidentRecordRecordedV1,
  'courtesy.incident-record.reported.v1': incidentRecordReportedV1,
  'courtesy.incident.affected.v1': incidentAffectedV1,
  'courtesy.incident.contained.v1': incidentContainedV1,
  'courtesy.incident.declared.v1': incidentDeclaredV1,
  'courtesy.incident.proposed.v1': incidentProposedV1,
  'courtesy.incident.rejected.v1': incidentRejectedV1,
  'courtesy.incident.resolved.v1': incidentResolvedV1,
  'courtesy.incident.reviewed.v1': incidentReviewedV1,
  'courtesy.incident.updated.v1': incidentUpdatedV1,
  'courtesy.interaction.corrected.v1': interactionCorrectedV1,
  'courtesy.interaction.corrected.v2': interactionCorrectedV2,
  'courtesy.interaction.recorded.v1': interactionRecordedV1,
  'courtesy.interaction.recorded.v2': interactionRecordedV2,
  'courtesy.mail.bounced.v1': mailBouncedV1,
  'courtesy.mail.failed.v1': mailFailedV1,
  'courtesy.mail.received.v1': mailReceivedV1,
  'courtesy.mail.sent.v1': mailSentV1,
  'courtesy.refund.approval-needed.v1': refundApprovalNeededV1,
  'courtesy.refund.approved.v1': refundApprovedV1,
  'courtesy.refund.executed.v1': refundExecutedV1,
  'courtesy.refund.failed.v1': refundFailedV1,
  'courtesy.refund.rejected.v1': refundRejectedV1,
  'courtesy.refund.requested.v1': refundRequestedV1,
  'courtesy.refund.reversed.v1': refundReversedV1,
  'courtesy.refund.settled.v1': refundSettledV1,
  'courtesy.remedial-action.ended.v1': remedialActionEndedV1,
  'courtesy.remedial-action.promised.v1': remedialActionPromisedV1,
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
  'courtesy.routing-queue.published.v1': routingQueuePublishedV1,
  'courtesy.task.added.v1': taskAddedV1,
  'courtesy.task.moved.v1': taskMovedV1,
  'courtesy.task.overdue.v1': taskOverdueV1,
} as const;
