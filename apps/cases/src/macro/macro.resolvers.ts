import type { Resolvers } from '../resolver-types.ts';
import { addMacro, applyMacro, retireMacro, reviseMacro } from './macro.commands.ts';
import { listMacros, macrosById } from './macro.store.ts';

/** How the SDL of macros maps to functions. */
export const macroResolvers: Resolvers = {
  Query: {
    macros: (_, page, { db, actor }) => listMacros(db.manager, actor, page),
  },
  Mutation: {
    addMacro: (_, { input }, context) => addMacro(context, input),
    reviseMacro: (_, { input }, context) => reviseMacro(context, input),
    retireMacro: (_, { input }, context) => retireMacro(context, input),
    applyMacro: (_, { input }, context) => applyMacro(context, input),
  },
  Macro: {
    __resolveReference: ({ id }, context) => context.load(macrosById, id, undefined),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
  },
  MacroIsRetired: {
    message: ({ macro }) => `The macro "${macro.name}" was retired; it can be neither changed nor applied.`,
  },
  PlannedStep: {
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
    assignee: ({ assigneeId }) => (assigneeId ? { id: assigneeId } : null),
  },
};
