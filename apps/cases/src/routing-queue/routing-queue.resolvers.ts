import type { Resolvers } from '../resolver-types.ts';
import { publishRoutingQueue, retireRoutingQueue } from './routing-queue.commands.ts';
import { listRoutingQueues, routingQueuesById } from './routing-queue.store.ts';

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
  RoutingQueueIsOver: {
    message: ({ queue }) =>
      queue.isRetired
        ? `${queue.name} is retired already.`
        : `Version ${queue.number} of ${queue.name} is in force now.`,
  },
};
