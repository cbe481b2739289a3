import type { Subgraph } from '@courtesy/subgraph';
import { z } from 'zod';
import { approvalResolvers } from './approval/approval.resolvers.ts';
import { approvalTable } from './approval/approval.table.ts';
import { assignmentResolvers } from './assignment/assignment.resolvers.ts';
import { assignmentTable } from './assignment/assignment.table.ts';
import { offerDesk } from './assignment/offer-desk.commands.ts';
import { workPusher } from './assignment/pushing.commands.ts';
import { routingRoundTable } from './assignment/round.table.ts';
import { attachmentConfig } from './attachment/attachment-config.commands.ts';
import { attachmentResolvers } from './attachment/attachment.resolvers.ts';
import { attachmentTable, attachmentTicketTable, attachmentWithdrawalTable } from './attachment/attachment.table.ts';
import { attachmentRoutes } from './attachment/transfer.resolvers.ts';
import { automationRuleResolvers } from './automation-rule/automation-rule.resolvers.ts';
import { automationRuleTable, automationRunTable } from './automation-rule/automation-rule.table.ts';
import { automation } from './automation-rule/running.commands.ts';
import { awardResolvers } from './award/award.resolvers.ts';
import { callResolvers } from './call/call.resolvers.ts';
import { calloutResolvers } from './callout/callout.resolvers.ts';
import { calloutTable } from './callout/callout.table.ts';
import { caseLinkResolvers } from './case-link/case-link.resolvers.ts';
import { caseMergeResolvers } from './case-merge/case-merge.resolvers.ts';
import { caseSplitResolvers } from './case-split/case-split.resolvers.ts';
import { caseResolvers } from './case/case.resolvers.ts';
import { caseTable } from './case/case.table.ts';
import { guardResolvers } from './case/guard.resolvers.ts';
import { guardOverrideTable } from './case/guard.table.ts';
import { checklistResolvers } from './checklist/checklist.resolvers.ts';
import {
  checklistItemTable,
  checklistMarkTable,
  checklistTable,
  checklistTemplateTable,
  checklistTemplateVersionTable,
} from './checklist/checklist.table.ts';
import { breachFinder } from './clock/breach.commands.ts';
import { clockResolvers } from './clock/clock.resolvers.ts';
import { dueTable } from './clock/due.table.ts';
import { complaintResolvers } from './complaint/complaint.resolvers.ts';
import { complaintDeadlineTable, complaintStepTable, complaintTable } from './complaint/complaint.table.ts';
import { conductWarningResolvers } from './conduct-warning/conduct-warning.resolvers.ts';
import { conductWarningTable } from './conduct-warning/conduct-warning.table.ts';
import { coverResolvers } from './cover/cover.resolvers.ts';
import { coverTable } from './cover/cover.table.ts';
import { coverSearchTable } from './escalation/cover-search.table.ts';
import { dutyFinder } from './escalation/duty.commands.ts';
import { decidedCaseResolvers } from './decided-case/decided-case.resolvers.ts';
import { decidedCaseTable } from './decided-case/decided-case.table.ts';
import { escalationResolvers } from './escalation/escalation.resolvers.ts';
import { escalationTable } from './escalation/escalation.table.ts';
import { ladderTable } from './escalation/ladder.table.ts';
import { incidentRecordResolvers } from './incident-record/incident-record.resolvers.ts';
import { incidentRecordTable, regulatorReportTable } from './incident-record/incident-record.table.ts';
import { interactionResolvers } from './interaction/interaction.resolvers.ts';
import { interactionTable } from './interaction/interaction.table.ts';
import { macroResolvers } from './macro/macro.resolvers.ts';
import { macroTable } from './macro/macro.table.ts';
import { mailConfig } from './mail/mail-config.commands.ts';
import { mailResolvers } from './mail/mail.resolvers.ts';
import { mailMessageTable } from './mail/mail.table.ts';
import { mailboxReader } from './mail/mailbox.commands.ts';
import { mailSender } from './mail/sending.commands.ts';
import { majorIncidentResolvers } from './major-incident/major-incident.resolvers.ts';
import { majorIncidentEntryTable, majorIncidentTable } from './major-incident/major-incident.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Clocks1763860000000 } from './migrations/1763860000000-clocks.ts';
import { Guard1763870000000 } from './migrations/1763870000000-guard.ts';
import { Contacts1763871000000 } from './migrations/1763871000000-contacts.ts';
import { Work1763872000000 } from './migrations/1763872000000-work.ts';
import { Approvals1763872100000 } from './migrations/1763872100000-approvals.ts';
import { Escalation1763873000000 } from './migrations/1763873000000-escalation.ts';
import { ConductWarnings1763873000001 } from './migrations/1763873000001-conduct-warnings.ts';
import { Complaints1763874000000 } from './migrations/1763874000000-complaints.ts';
import { Incidents1763875000000 } from './migrations/1763875000000-incidents.ts';
import { PurchasesAndReturns1763877000000 } from './migrations/1763877000000-purchases-and-returns.ts';
import { Refunds1763877500000 } from './migrations/1763877500000-refunds.ts';
import { Merge1763878000000 } from './migrations/1763878000000-merge.ts';
import { Automation1763879000000 } from './migrations/1763879000000-automation.ts';
import { Mail1763880000000 } from './migrations/1763880000000-mail.ts';
import { Adjustments1763894000000 } from './migrations/1763894000000-adjustments.ts';
import { CustomerFamily1763890000000 } from './migrations/1763890000000-customer-family.ts';
import { Calls1763903000000 } from './migrations/1763903000000-calls.ts';
import { paymentConfig } from './payment/payment-config.commands.ts';
import { paymentResolvers } from './payment/payment.resolvers.ts';
import { payoutWorker } from './payment/payout-worker.commands.ts';
import { payoutTable } from './payment/payout.table.ts';
import {
  purchaseCopyTable,
  purchaseLineCopyTable,
  purchaseTenderCopyTable,
} from './purchase-copy/purchase-copy.table.ts';
import { portalResolvers } from './portal/portal.resolvers.ts';
import { customerReaction } from './reactions/customer.reaction.ts';
import { metricReaction } from './reactions/metric.reaction.ts';
import { policyReaction } from './reactions/policy.reaction.ts';
import { siteReaction } from './reactions/site.reaction.ts';
import { refundLineTable } from './refund/refund-line.table.ts';
import { refundResolvers } from './refund/refund.resolvers.ts';
import { remedialActionResolvers } from './remedial-action/remedial-action.resolvers.ts';
import { remedialActionTable } from './remedial-action/remedial-action.table.ts';
import { returnPolicy } from './return-case/asking-policy.commands.ts';
import { returnCaseResolvers } from './return-case/return-case.resolvers.ts';
import { returnTables } from './return-case/return-case.table.ts';
import { SurveyFollowUps1763922000000 } from './migrations/1763922000000-survey-follow-ups.ts';
import { followUpDesk } from './survey-follow-up/survey-follow-up.commands.ts';
import { surveyFollowUpResolvers } from './survey-follow-up/survey-follow-up.resolvers.ts';
import { surveyFollowUpTable } from './survey-follow-up/survey-follow-up.table.ts';
import { routingQueueResolvers } from './routing-queue/routing-queue.resolvers.ts';
import { routingQueueTable } from './routing-queue/routing-queue.table.ts';
import { savedViewResolvers } from './saved-view/saved-view.resolvers.ts';
import { savedViewTable } from './saved-view/saved-view.table.ts';
import { erasureResolvers } from './erasure/erasure.resolvers.ts';
import { Erasure1763898000000 } from './migrations/1763898000000-erasure.ts';
import { Budget1763924000000 } from './migrations/1763924000000-budget.ts';
import { History1763929900000 } from './migrations/1763929900000-history.ts';
import { DecidedCases1763932000000 } from './migrations/1763932000000-decided-cases.ts';
import { Routing1763907000000 } from './migrations/1763907000000-routing.ts';
import { asOfTypes } from './as-of.ts';
import { typeDefs } from './sdl.ts';
import { overdueFinder } from './task/overdue.commands.ts';
import { taskResolvers } from './task/task.resolvers.ts';
import { taskTable } from './task/task.table.ts';
import { movementTable } from './timeline/movement.table.ts';
import { timelineResolvers } from './timeline/timeline.resolvers.ts';

