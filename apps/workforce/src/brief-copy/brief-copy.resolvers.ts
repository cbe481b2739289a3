import type { Resolvers } from '../resolver-types.ts';
import type { BriefCopy } from './brief-copy.ts';
import { unreadBriefsOfShifts } from './brief-copy.store.ts';

const told = ({ id, title, liveUntil }: BriefCopy) => ({ title, liveUntil, briefVersion: { id } });

/** How the SDL of briefs before a shift maps to functions. */
export const briefCopyResolvers: Resolvers = {
  Shift: {
    unreadBriefs: async ({ id }, _, context) =>
      ((await context.load(unreadBriefsOfShifts, id, undefined)) ?? []).map(told),
  },
  ShiftStarted: {
    unreadBriefs: ({ unreadBriefs }) => unreadBriefs.map(told),
  },
  BriefsAreUnread: {
    message: ({ unreadBriefs }) => `Read this first: ${unreadBriefs.map(({ title }) => title).join('; ')}.`,
    unreadBriefs: ({ unreadBriefs }) => unreadBriefs.map(told),
  },
};
