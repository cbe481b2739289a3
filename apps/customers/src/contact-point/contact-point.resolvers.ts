import { customerOf, nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { addContactPoint, removeContactPoint } from './contact-point.commands.ts';
import { customersById } from '../customer/customer.store.ts';
import { stateOf } from './contact-point.ts';
import { reachableAt } from './spelling.ts';
import { preferContactPoint, verifyContactPoint } from './verifying.commands.ts';
import { contactPointPages, contactPointsById, primaryPoints } from './contact-point.store.ts';

/** How the SDL of contact points maps to functions. */
export const contactPointResolvers: Resolvers = {
  Mutation: {
    addContactPoint: (_, { input }, context) => addContactPoint(context, input),
    removeContactPoint: (_, { input }, context) => removeContactPoint(context, input),
    verifyContactPoint: (_, { input }, context) => verifyContactPoint(context, input),
    preferContactPoint: (_, { input }, context) => preferContactPoint(context, input),
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
    reachableAt: ({ kind, value, normalised }) => reachableAt(kind, value, normalised),
    state: stateOf,
    primary: async ({ id, customerId }, _, context) =>
      (await context.load(primaryPoints, customerId, undefined))?.has(id) ?? false,
  },
  ContactPointTaken: {
    message: () => 'Another customer proved that this is theirs; it can be verified for one only.',
    owner: ({ ownerId }, _, context) => context.load(customersById, ownerId, undefined),
  },
  ContactPointRetired: {
    message: ({ contactPoint }) => `It is no longer in use since ${contactPoint.validTo?.toISOString() ?? 'then'}.`,
  },
  ContactPointAlreadyKnown: {
    message: ({ contactPoint }) => `The customer has this contact point already: ${contactPoint.value}.`,
  },
};
