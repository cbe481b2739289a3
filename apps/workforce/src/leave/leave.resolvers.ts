import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { approveLeave, cancelLeave, declineLeave, requestLeave } from './leave.commands.ts';
import { leaveById, leaveOfPeople } from './leave.store.ts';

/** How the SDL of leave maps to functions. */
export const leaveResolvers: Resolvers = {
  Mutation: {
    requestLeave: (_, { input }, context) => requestLeave(context, input),
    approveLeave: (_, { input }, context) => approveLeave(context, input),
    declineLeave: (_, { input }, context) => declineLeave(context, input),
    cancelLeave: (_, { input }, context) => cancelLeave(context, input),
  },
  Leave: {
    __resolveReference: ({ id }, context) => context.load(leaveById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    decidedBy: ({ decidedById }, _, context) => (decidedById ? context.load(peopleById, decidedById, undefined) : null),
  },
  Person: {
    leave: ({ id }, args, context) => present(context.load(leaveOfPeople, id, args), id),
  },
  LeaveIsSettled: {
    message: ({ leave }) => `This leave is ${leave.status.toLowerCase()} already.`,
  },
  LeaveIsOwn: {
    message: () => 'Somebody else must decide on this leave.',
  },
};
