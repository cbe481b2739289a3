import { firstIdentities } from '../external-identity/external-identity.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { defaultCountry } from '../settings.ts';
import { registerCustomers } from './bulk.commands.ts';
import { changeCustomer, registerCustomer } from './customer.commands.ts';
import { recordedName, shownName } from './customer.ts';
import { customersById, listCustomers } from './customer.store.ts';

/** How the SDL of customers maps to functions. */
export const customerResolvers: Resolvers = {
  Query: {
    customer: async (_, { id, asOf }, context) => {
      const customer = await context.load(customersById, id, undefined);
      return customer && asOf ? { ...customer, asOf } : customer;
    },
    customers: (_, args, context) =>
      listCustomers(context.db.manager, context.actor, {
        ...args,
        ...{ now: context.now(), country: defaultCountry(context) },
      }),
  },
  Mutation: {
    registerCustomer: (_, { input }, context) => registerCustomer(context, input),
    registerCustomers: (_, { input }, context) => registerCustomers(context, input),
    changeCustomer: (_, { input }, context) => changeCustomer(context, input),
  },
  Customer: {
    __resolveReference: ({ id }, context) => context.load(customersById, id, undefined),
    displayName: async (customer, _, context) =>
      recordedName(customer) ?? shownName(customer, await context.load(firstIdentities, customer.id, undefined)),
    anonymous: (customer) => recordedName(customer) === null,
  },
  CustomersRegistered: {
    registered: ({ customers }) => customers.filter((item) => item.disposition === 'REGISTERED').length,
    changed: ({ customers }) => customers.filter((item) => item.disposition === 'CHANGED').length,
    unchanged: ({ customers }) => customers.filter((item) => item.disposition === 'UNCHANGED').length,
  },
};
