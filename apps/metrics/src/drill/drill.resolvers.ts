import type { Resolvers } from '../resolver-types.ts';
import { drill } from './drill.store.ts';

/** How the SDL of the facts behind figures maps to functions. */
export const drillResolvers: Resolvers = {
  Query: { drill: (_, query, context) => drill(context, query) },
};
