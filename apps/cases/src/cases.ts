import type { Subgraph } from '@courtesy/subgraph';
import { automationRuleResolvers } from './automation-rule/automation-rule.resolvers.ts';
import { automationRuleTable, automationRunTable } from './automation-rule/automation-rule.table.ts';
import { approvalResolvers } from './approval/approval.resolvers.ts';
import { approvalTable } from './approval/approval.table.ts';
import { automation } from './automation-rule/running.commands.ts';
import { caseMergeResolvers } from './case-merge/case-merge.resolvers.ts';
import { caseResolvers } from './case/case.resolvers.ts';
import { caseTable } from './case/case.table.ts';
import { guardResolvers } from './case/guard.resolvers.ts';
import { guardOverrideTable } from './case/guard.table.ts';
import { breachFinder } from './clock/breach.commands.ts';
import { checklistResolvers } from './checklist/checklist.resolvers.ts';
import {
  checklistItemTable,
  checklistMarkTable,
  checklistTable,
  checklistTemplateTable,
  checklistTemplateVersionTable,
} from './checklist/checklist.table.ts';
import { clockResolvers } from './clock/clock.resolvers.ts';
import { dueTable } from './clock/due.table.ts';
import { complaintResolvers } from './complaint/complaint.resolvers.ts';
import { complaintDeadlineTable, complaintStepTable, complaintTable } from './complaint/complaint.table.ts';
import { coverResolvers } from './cover/cover.resolvers.ts';
import { coverTable } from './cover/cover.table.ts';
import { interactionResolvers } from './interaction/interaction.resolvers.ts';
import { interactionTable } from './interaction/interaction.table.ts';
import { macroResolvers } from './macro/macro.resolvers.ts';
import { macroTable } from './macro/macro.table.ts';
import { mailConfig } from './mail/mail-config.commands.ts';
import { mailResolvers } from './mail/mail.resolvers.ts';
import { mailMessageTable } from './mail/mail.table.ts';
import { mailboxReader } from './mail/mailbox.commands.ts';
import { mailSender } from './mail/sending.commands.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Clocks1763860000000 } from './migrations/1763860000000-clocks.ts';
import { Guard1763870000000 } from './migrations/1763870000000-guard.ts';
import { Contacts1763871000000 } from './migrations/1763871000000-contacts.ts';
import { Work1763872000000 } from './migrations/1763872000000-work.ts';
import { Approvals1763872100000 } from './migrations/1763872100000-approvals.ts';
import { Complaints1763874000000 } from './migrations/1763874000000-complaints.ts';
import { PurchasesAndReturns1763877000000 } from './migrations/1763877000000-purchases-and-returns.ts';
import { Merge1763878000000 } from './migrations/1763878000000-merge.ts';
import { Automation1763879000000 } from './migrations/1763879000000-automation.ts';
import { Mail1763880000000 } from './migrations/1763880000000-mail.ts';
import {
  purchaseCopyTable,
  purchaseLineCopyTable,
  purchaseTenderCopyTable,
} from './purchase-copy/purchase-copy.table.ts';
import { customerReaction } from './reactions/customer.reaction.ts';
import { policyReaction } from './reactions/policy.reaction.ts';
import { siteReaction } from './reactions/site.reaction.ts';
import { remedialActionResolvers } from './remedial-action/remedial-action.resolvers.ts';
import { remedialActionTable } from './remedial-action/remedial-action.table.ts';
import { savedViewResolvers } from './saved-view/saved-view.resolvers.ts';
import { savedViewTable } from './saved-view/saved-view.table.ts';
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
    approvalResolvers,
    automationRuleResolvers,
    caseMergeResolvers,
    checklistResolvers,
    coverResolvers,
    taskResolvers,
    caseResolvers,
    guardResolvers,
    clockResolvers,
    complaintResolvers,
    interactionResolvers,
    macroResolvers,
    remedialActionResolvers,
    savedViewResolvers,
    mailResolvers,
    timelineResolvers,
  ],
  tables: [
    approvalTable,
    automationRuleTable,
    automationRunTable,
    caseTable,
    guardOverrideTable,
    checklistItemTable,
    checklistMarkTable,
    checklistTable,
    checklistTemplateTable,
    checklistTemplateVersionTable,
    coverTable,
    taskTable,
    dueTable,
    complaintDeadlineTable,
    complaintStepTable,
    complaintTable,
    interactionTable,
    macroTable,
    purchaseCopyTable,
    purchaseLineCopyTable,
    purchaseTenderCopyTable,
    remedialActionTable,
    savedViewTable,
    mailMessageTable,
    movementTable,
  ],
  migrations: [
    First1763830000000,
    Clocks1763860000000,
    Guard1763870000000,
    Contacts1763871000000,
    Work1763872000000,
    Approvals1763872100000,
    Complaints1763874000000,
    PurchasesAndReturns1763877000000,
    Merge1763878000000,
    Automation1763879000000,
    Mail1763880000000,
  ],
  reactions: [customerReaction, policyReaction, siteReaction],
  resources: [automation, breachFinder, overdueFinder, mailSender, mailboxReader],
  config: mailConfig,
};
