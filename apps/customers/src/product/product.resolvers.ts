import type { Resolvers } from '../resolver-types.ts';
import { recordProducts } from './product.commands.ts';
import { listProducts, productsById } from './product.store.ts';

/** How the SDL of products maps to functions. */
export const productResolvers: Resolvers = {
  Query: {
    product: (_, { id }, context) => context.load(productsById, id, undefined),
    products: (_, args, { db, now }) => listProducts(db.manager, { ...args, now: now() }),
  },
  Mutation: {
    recordProducts: (_, { input }, context) => recordProducts(context, input),
  },
  Product: {
    __resolveReference: ({ id }, context) => context.load(productsById, id, undefined),
  },
};
