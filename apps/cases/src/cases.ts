import type { Subgraph } from '@courtesy/subgraph';
import { caseResolvers } from './case/case.resolvers.ts';
import { caseTable } from './case/case.table.ts';
import { interactionResolvers } from './interaction/interaction.resolvers.ts';
import { interactionTable } from './interaction/interaction.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { siteReaction } from './reactions/site.reaction.ts';
import { typeDefs } from './sdl.ts';

/** What happened: cases and the contacts on record. */
export const cases: Subgraph = {
  name: 'cases',
  typeDefs,
  resolvers: [caseResolvers, interactionResolvers],
  tables: [caseTable, interactionTable],
  migrations: [First1763830000000],
  reactions: [siteReaction],
};
