import { nestedPage } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { takeStep } from './customer-status.commands.ts';
import { standingAt } from './customer-status.ts';
import { statusChanges, statusPages } from './customer-status.store.ts';

/** How the SDL of the ways customers stand maps to functions. */
export const customerStatusResolvers: Resolvers = {
  Mutation: {
    closeCustomer: (_, { input }, context) => takeStep(context, 'CustomerClosed', input),
    reopenCustomer: (_, { input }, context) => takeStep(context, 'CustomerReopened', input),
    activateCustomer: (_, { input }, context) => takeStep(context, 'CustomerActivated', input),
    markCustomerDormant: (_, { input }, context) => takeStep(context, 'CustomerMarkedDormant', input),
  },
  Customer: {
    status: async ({ id, status, asOf }, _, context) =>
      asOf ? standingAt((await context.load(statusChanges, id, undefined)) ?? [], asOf, status) : status,
    statusHistory: ({ id }, page, context) => nestedPage(context, statusPages, id, page),
  },
  CustomerCannotStandSo: {
    message: ({ status, wanted }) =>
      `A ${status.toLowerCase()} customer cannot become ${wanted.toLowerCase()} that way.`,
  },
};
