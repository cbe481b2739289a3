import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { adoptLiveDayRules } from './live-day.commands.ts';
import { lookAheadOf } from './live-day.ts';
import { liveDayRulesOfSites } from './live-day.store.ts';

/** How the SDL of the rules of the live day maps to functions. */
export const liveDayResolvers: Resolvers = {
  Mutation: {
    adoptLiveDayRules: (_, { input }, context) => adoptLiveDayRules(context, input),
  },
  Site: {
    liveDayRules: async ({ id }, _, context) => {
      const rules = await context.load(liveDayRulesOfSites, id, undefined);
      return rules && { unreadBriefs: rules.unreadBriefs, lookAhead: lookAheadOf(rules) };
    },
  },
  LiveDayRulesAdopted: {
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    rules: ({ rules }) => ({ unreadBriefs: rules.unreadBriefs, lookAhead: lookAheadOf(rules) }),
  },
};
