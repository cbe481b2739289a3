import type { Subgraph } from '@courtesy/subgraph';
import { automationRuleResolvers } from './automation-rule/automation-rule.resolvers.ts';
import { automationRuleTable, automationRunTable } from './automation-rule/automation-rule.table.ts';
import { automation } from './automation-rule/running.commands.ts';
import { awardResolvers } from './award/award.resolvers.ts';
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
import { Complaints1763874000000 } from './migrations/1763874000000-complaints.ts';
import { Refunds1763877500000 } from './migrations/1763877500000-refunds.ts';
import { PurchasesAndReturns1763877000000 } from './migrations/1763877000000-purchases-and-returns.ts';
import { Automation1763879000000 } from './migrations/1763879000000-automation.ts';
import { paymentConfig } from './payment/payment-config.commands.ts';
import { paymentResolvers } from './payment/payment.resolvers.ts';
import { payoutTable } from './payment/payout.table.ts';
import { payoutWorker } from './payment/payout-worker.commands.ts';
import {
  purchaseCopyTable,
  purchaseLineCopyTable,
  purchaseTenderCopyTable,
} from './purchase-copy/purchase-copy.table.ts';
import { customerReaction } from './reactions/customer.reaction.ts';
import { policyReaction } from './reactions/policy.reaction.ts';
import { returnPolicy } from './return-case/asking-policy.commands.ts';
import { returnCaseResolvers } from './return-case/return-case.resolvers.ts';
import { returnTables } from './return-case/return-case.table.ts';
import { siteReaction } from './reactions/site.reaction.ts';
import { refundLineTable } from './refund/refund-line.table.ts';
import { refundResolvers } from './refund/refund.resolvers.ts';
import { remedialActionResolvers } from './remedial-action/remedial-action.resolvers.ts';
import { remedialActionTable } from './remedial-action/remedial-action.table.ts';
import { typeDefs } from './sdl.ts';

/** What happened: cases, the contacts on record, and the clocks that run meanwhile. */
export const cases: Subgraph = {
  name: 'cases',
  typeDefs,
  config: paymentConfig,
  resolvers: [
    automationRuleResolvers,
    awardResolvers,
    caseResolvers,
    guardResolvers,
    clockResolvers,
    complaintResolvers,
    interactionResolvers,
    macroResolvers,
    paymentResolvers,
    refundResolvers,
    remedialActionResolvers,
    returnCaseResolvers,
  ],
  tables: [
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
    payoutTable,
    refundLineTable,
    purchaseCopyTable,
    purchaseLineCopyTable,
    purchaseTenderCopyTable,
    remedialActionTable,
    ...returnTables,
  ],
  migrations: [
    First1763830000000,
    Clocks1763860000000,
    Guard1763870000000,
    Complaints1763874000000,
    PurchasesAndReturns1763877000000,
    Refunds1763877500000,
    Automation1763879000000,
  ],
  reactions: [customerReaction, policyReaction, siteReaction],
  resources: [automation, breachFinder, payoutWorker, returnPolicy],
};
