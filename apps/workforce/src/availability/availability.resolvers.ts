import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { recordAvailability, withdrawAvailability } from './availability.commands.ts';
import { availabilityById, availabilityOfPeople } from './availability.store.ts';

/** How the SDL of availability maps to functions. */
export const availabilityResolvers: Resolvers = {
  Mutation: {
    recordAvailability: (_, { input }, context) => recordAvailability(context, input),
    withdrawAvailability: (_, { input }, context) => withdrawAvailability(context, input),
  },
  Person: {
    availability: ({ id }, args, context) => present(context.load(availabilityOfPeople, id, args), id),
  },
  Availability: {
    __resolveReference: ({ id }, context) => context.load(availabilityById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    days: ({ days }) => [...days],
  },
  AvailabilityIsWithdrawn: {
    message: ({ availability }) => `This was withdrawn at ${availability.withdrawnAt?.toISOString() ?? ''}.`,
  },
};