/** What happened: cases, the contacts on record, and the clocks that run meanwhile. */
export const cases: Subgraph = {
  name: 'cases',
  typeDefs,
  resolvers: [
    erasureResolvers,
    portalResolvers,
    approvalResolvers,
    assignmentResolvers,
    attachmentResolvers,
    automationRuleResolvers,
    awardResolvers,
    callResolvers,
    calloutResolvers,
    caseLinkResolvers,
    caseMergeResolvers,
    caseSplitResolvers,
    caseResolvers,
    guardResolvers,
    checklistResolvers,
    clockResolvers,
    complaintResolvers,
    conductWarningResolvers,
    coverResolvers,
    decidedCaseResolvers,
    escalationResolvers,
    incidentRecordResolvers,
    interactionResolvers,
    macroResolvers,
    majorIncidentResolvers,
    mailResolvers,
    paymentResolvers,
    refundResolvers,
    remedialActionResolvers,
    surveyFollowUpResolvers,
    returnCaseResolvers,
    routingQueueResolvers,
    savedViewResolvers,
    taskResolvers,
    timelineResolvers,
  ],
  asOf: asOfTypes,
  tables: [
    approvalTable,
    assignmentTable,
    attachmentTable,
    attachmentTicketTable,
    attachmentWithdrawalTable,
    automationRuleTable,
    automationRunTable,
    calloutTable,
    caseTable,
    guardOverrideTable,
    checklistItemTable,
    checklistMarkTable,
    checklistTable,
    checklistTemplateTable,
    checklistTemplateVersionTable,
    dueTable,
    complaintDeadlineTable,
    complaintStepTable,
    complaintTable,
    conductWarningTable,
    coverTable,
    coverSearchTable,
    decidedCaseTable,
    escalationTable,
    ladderTable,
    incidentRecordTable,
    regulatorReportTable,
    interactionTable,
    macroTable,
    majorIncidentEntryTable,
    majorIncidentTable,
    mailMessageTable,
    payoutTable,
    purchaseCopyTable,
    purchaseLineCopyTable,
    purchaseTenderCopyTable,
    refundLineTable,
    remedialActionTable,
    surveyFollowUpTable,
    savedViewTable,
    taskTable,
    movementTable,
    ...returnTables,
    routingQueueTable,
    routingRoundTable,
  ],
  migrations: [
    First1763830000000,
    Clocks1763860000000,
    Guard1763870000000,
    Contacts1763871000000,
    Work1763872000000,
    Approvals1763872100000,
    Escalation1763873000000,
    ConductWarnings1763873000001,
    Complaints1763874000000,
    Incidents1763875000000,
    PurchasesAndReturns1763877000000,
    Refunds1763877500000,
    Merge1763878000000,
    Automation1763879000000,
    Mail1763880000000,
    CustomerFamily1763890000000,
    Adjustments1763894000000,
    Erasure1763898000000,
    Calls1763903000000,
    Routing1763907000000,
    SurveyFollowUps1763922000000,
    Budget1763924000000,
    History1763929900000,
    DecidedCases1763932000000,
  ],
  reactions: [customerReaction, metricReaction, policyReaction, siteReaction],
  resources: [
    automation,
    breachFinder,
    dutyFinder,
    mailboxReader,
    mailSender,
    offerDesk,
    payoutWorker,
    returnPolicy,
    followUpDesk,
    overdueFinder,
    workPusher,
  ],
  config: z.object({ ...attachmentConfig.shape, ...mailConfig.shape, ...paymentConfig.shape }),
  routes: attachmentRoutes,
};
