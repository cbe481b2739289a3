import type { Subgraph } from '@courtesy/subgraph';
import { z } from 'zod';
import { attachmentResolvers } from './attachment/attachment.resolvers.ts';
import { attachmentTable, attachmentTicketTable, attachmentWithdrawalTable } from './attachment/attachment.table.ts';
import { attachmentRoutes } from './attachment/transfer.resolvers.ts';
import { automationRuleResolvers } from './automation-rule/automation-rule.resolvers.ts';
import { automationRuleTable, automationRunTable } from './automation-rule/automation-rule.table.ts';
import { automation } from './automation-rule/running.commands.ts';
import { caseResolvers } from './case/case.resolvers.ts';
import { caseTable } from './case/case.table.ts';
import { guardResolvers } from './case/guard.resolvers.ts';
import { guardOverrideTable } from './case/guard.table.ts';
import { breachFinder } from './clock/breach.commands.ts';
import { clockResolvers } from './clock/clock.resolvers.ts';
import { dueTable } from './clock/due.table.ts';
import { complaintResolvers } from './complaint/complaint.resolvers.ts';
import { complaintDeadlineTable, complaintStepTable, complaintTable } from './complaint/complaint.table.ts';
import { interactionResolvers } from './interaction/interaction.resolvers.ts';
import { interactionTable } from './interaction/interaction.table.ts';
import { macroResolvers } from './macro/macro.resolvers.ts';
import { macroTable } from './macro/macro.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Clocks1763860000000 } from './migrations/1763860000000-clocks.ts';
import { Guard1763870000000 } from './migrations/1763870000000-guard.ts';
import { Contacts1763871000000 } from './migrations/1763871000000-contacts.ts';
import { Complaints1763874000000 } from './migrations/1763874000000-complaints.ts';
import { PurchasesAndReturns1763877000000 } from './migrations/1763877000000-purchases-and-returns.ts';
import { Automation1763879000000 } from './migrations/1763879000000-automation.ts';
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
import { typeDefs } from './sdl.ts';
import { movementTable } from './timeline/movement.table.ts';
import { timelineResolvers } from './timeline/timeline.resolvers.ts';

/** What the service reads from its environment beside the common variables. */
const casesConfig = z.object({
  /** Where callers reach this process for files, when that is not the port it listens on. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
});

/** What happened: cases, the contacts on record, and the clocks that run meanwhile. */
export const cases: Subgraph = {
  name: 'cases',
  typeDefs,
  config: casesConfig,
  resolvers: [
    attachmentResolvers,
    automationRuleResolvers,
    caseResolvers,
    guardResolvers,
    clockResolvers,
    complaintResolvers,
    interactionResolvers,
    macroResolvers,
    remedialActionResolvers,
    timelineResolvers,
  ],
  tables: [
    attachmentTable,
    attachmentTicketTable,
    attachmentWithdrawalTable,
    automationRuleTable,
    automationRunTable,
    caseTable,
    guardOverrideTable,
    complaintDeadlineTable,
    complaintStepTable,
    complaintTable,
    dueTable,
    interactionTable,
    macroTable,
    movementTable,
    purchaseCopyTable,
    purchaseLineCopyTable,
    purchaseTenderCopyTable,
    remedialActionTable,
  ],
  migrations: [
    First1763830000000,
    Clocks1763860000000,
    Guard1763870000000,
    Contacts1763871000000,
    Complaints1763874000000,
    PurchasesAndReturns1763877000000,
    Automation1763879000000,
  ],
  reactions: [customerReaction, policyReaction, siteReaction],
  resources: [automation, breachFinder],
  routes: attachmentRoutes,
};
