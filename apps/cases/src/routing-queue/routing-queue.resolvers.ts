import type { Context } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { publishRoutingQueue, retireRoutingQueue } from './routing-queue.commands.ts';
import { listRoutingQueues, routingQueuesById, skillIdsByKey } from './routing-queue.store.ts';

/** A skill by what rules name it; null for one that is not on record here. */
export async function skillNamed(context: Context, key: string): Promise<{ readonly id: string } | null> {
  const id = await context.load(skillIdsByKey, key, undefined);
  return id ? { id } : null;
}

/** How the SDL of routing queues maps to functions. */
export const routingQueueResolvers: Resolvers = {
  Query: {
    routingQueues: (_, page, { db }) => listRoutingQueues(db.manager, page),
  },
  Mutation: {
    publishRoutingQueue: (_, { input }, context) => publishRoutingQueue(context, input),
    retireRoutingQueue: (_, { input }, context) => retireRoutingQueue(context, input),
  },
  RoutingQueue: {
    __resolveReference: ({ id }, context) => context.load(routingQueuesById, id, undefined),
    team: ({ teamId }) => ({ id: teamId }),
    overflowTeam: ({ overflowTeamId }) => (overflowTeamId ? { id: overflowTeamId } : null),
  },
  QueueSkill: {
    key: ({ skill }) => skill,
    skill: ({ skill }, _, context) => skillNamed(context, skill),
  },
  RoutingQueueIsOver: {
    message: ({ queue }) =>
      queue.isRetired
        ? `${queue.name} is retired already.`
        : `Version ${queue.number} of ${queue.name} is in force now.`,
  },
};
