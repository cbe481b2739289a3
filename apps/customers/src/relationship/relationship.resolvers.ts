import type { Context } from '@courtesy/subgraph';
import { customersById } from '../customer/customer.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Resolvers } from '../resolver-types.ts';
import { endRelationship, recordRelationship } from './relationship.commands.ts';
import { relationshipPages, relationshipsById } from './relationship.store.ts';

async function end(context: Context, id: string): Promise<Customer> {
  const customer = await context.load(customersById, id, undefined);
  if (!customer) throw new Error(`The customer ${id} of a relationship is not there`);
  return customer;
}

/** How the SDL of relationships maps to functions. */
export const relationshipResolvers: Resolvers = {
  Query: { relationship: (_, { id }, context) => context.load(relationshipsById, id, undefined) },
  Mutation: {
    recordRelationship: (_, { input }, context) => recordRelationship(context, input),
    endRelationship: (_, { input }, context) => endRelationship(context, input),
  },
  Customer: {
    relationships: ({ id, asOf: seenAt }, { asOf, includeEnded, ...page }, context) => {
      const at = includeEnded ? null : (asOf ?? seenAt ?? context.now()).toISOString();
      return context.load(relationshipPages, id, { ...page, at });
    },
  },
  Relationship: {
    __resolveReference: ({ id }, context) => context.load(relationshipsById, id, undefined),
    customer: ({ customerId }, _, context) => end(context, customerId),
    related: ({ relatedId }, _, context) => end(context, relatedId),
  },
  RelationshipOverlaps: {
    message: ({ relationship }) =>
      `They are that to each other already, since ${relationship.validFrom.toISOString()}${relationship.validTo ? ` until ${relationship.validTo.toISOString()}` : ''}.`,
  },
};
