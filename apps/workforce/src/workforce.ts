import type { Subgraph } from '@courtesy/subgraph';
import { leaveResolvers } from './leave/leave.resolvers.ts';
import { leaveTable } from './leave/leave.table.ts';
import { First1763830000001 } from './migrations/1763830000001-first.ts';
import { Shifts1763873000000 } from './migrations/1763873000000-shifts.ts';
import { mayAskForEmail } from './person/email.ts';
import { personResolvers } from './person/person.resolvers.ts';
import { personTable, reportingLineTable } from './person/person.table.ts';
import { regionResolvers } from './region/region.resolvers.ts';
import { regionTable } from './region/region.table.ts';
import { erasureResolvers } from './erasure/erasure.resolvers.ts';
import { Erasure1763898000000 } from './migrations/1763898000000-erasure.ts';
import { typeDefs } from './sdl.ts';
import { shiftResolvers } from './shift/shift.resolvers.ts';
import { shiftTable } from './shift/shift.table.ts';
import { siteResolvers } from './site/site.resolvers.ts';
import { siteTable } from './site/site.table.ts';
import { teamResolvers } from './team/team.resolvers.ts';
import { teamTable } from './team/team.table.ts';

/** The people: where they work, in which team, to whom they report, and when they are there. */
export const workforce: Subgraph = {
  name: 'workforce',
  typeDefs,
  resolvers: [
    erasureResolvers,
    regionResolvers,
    siteResolvers,
    teamResolvers,
    personResolvers,
    shiftResolvers,
    leaveResolvers,
  ],
  tables: [regionTable, siteTable, teamTable, personTable, reportingLineTable, shiftTable, leaveTable],
  migrations: [First1763830000001, Shifts1763873000000, Erasure1763898000000],
  policies: { 'workforce:sensitive or oneself': mayAskForEmail },
};
