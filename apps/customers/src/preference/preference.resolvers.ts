import { nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { recordPreferences } from './preference.commands.ts';
import { preferencesHeld, preferencesPages } from './preference.store.ts';

/** How the SDL of preferences maps to functions. */
export const preferenceResolvers: Resolvers = {
  Mutation: { recordPreferences: (_, { input }, context) => recordPreferences(context, input) },
  Customer: {
    preferences: ({ id, asOf: seenAt }, { asOf }, context) =>
      context.load(preferencesHeld, id, { at: (asOf ?? seenAt ?? context.now()).toISOString() }),
    preferencesHistory: ({ id }, page, context) => nestedPage(context, preferencesPages, id, page),
  },
};
