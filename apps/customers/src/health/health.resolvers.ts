import type { Resolvers } from '../resolver-types.ts';
import { customersAtRisk, customersToWinBack, publishHealthModel } from './health.commands.ts';
import { healthModelsById, healthOfCustomers, modelInForce } from './health.store.ts';
import { healthInputs, reasonsOf } from './health.ts';

/** How the SDL of health maps to functions. */
export const healthResolvers: Resolvers = {
  Query: {
    healthModel: (_, __, { db }) => modelInForce(db.manager),
    customersAtRisk: (_, page, context) => customersAtRisk(context, page),
    customersToWinBack: (_, page, context) => customersToWinBack(context, page),
  },
  Mutation: { publishHealthModel: (_, { input }, context) => publishHealthModel(context, input) },
  Customer: { health: ({ id }, _, context) => context.load(healthOfCustomers, id, undefined) },
  CustomerHealth: { reasons: (health) => reasonsOf(health) },
  HealthModel: {
    __resolveReference: ({ id }, context) => context.load(healthModelsById, id, undefined),
    weights: ({ weights }) => healthInputs.map((kind) => ({ kind, weight: weights[kind] })),
  },
};
