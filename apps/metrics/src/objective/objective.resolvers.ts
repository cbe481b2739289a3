import { nestedPage } from '@courtesy/subgraph';
import { goalsById } from '../goal/goal.store.ts';
import { initiativesById } from '../initiative/initiative.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { targetsById } from '../target/target.store.ts';
import { adoptObjective, measureObjective, moveObjective } from './objective.commands.ts';
import { listObjectives, objectivesById, partsOfObjectives, progressOfObjectives } from './objective.store.ts';

/** How the SDL of objectives maps to functions. */
export const objectiveResolvers: Resolvers = {
  Query: {
    objective: (_, { id }, context) => context.load(objectivesById, id, undefined),
    objectives: (_, { on, ...page }, { db }) => listObjectives(db.manager, on ?? null, page),
  },
  Mutation: {
    adoptObjective: (_, { input }, context) => adoptObjective(context, input),
    measureObjective: (_, { input }, context) => measureObjective(context, input),
    moveObjective: (_, { input }, context) => moveObjective(context, input),
  },
  Objective: {
    __resolveReference: ({ id }, context) => context.load(objectivesById, id, undefined),
    parent: ({ parentId }, _, context) => (parentId ? context.load(objectivesById, parentId, undefined) : null),
    owner: ({ ownerId }) => ({ id: ownerId }),
    targets: ({ targetIds }, _, context) =>
      Promise.all(targetIds.map((id) => context.load(targetsById, id, undefined))),
    goals: ({ goalIds }, _, context) => Promise.all(goalIds.map((id) => context.load(goalsById, id, undefined))),
    initiatives: ({ initiativeIds }, _, context) =>
      Promise.all(initiativeIds.map((id) => context.load(initiativesById, id, undefined))),
    progress: async ({ id }, _, context) =>
      (await context.load(progressOfObjectives, id, undefined)) ?? { share: null, known: 0 },
    parts: ({ id }, page, context) => nestedPage(context, partsOfObjectives, id, page),
  },
  ObjectiveWouldCircle: {
    message: ({ objective, parent }) =>
      `${parent.name} is ${objective.name} itself, or serves it already: choose another one for it to serve.`,
  },
};
