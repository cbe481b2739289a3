import { InvalidMoney, moneyOf, type Money, type Problem } from '@courtesy/kernel';

/** An amount as a caller gives it. */
export interface AmountGiven {
  readonly amount: string;
  readonly currency: string;
}

/** Reads an amount that must be more than nothing; a problem at `path` when it cannot be one. */
export function amountOf(path: string, given: AmountGiven): Money | Problem {
  try {
    const read = moneyOf(given.amount, given.currency);
    return read.minor > 0n ? read : { path, message: 'must be more than nothing' };
  } catch (error) {
    if (error instanceof InvalidMoney) return { path, message: `cannot be taken: ${error.message}` };
    throw error;
  }
}

/** Whether {@link amountOf} found a problem instead of an amount. */
export const isProblem = (read: Money | Problem | null): read is Problem => read !== null && 'path' in read;
