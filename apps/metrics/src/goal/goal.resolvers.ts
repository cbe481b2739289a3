import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { targetsById } from '../target/target.store.ts';
import { adoptGoal, divideGoal } from './goal.commands.ts';
import { goalsById, listGoals, partsOfGoals, progressOfGoals } from './goal.store.ts';

/** How the SDL of goals maps to functions. */
export const goalResolvers: Resolvers = {
  Query: {
    goal: (_, { id }, context) => context.load(goalsById, id, undefined),
    goals: (_, page, { db }) => listGoals(db.manager, page),
  },
  Mutation: {
    adoptGoal: (_, { input }, context) => adoptGoal(context, input),
    divideGoal: (_, { input }, context) => divideGoal(context, input),
  },
  Goal: {
    __resolveReference: ({ id }, context) => context.load(goalsById, id, undefined),
    parent: ({ parentId }, _, context) => (parentId ? context.load(goalsById, parentId, undefined) : null),
    target: ({ targetId }, _, context) => (targetId ? context.load(targetsById, targetId, undefined) : null),
    owner: ({ ownerId }) => (ownerId ? { id: ownerId } : null),
    progress: async ({ id }, _, context) =>
      (await context.load(progressOfGoals, id, undefined)) ?? { share: null, known: 0 },
    parts: ({ id }, page, context) => nestedPage(context, partsOfGoals, id, page),
  },
  GoalIsMeasured: {
    message: ({ goal }) =>
      `${goal.name} has parts or a target already: divide one of its parts, or adopt another goal.`,
  },
};
