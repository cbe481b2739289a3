import { InvalidMoney, moneyOf, type Money } from './money.ts';
import type { Problem } from './outcome.ts';

/** An amount as a caller gives it: a decimal in the currency's main unit. */
export interface AmountGiven {
  readonly amount: string;
  readonly currency: string;
}

/** Reads an amount of nothing or more; a problem at `path` when it cannot be one. */
export function amountOrNothingOf(path: string, given: AmountGiven): Money | Problem {
  try {
    const read = moneyOf(given.amount, given.currency);
    return read.minor >= 0n ? read : { path, message: 'must not be less than nothing' };
  } catch (error) {
    if (error instanceof InvalidMoney) return { path, message: `cannot be taken: ${error.message}` };
    throw error;
  }
}

/** Reads an amount that must be more than nothing; a problem at `path` when it cannot be one. */
export function amountOf(path: string, given: AmountGiven): Money | Problem {
  const read = amountOrNothingOf(path, given);
  if (isProblem(read) || read.minor > 0n) return read;
  return { path, message: 'must be more than nothing' };
}

/** Whether {@link amountOf} found a problem instead of an amount. */
export const isProblem = (read: Money | Problem | null): read is Problem => read !== null && 'path' in read;
