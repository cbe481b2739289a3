import { decimalOf } from '@courtesy/kernel';
import type { Resolvers } from '../resolver-types.ts';

/** How money is written: exactly, with the decimals of its currency. */
export const moneyResolvers: Resolvers = {
  Money: { amount: (money) => decimalOf(money) },
};
