import { calendarsById } from '../calendar/calendar.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { publishServiceStandard, withdrawServiceStandard } from './standard.commands.ts';
import { findStandardFor, listStandards, standardsById } from './standard.store.ts';

/** How the SDL of service standards maps to functions. */
export const standardResolvers: Resolvers = {
  Query: {
    standard: (_, { id }, context) => context.load(standardsById, id, undefined),
    standards: (_, args, { db, now }) => listStandards(db.manager, { ...args, now: now() }),
    standardFor: (_, { caseType, priority, at }, { db, now }) =>
      findStandardFor(db.manager, { caseType, priority: priority ?? null, at: at ?? now() }),
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
    author: ({ authorId }) => (authorId ? { id: authorId } : null),
  },
  ServiceStandardEnded: {
    message: ({ standard }) =>
      `"${standard.name}" ends at ${standard.effectiveUntil?.toISOString() ?? 'no time'} already.`,
  },
};
