import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { shiftsById } from '../shift/shift.store.ts';
import { acceptSwap, approveSwap, declineSwap, requestSwap } from './shift-swap.commands.ts';
import { swapsById, swapsOfPeople } from './shift-swap.store.ts';

/** How the SDL of swaps maps to functions. */
export const shiftSwapResolvers: Resolvers = {
  Query: {
    shiftSwap: (_, { id }, context) => context.load(swapsById, id, undefined),
  },
  Mutation: {
    requestSwap: (_, { input }, context) => requestSwap(context, input),
    acceptSwap: (_, { input }, context) => acceptSwap(context, input),
    declineSwap: (_, { input }, context) => declineSwap(context, input),
    approveSwap: (_, { input }, context) => approveSwap(context, input),
  },
  Person: {
    shiftSwaps: ({ id }, args, context) => present(context.load(swapsOfPeople, id, args), id),
  },
  ShiftSwap: {
    __resolveReference: ({ id }, context) => context.load(swapsById, id, undefined),
    shift: ({ shiftId }, _, context) => context.load(shiftsById, shiftId, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    partner: ({ partnerId }, _, context) => present(context.load(peopleById, partnerId, undefined), partnerId),
    partnerShift: ({ partnerShiftId }, _, context) =>
      partnerShiftId ? context.load(shiftsById, partnerShiftId, undefined) : null,
    decidedBy: ({ decidedById }, _, context) => (decidedById ? context.load(peopleById, decidedById, undefined) : null),
  },
  SwapApproved: {
    shifts: ({ shifts }) => [...shifts],
  },
  SwapIsElsewhere: {
    message: ({ swap }) => `This swap is ${swap.status.toLowerCase()}.`,
  },
  SwapIsOutdated: {
    message: () => 'A shift of this swap was called off, is worked by somebody else, or has begun.',
  },
};
