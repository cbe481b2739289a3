import type { Subgraph } from '@courtesy/subgraph';
import { caseResolvers } from './case/case.resolvers.ts';
import { caseTable } from './case/case.table.ts';
import { guardResolvers } from './case/guard.resolvers.ts';
import { guardOverrideTable } from './case/guard.table.ts';
import { breachFinder } from './clock/breach.commands.ts';
import { clockResolvers } from './clock/clock.resolvers.ts';
import { dueTable } from './clock/due.table.ts';
import { interactionResolvers } from './interaction/interaction.resolvers.ts';
import { interactionTable } from './interaction/interaction.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Clocks1763860000000 } from './migrations/1763860000000-clocks.ts';
import { Guard1763870000000 } from './migrations/1763870000000-guard.ts';
import { PurchasesAndReturns1763877000000 } from './migrations/1763877000000-purchases-and-returns.ts';
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
import { typeDefs } from './sdl.ts';

/** What happened: cases, the contacts on record, and the clocks that run meanwhile. */
export const cases: Subgraph = {
  name: 'cases',
  typeDefs,
  resolvers: [caseResolvers, guardResolvers, interactionResolvers, clockResolvers, returnCaseResolvers],
  tables: [
    caseTable,
    guardOverrideTable,
    interactionTable,
    dueTable,
    purchaseCopyTable,
    purchaseLineCopyTable,
    purchaseTenderCopyTable,
    ...returnTables,
  ],
  migrations: [First1763830000000, Clocks1763860000000, Guard1763870000000, PurchasesAndReturns1763877000000],
  reactions: [siteReaction, policyReaction, customerReaction],
  resources: [breachFinder, returnPolicy],
};
