import { durationOf } from '@courtesy/kernel';
import type { Resolvers } from '../resolver-types.ts';
import { shiftsById } from '../shift/shift.store.ts';
import { endShift, recordPresence, startShift } from './presence.commands.ts';
import { adherenceOfShifts, presenceOfPeople } from './presence.store.ts';

/** How the SDL of presence and adherence maps to functions. */
export const presenceResolvers: Resolvers = {
  Mutation: {
    recordPresence: (_, { input }, context) => recordPresence(context, input),
    startShift: (_, { input }, context) => startShift(context, input),
    endShift: (_, { input }, context) => endShift(context, input),
  },
  PersonPresence: {
    shift: ({ shiftId }, _, context) => (shiftId ? context.load(shiftsById, shiftId, undefined) : null),
  },
  ShiftAdherence: {
    lateBy: ({ lateMs }) => durationOf(lateMs),
    segments: ({ segments }) => [...segments],
  },
  Person: {
    presence: ({ id }, _, context) => context.load(presenceOfPeople, id, undefined),
  },
  Shift: {
    adherence: ({ id }, _, context) => context.load(adherenceOfShifts, id, undefined),
  },
  ShiftIsStarted: {
    message: () => 'This shift was begun already.',
  },
  ShiftIsNotNow: {
    message: ({ shift }) =>
      `It is from ${shift.startsAt.toISOString()} to ${shift.endsAt.toISOString()}, and can be begun from an hour before.`,
  },
  ShiftIsNotRunning: {
    message: () => 'This shift was not begun, or has been ended.',
  },
};
