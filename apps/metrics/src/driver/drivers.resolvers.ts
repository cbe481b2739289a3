import type { Resolvers } from '../resolver-types.ts';
import { readDrivers } from './drivers.store.ts';

/** How the SDL of drivers maps to functions. */
export const driversResolvers: Resolvers = {
  Query: { drivers: (_, query, context) => readDrivers(context, query) },
};
