import { exponentOf } from './currency.ts';

/** An exact amount: `minor` counts the currency's smallest unit (cents, yen, fils), `currency` is its ISO 4217 code. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/** Why an amount was refused. */
export type MoneyFault =
  'UNKNOWN_CURRENCY' | 'MIXED_CURRENCIES' | 'NOT_A_DECIMAL' | 'TOO_PRECISE' | 'TOO_LARGE' | 'BAD_WEIGHTS';

/** An amount that cannot exist, or two that cannot be reckoned together. `code` is stable; the message is for people. */
export class InvalidMoney extends Error {
  override readonly name = 'InvalidMoney';
  readonly code: MoneyFault;

  constructor(code: MoneyFault, message: string) {
    super(message);
    this.code = code;
  }
}

/** The largest amount, either side of zero, in minor units: what a PostgreSQL `bigint` holds. */
const LARGEST = 2n ** 63n - 1n;

function exponentOrThrow(currency: string): number {
  const exponent = exponentOf(currency);
  if (exponent !== null) return exponent;
  throw new InvalidMoney('UNKNOWN_CURRENCY', `"${currency}" is not a currency code of ISO 4217, such as EUR or JPY.`);
}

/** Takes minor units for money. @throws InvalidMoney for an unknown currency or an amount that storage cannot hold. */
export function money(minor: bigint, currency: string): Money {
  exponentOrThrow(currency);
  if (minor > LARGEST || minor < -LARGEST) {
    throw new InvalidMoney('TOO_LARGE', `${minor} minor units of ${currency} are more than can be stored.`);
  }
  return { minor, currency };
}

/** Reads a decimal such as `-12.30`. @throws InvalidMoney when it is no decimal or finer than the currency's minor unit. */
export function moneyOf(decimal: string, currency: string): Money {
  const exponent = exponentOrThrow(currency);
  const match = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/.exec(decimal);
  if (!match) throw new InvalidMoney('NOT_A_DECIMAL', `"${decimal}" is not a decimal such as 12.30.`);
  const [, sign, whole = '', fraction = ''] = match;
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (/[1-9]/.test(fraction.slice(exponent))) {
    throw new InvalidMoney('TOO_PRECISE', `"${decimal}" has more than the ${exponent} decimals of ${currency}.`);
  }
  const minor = BigInt(whole + kept);
  return money(sign ? -minor : minor, currency);
}

/** Writes the amount with exactly the decimals of its currency: `12.30` (EUR), `1230` (JPY), `-0.005` (KWD). */
export function decimalOf({ minor, currency }: Money): string {
  const exponent = exponentOrThrow(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return `${minor < 0n ? '-' : ''}${whole}${exponent ? `.${digits.slice(-exponent)}` : ''}`;
}

function requireSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) {
    throw new InvalidMoney('MIXED_CURRENCIES', `${left.currency} and ${right.currency} cannot be reckoned together.`);
  }
}

/** The sum. @throws InvalidMoney when the currencies differ. */
export function addMoney(left: Money, right: Money): Money {
  requireSameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
}

/** `left` less `right`. @throws InvalidMoney when the currencies differ. */
export function subtractMoney(left: Money, right: Money): Money {
  requireSameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
}

/** -1, 0 or 1 as `left` is less than, equal to or more than `right`. @throws InvalidMoney when the currencies differ. */
export function compareMoney(left: Money, right: Money): -1 | 0 | 1 {
  requireSameCurrency(left, right);
  return left.minor < right.minor ? -1 : left.minor > right.minor ? 1 : 0;
}

/**
 * Splits an amount in proportion to whole weights so that the parts add up to it exactly (largest remainder;
 * of equal remainders the earlier part gets the minor unit). A weight of zero gets nothing.
 * @throws InvalidMoney when a weight is negative or not whole, or when all are zero.
 */
export function allocateMoney(whole: Money, weights: readonly (bigint | number)[]): Money[] {
  if (weights.some((weight) => weight < 0 || (typeof weight === 'number' && !Number.isSafeInteger(weight)))) {
    throw new InvalidMoney('BAD_WEIGHTS', 'Weights are whole numbers, zero or more.');
  }
  const shares = weights.map(BigInt);
  const total = shares.reduce((sum, share) => sum + share, 0n);
  if (total === 0n) throw new InvalidMoney('BAD_WEIGHTS', 'At least one weight must be more than zero.');

  const size = whole.minor < 0n ? -whole.minor : whole.minor;
  const parts = shares.map((share) => (size * share) / total);
  const left = Number(size - parts.reduce((sum, part) => sum + part, 0n));
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (size * share) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const raised = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return parts.map((part, index) => {
    const minor = raised.has(index) ? part + 1n : part;
    return money(whole.minor < 0n ? -minor : minor, whole.currency);
  });
}
