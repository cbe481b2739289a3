import { addMoney } from '@courtesy/kernel';
import type { Resolvers } from '../resolver-types.ts';
import { costsOfCases, costsOfCustomers } from './cost-to-serve.store.ts';

/** How the SDL of what service costs maps to functions. */
export const costToServeResolvers: Resolvers = {
  Case: { cost: ({ id }, asked, context) => context.load(costsOfCases, id, asked) },
  Customer: { costToServe: ({ id }, asked, context) => context.load(costsOfCustomers, id, asked) },
  CostToServe: { total: ({ time, compensation }) => addMoney(time, compensation) },
};
