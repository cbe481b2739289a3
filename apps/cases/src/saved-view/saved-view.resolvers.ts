import { listCases } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { removeSavedView, reviseSavedView, saveCaseView } from './saved-view.commands.ts';
import { readFilter } from './saved-view.ts';
import { listViews, savedViewsById } from './saved-view.store.ts';

/** How the SDL of saved views maps to functions. */
export const savedViewResolvers: Resolvers = {
  Query: {
    savedViews: (_, page, { db, actor }) => listViews(db.manager, actor, page),
  },
  Mutation: {
    saveCaseView: (_, { input }, context) => saveCaseView(context, input),
    reviseSavedView: (_, { input }, context) => reviseSavedView(context, input),
    removeSavedView: (_, { input }, context) => removeSavedView(context, input),
  },
  SavedView: {
    __resolveReference: ({ id }, context) => context.load(savedViewsById, id, undefined),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
    isOwn: ({ savedBy }, _, { actor }) => savedBy === actor.subject,
    cases: ({ filter, order }, page, { db, actor, now }) =>
      listCases(db.manager, actor, { ...page, where: readFilter(filter), orderBy: order, now: now() }),
  },
};
