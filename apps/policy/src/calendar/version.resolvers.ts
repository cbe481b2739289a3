import type { Interval } from '@courtesy/kernel';
import type { OpeningInterval } from '@courtesy/graph-types/policy';
import type { Resolvers } from '../resolver-types.ts';
import { calendarsById } from './calendar.store.ts';
import { ends, versionsById } from './version.store.ts';

const intervalsOf = (intervals: readonly Interval[]): OpeningInterval[] =>
  intervals.map(([opens, closes]) => ({ opens, closes }));

/** How the SDL of calendar versions maps to functions. */
export const versionResolvers: Resolvers = {
  CalendarVersion: {
    __resolveReference: ({ id }, context) => context.load(versionsById, id, undefined),
    calendar: async ({ id, calendarId }, _, context) => {
      const calendar = await context.load(calendarsById, calendarId, undefined);
      if (!calendar) throw new Error(`The calendar of ${id} is not there`);
      return calendar;
    },
    effectiveUntil: ({ id }, _, context) => context.load(ends, id, undefined),
    week: ({ week }) => ({
      monday: intervalsOf(week.mon),
      tuesday: intervalsOf(week.tue),
      wednesday: intervalsOf(week.wed),
      thursday: intervalsOf(week.thu),
      friday: intervalsOf(week.fri),
      saturday: intervalsOf(week.sat),
      sunday: intervalsOf(week.sun),
    }),
    exceptions: ({ exceptions }) =>
      exceptions.map(({ date, intervals, name, origin }) => ({
        date,
        intervals: intervalsOf(intervals),
        name: name ?? null,
        origin: origin ?? 'PUBLISHED',
      })),
    author: ({ authorId }) => (authorId ? { id: authorId } : null),
  },
};
