import type { Subgraph } from '@courtesy/subgraph';
import { calloutResolvers } from './callout/callout.resolvers.ts';
import { calloutTable } from './callout/callout.table.ts';
import { caseResolvers } from './case/case.resolvers.ts';
import { caseTable } from './case/case.table.ts';
import { guardResolvers } from './case/guard.resolvers.ts';
import { guardOverrideTable } from './case/guard.table.ts';
import { breachFinder } from './clock/breach.commands.ts';
import { clockResolvers } from './clock/clock.resolvers.ts';
import { dueTable } from './clock/due.table.ts';
import { coverSearchTable } from './escalation/cover-search.table.ts';
import { dutyFinder } from './escalation/duty.commands.ts';
import { escalationResolvers } from './escalation/escalation.resolvers.ts';
import { escalationTable } from './escalation/escalation.table.ts';
import { ladderTable } from './escalation/ladder.table.ts';
import { interactionResolvers } from './interaction/interaction.resolvers.ts';
import { interactionTable } from './interaction/interaction.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Clocks1763860000000 } from './migrations/1763860000000-clocks.ts';
import { Guard1763870000000 } from './migrations/1763870000000-guard.ts';
import { Escalation1763873000000 } from './migrations/1763873000000-escalation.ts';
import { policyReaction } from './reactions/policy.reaction.ts';
import { siteReaction } from './reactions/site.reaction.ts';
import { typeDefs } from './sdl.ts';

/** What happened: cases, the contacts on record, the clocks that run meanwhile, and who is asked to take over. */
export const cases: Subgraph = {
  name: 'cases',
  typeDefs,
  resolvers: [caseResolvers, guardResolvers, interactionResolvers, clockResolvers, escalationResolvers, calloutResolvers],
  tables: [
    caseTable,
    guardOverrideTable,
    interactionTable,
    dueTable,
    ladderTable,
    escalationTable,
    calloutTable,
    coverSearchTable,
  ],
  migrations: [First1763830000000, Clocks1763860000000, Guard1763870000000, Escalation1763873000000],
  reactions: [siteReaction, policyReaction],
  resources: [breachFinder, dutyFinder],
};
