import type { Resolvers } from '../resolver-types.ts';
import { readEffect } from './training-effect.store.ts';

/** How the SDL of the effect of training maps to functions. */
export const trainingEffectResolvers: Resolvers = {
  Course: { effect: ({ id }, query, context) => readEffect(context, id, query) },
};
