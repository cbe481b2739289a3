import type { Resolvers } from '../resolver-types.ts';
import { whatIf } from './joining.commands.ts';

/** How the SDL of what-ifs maps to functions. */
export const whatIfResolvers: Resolvers = {
  Query: { whatIf: (_, { input }, context) => whatIf(context, input) },
};
