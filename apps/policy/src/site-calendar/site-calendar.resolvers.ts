import { calendarsById } from '../calendar/calendar.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { assignSiteCalendar } from './site-calendar.commands.ts';
import { calendarIdsOfSites } from './site-calendar.store.ts';

/** How the SDL of the calendars of sites maps to functions. */
export const siteCalendarResolvers: Resolvers = {
  Mutation: {
    assignSiteCalendar: (_, { input }, context) => assignSiteCalendar(context, input),
  },
  Site: {
    calendar: async ({ id }, _, context) => {
      const calendarId = await context.load(calendarIdsOfSites, id, undefined);
      return calendarId ? context.load(calendarsById, calendarId, undefined) : null;
    },
  },
  SiteCalendarAssigned: {
    site: ({ siteId }) => ({ id: siteId }),
  },
};
