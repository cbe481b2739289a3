import { dueAt, elapsed, isOpen, nextOpening, NoOpenTime, type CompiledCalendar } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { publishCalendar, publishCalendarVersion, renameCalendar } from './calendar.commands.ts';
import type { Calendar } from './calendar.ts';
import { calendarsById, listCalendars } from './calendar.store.ts';
import { compiledVersion } from './compiled-versions.ts';
import { versionPages, versionsInForce, versionsOnDay } from './version.store.ts';

async function openAt({ id }: Calendar, at: Date, context: Context): Promise<CompiledCalendar | null> {
  const version = await context.load(versionsInForce, id, { at });
  return version && compiledVersion(version);
}

/** Counts by the version in force at `at`; what cannot be counted reaches the caller as BAD_USER_INPUT with the reason. */
async function count<T>(
  calendar: Calendar,
  at: Date,
  context: Context,
  reckon: (open: CompiledCalendar) => T,
): Promise<T> {
  const open = await openAt(calendar, at, context);
  if (!open) throw new BadInput(`No version of the calendar "${calendar.name}" is in force at ${at.toISOString()}.`);
  try {
    return reckon(open);
  } catch (error) {
    if (error instanceof NoOpenTime || error instanceof RangeError) throw new BadInput(error.message);
    throw error;
  }
}

/** How the SDL of calendars maps to functions. */
export const calendarResolvers: Resolvers = {
  Query: {
    calendar: (_, { id }, context) => context.load(calendarsById, id, undefined),
    calendars: (_, args, { db, now }) => listCalendars(db.manager, { ...args, now: now() }),
  },
  Mutation: {
    publishCalendar: (_, { input }, context) => publishCalendar(context, input),
    publishCalendarVersion: (_, { input }, context) => publishCalendarVersion(context, input),
    renameCalendar: (_, { input }, context) => renameCalendar(context, input),
  },
  Calendar: {
    __resolveReference: ({ id }, context) => context.load(calendarsById, id, undefined),
    versions: ({ id }, page, context) => nestedPage(context, versionPages, id, page),
    versionAt: ({ id }, { date }, context) => context.load(versionsOnDay, id, { date }),
    current: ({ id }, _, context) => context.load(versionsInForce, id, { at: context.now() }),
    dueAt: (calendar, { start, duration }, context) =>
      count(calendar, start, context, (open) => dueAt(open, start, duration)),
    elapsed: (calendar, { from, to }, context) => count(calendar, from, context, (open) => elapsed(open, from, to)),
    isOpen: async (calendar, { at }, context) => {
      const open = await openAt(calendar, at, context);
      return open !== null && isOpen(open, at);
    },
    nextOpening: (calendar, { at }, context) => count(calendar, at, context, (open) => nextOpening(open, at)),
  },
  CalendarNameTaken: {
    message: ({ calendar }) => `Another calendar is called "${calendar.name}". Choose another name.`,
  },
};
