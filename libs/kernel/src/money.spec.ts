import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addMoney,
  allocateMoney,
  compareMoney,
  decimalOf,
  exponentOf,
  InvalidMoney,
  money,
  moneyOf,
  subtractMoney,
} from './index.ts';

const largest = 2n ** 63n - 1n;
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF', 'HUF', 'IQD');
const amounts = fc.record({ minor: fc.bigInt({ min: -largest, max: largest }), currency });

describe('decimals', () => {
  it.each([
    ['12.3', 'EUR', 1_230n, '12.30'],
    ['1230', 'JPY', 1_230n, '1230'],
    ['-0.005', 'KWD', -5n, '-0.005'],
    ['0.0001', 'CLF', 1n, '0.0001'],
    ['-0.00', 'EUR', 0n, '0.00'],
    ['5.000', 'JPY', 5n, '5'],
    ['90071992547409.93', 'EUR', 9_007_199_254_740_993n, '90071992547409.93'],
    ['92233720368547758.07', 'USD', largest, '92233720368547758.07'],
  ])('%s %s is %d minor units and is written %s', (decimal, code, minor, written) => {
    const amount = moneyOf(decimal, code);
    expect(amount).toEqual({ minor, currency: code });
    expect(decimalOf(amount)).toBe(written);
  });
  it('every amount reads back as itself, far beyond what a float holds', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const decimal = decimalOf(amount);
        expect(moneyOf(decimal, amount.currency)).toEqual(amount);
        expect(decimal.split('.')[1]?.length ?? 0).toBe(exponentOf(amount.currency));
      }),
    );
  });
  it.each([
    ['1.005', 'EUR', 'TOO_PRECISE'],
    ['0.5', 'JPY', 'TOO_PRECISE'],
    ['1e3', 'EUR', 'NOT_A_DECIMAL'],
    ['1,50', 'EUR', 'NOT_A_DECIMAL'],
    ['.5', 'EUR', 'NOT_A_DECIMAL'],
    ['', 'EUR', 'NOT_A_DECIMAL'],
    ['NaN', 'EUR', 'NOT_A_DECIMAL'],
    ['92233720368547758.08', 'EUR', 'TOO_LARGE'],
    ['1', 'eur', 'UNKNOWN_CURRENCY'],
    ['1', 'BTC', 'UNKNOWN_CURRENCY'],
  ])('%j %s is refused as %s', (decimal, code, fault) => {
    expect(() => moneyOf(decimal, code)).toThrow(expect.objectContaining({ code: fault, name: 'InvalidMoney' }));
  });
});

describe('reckoning', () => {
  it('adding and subtracting are exact and undo each other', () => {
    const small = fc.bigInt({ min: -(2n ** 61n), max: 2n ** 61n });
    fc.assert(
      fc.property(small, small, (one, other) => {
        const [left, right] = [money(one, 'EUR'), money(other, 'EUR')];
        expect(subtractMoney(addMoney(left, right), right)).toEqual(left);
        expect(compareMoney(left, right)).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    );
  });
  it.each([addMoney, subtractMoney, compareMoney])('%p refuses two currencies', (reckon) => {
    expect(() => reckon(money(1n, 'EUR'), money(1n, 'USD'))).toThrow(
      expect.objectContaining({ code: 'MIXED_CURRENCIES' }),
    );
  });
  it('a sum that storage cannot hold is refused', () => {
    expect(() => addMoney(money(largest, 'EUR'), money(1n, 'EUR'))).toThrow(InvalidMoney);
  });
});

describe('allocateMoney', () => {
  it('gives odd cents to the largest remainders, and of equal ones to the earlier part', () => {
    const minors = (whole: bigint, weights: number[]): bigint[] =>
      allocateMoney(money(whole, 'EUR'), weights).map(({ minor }) => minor);
    expect(minors(100n, [1, 1, 1])).toEqual([34n, 33n, 33n]);
    expect(minors(-100n, [1, 1, 1])).toEqual([-34n, -33n, -33n]);
    expect(minors(5n, [3, 7])).toEqual([2n, 3n]);
    expect(minors(10n, [0, 1, 0])).toEqual([0n, 10n, 0n]);
  });
  it('the parts add up to the whole, each within one minor unit of its exact share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(amounts, weights, (whole, given) => {
        const total = given.reduce((sum, weight) => sum + weight, 0n);
        fc.pre(total > 0n);
        const parts = allocateMoney(whole, given);
        expect(parts.reduce(addMoney)).toEqual(whole);
        parts.forEach((part, index) => {
          const off = part.minor * total - whole.minor * given[index]!;
          expect(off < total && off > -total).toBe(true);
        });
      }),
    );
  });
  it.each([[[]], [[0, 0]], [[1, -1]], [[0.5]], [[Number.NaN]]])('weights %j are refused', (weights) => {
    expect(() => allocateMoney(money(1n, 'EUR'), weights)).toThrow(expect.objectContaining({ code: 'BAD_WEIGHTS' }));
  });
});

describe('currencies', () => {
  it('covers what the engine lists, but for units of account without a minor unit, with the decimals of ISO 4217', () => {
    const missing = Intl.supportedValuesOf('currency').filter((code) => exponentOf(code) === null);
    expect(missing).toEqual(['XDR', 'XSU']);
    expect(['JPY', 'EUR', 'KWD', 'CLF', 'IQD', 'HUF'].map(exponentOf)).toEqual([0, 2, 3, 4, 3, 2]);
    expect(exponentOf('constructor')).toBeNull();
  });
});
