import { calendarsById } from '../calendar/calendar.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { contractsById } from '../contract/contract.store.ts';
import { targetsOf } from './clock-rules.ts';
import { matterOf } from './service-level.ts';
import { standardForMatter } from './service-level.store.ts';
import { publishServiceStandard, withdrawServiceStandard } from './standard.commands.ts';
import { listStandards, standardsById } from './standard.store.ts';

/** How the SDL of service standards maps to functions. */
export const standardResolvers: Resolvers = {
  Query: {
    standard: (_, { id }, context) => context.load(standardsById, id, undefined),
    standards: (_, args, { db, now }) => listStandards(db.manager, { ...args, now: now() }),
    standardFor: async (_, args, { db, now }) => (await standardForMatter(db.manager, matterOf(args, now()))).standard,
  },
  Mutation: {
    publishServiceStandard: (_, { input }, context) => publishServiceStandard(context, input),
    withdrawServiceStandard: (_, { input }, context) => withdrawServiceStandard(context, input),
  },
  ServiceStandard: {
    __resolveReference: ({ id }, context) => context.load(standardsById, id, undefined),
    calendar: async ({ id, calendarId }, _, context) => {
      const calendar = await context.load(calendarsById, calendarId, undefined);
      if (!calendar) throw new Error(`The calendar of ${id} is not there`);
      return calendar;
    },
    contract: ({ contractId }, _, context) => (contractId ? context.load(contractsById, contractId, undefined) : null),
    targets: (standard) =>
      targetsOf(standard).map((target) => ({ ...target, countsBy: { calendarId: standard.calendarId } })),
    usesSiteCalendar: ({ siteHours }) => siteHours === true,
    author: ({ authorId }) => (authorId ? { id: authorId } : null),
  },
  ServiceStandardEnded: {
    message: ({ standard }) =>
      `"${standard.name}" ends at ${standard.effectiveUntil?.toISOString() ?? 'no time'} already.`,
  },
};
