import type { Subgraph } from '@courtesy/subgraph';
import { calendarResolvers } from './calendar/calendar.resolvers.ts';
import { calendarTable } from './calendar/calendar.table.ts';
import { versionResolvers } from './calendar/version.resolvers.ts';
import { versionTable } from './calendar/version.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { typeDefs } from './sdl.ts';
import { siteCalendarResolvers } from './site-calendar/site-calendar.resolvers.ts';
import { siteCalendarTable } from './site-calendar/site-calendar.table.ts';
import { standardResolvers } from './standard/standard.resolvers.ts';
import { standardTable } from './standard/standard.table.ts';

/** The rules: calendars by version, and how soon cases are to be answered. */
export const policy: Subgraph = {
  name: 'policy',
  typeDefs,
  resolvers: [calendarResolvers, versionResolvers, siteCalendarResolvers, standardResolvers],
  tables: [calendarTable, versionTable, siteCalendarTable, standardTable],
  migrations: [First1763830000000],
};
