import { customerOf, nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { addContactPoint, removeContactPoint } from './contact-point.commands.ts';
import { contactPointPages, contactPointsById } from './contact-point.store.ts';

/** How the SDL of contact points maps to functions. */
export const contactPointResolvers: Resolvers = {
  Mutation: {
    addContactPoint: (_, { input }, context) => addContactPoint(context, input),
    removeContactPoint: (_, { input }, context) => removeContactPoint(context, input),
  },
  Customer: {
    contactPoints: ({ id }, args, context) => nestedPage(context, contactPointPages, id, args),
  },
  ContactPoint: {
    __resolveReference: ({ id }, context) => context.load(contactPointsById, id, undefined),
    customer: (point, _, context) => customerOf(context, point),
    address: ({ lines, locality, territory, postcode, country }) =>
      lines && { lines, locality, territory, postcode, country },
    current: ({ validTo }) => validTo === null,
  },
  ContactPointAlreadyKnown: {
    message: ({ contactPoint }) => `The customer has this contact point already: ${contactPoint.value}.`,
  },
};
