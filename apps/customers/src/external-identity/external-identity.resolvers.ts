import { customerOf, nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { linkExternalIdentity } from './external-identity.commands.ts';
import { externalIdentitiesById, externalIdentityPages, findCustomerByIdentity } from './external-identity.store.ts';

/** How the SDL of external identities maps to functions. */
export const externalIdentityResolvers: Resolvers = {
  Query: {
    customerByExternalIdentity: (_, identity, { db, actor }) => findCustomerByIdentity(db.manager, actor, identity),
  },
  Mutation: {
    linkExternalIdentity: (_, { input }, context) => linkExternalIdentity(context, input),
  },
  Customer: {
    externalIdentities: ({ id }, args, context) => nestedPage(context, externalIdentityPages, id, args),
  },
  ExternalIdentity: {
    __resolveReference: ({ id }, context) => context.load(externalIdentitiesById, id, undefined),
    customer: (identity, _, context) => customerOf(context, identity),
  },
  ExternalIdentityTaken: {
    message: ({ customer, externalIdentity: { source, externalId } }) =>
      `${source} knows ${customer.id} by the id ${externalId}; one such id is one customer's.`,
  },
};
