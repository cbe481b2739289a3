import type { Subgraph } from '@courtesy/subgraph';
import { caseLinkResolvers } from './case-link/case-link.resolvers.ts';
import { caseMergeResolvers } from './case-merge/case-merge.resolvers.ts';
import { caseResolvers } from './case/case.resolvers.ts';
import { caseTable } from './case/case.table.ts';
import { guardResolvers } from './case/guard.resolvers.ts';
import { guardOverrideTable } from './case/guard.table.ts';
import { caseSplitResolvers } from './case-split/case-split.resolvers.ts';
import { breachFinder } from './clock/breach.commands.ts';
import { clockResolvers } from './clock/clock.resolvers.ts';
import { dueTable } from './clock/due.table.ts';
import { interactionResolvers } from './interaction/interaction.resolvers.ts';
import { interactionTable } from './interaction/interaction.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Clocks1763860000000 } from './migrations/1763860000000-clocks.ts';
import { Guard1763870000000 } from './migrations/1763870000000-guard.ts';
import { Merge1763878000000 } from './migrations/1763878000000-merge.ts';
import { policyReaction } from './reactions/policy.reaction.ts';
import { siteReaction } from './reactions/site.reaction.ts';
import { typeDefs } from './sdl.ts';

/** What happened: cases, the contacts on record, and the clocks that run meanwhile. */
export const cases: Subgraph = {
  name: 'cases',
  typeDefs,
  resolvers: [
    caseResolvers,
    guardResolvers,
    interactionResolvers,
    clockResolvers,
    caseMergeResolvers,
    caseLinkResolvers,
    caseSplitResolvers,
  ],
  tables: [caseTable, guardOverrideTable, interactionTable, dueTable],
  migrations: [First1763830000000, Clocks1763860000000, Guard1763870000000, Merge1763878000000],
  reactions: [siteReaction, policyReaction],
  resources: [breachFinder],
};
