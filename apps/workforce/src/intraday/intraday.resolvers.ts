import type { Resolvers } from '../resolver-types.ts';
import { intradayOfSites, presentInRequirements } from './crew.store.ts';

/** How the SDL of the day as it runs maps to functions. */
export const intradayResolvers: Resolvers = {
  StaffingRequirement: {
    present: ({ id }, _, context) => context.load(presentInRequirements, id, undefined),
  },
  Site: {
    intraday: async ({ id }, { date, teamId, skillId }, context) => {
      const args = { date, teamId: teamId ?? null, skillId: skillId ?? null };
      const intervals = await context.load(intradayOfSites, id, args);
      return [...(intervals ?? [])];
    },
  },
};
