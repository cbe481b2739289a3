import type { Subgraph } from '@courtesy/subgraph';
import { First1763830000001 } from './migrations/1763830000001-first.ts';
import { mayAskForEmail } from './person/email.ts';
import { personResolvers } from './person/person.resolvers.ts';
import { personTable, reportingLineTable } from './person/person.table.ts';
import { regionResolvers } from './region/region.resolvers.ts';
import { regionTable } from './region/region.table.ts';
import { typeDefs } from './sdl.ts';
import { siteResolvers } from './site/site.resolvers.ts';
import { siteTable } from './site/site.table.ts';
import { teamResolvers } from './team/team.resolvers.ts';
import { teamTable } from './team/team.table.ts';

/** The people: where they work, in which team, and to whom they report. */
export const workforce: Subgraph = {
  name: 'workforce',
  typeDefs,
  resolvers: [regionResolvers, siteResolvers, teamResolvers, personResolvers],
  tables: [regionTable, siteTable, teamTable, personTable, reportingLineTable],
  migrations: [First1763830000001],
  policies: { 'workforce:sensitive or oneself': mayAskForEmail },
};
