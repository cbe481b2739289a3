import { BadInput } from '@courtesy/persistence';
import type { Resolvers } from '../resolver-types.ts';
import { articlesByCategory } from './article.store.ts';
import { MAX_SUGGESTIONS, stepsOf } from './suggestion.ts';

const DEFAULT_SUGGESTIONS = 5;

function wanted(first: number | null | undefined): number {
  const count = first ?? DEFAULT_SUGGESTIONS;
  if (count < 1 || count > MAX_SUGGESTIONS) throw new BadInput(`first must be between 1 and ${MAX_SUGGESTIONS}.`);
  return count;
}

/** How the SDL of what is suggested for a case maps to functions. */
export const suggestionResolvers: Resolvers = {
  Case: {
    suggestedArticles: async ({ category }, { first }, context) => {
      const count = wanted(first);
      if (!category) return null;
      const found = await context.load(articlesByCategory, JSON.stringify(stepsOf(category)), undefined);
      return (found ?? []).slice(0, count);
    },
  },
};
