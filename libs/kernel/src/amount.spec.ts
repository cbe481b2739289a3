import { describe, expect, it } from '@jest/globals';
import { amountOf, amountOrNothingOf, isProblem } from './amount.ts';

const pounds = (amount: string) => ({ amount, currency: 'GBP' });

describe('an amount that a caller gives', () => {
  it('is read exactly', () => {
    expect(amountOf('paid', pounds('12.30'))).toEqual({ minor: 1230n, currency: 'GBP' });
  });
  it('of nothing is taken only where nothing is an amount', () => {
    expect(amountOf('paid', pounds('0'))).toEqual({ path: 'paid', message: 'must be more than nothing' });
    expect(amountOrNothingOf('paid', pounds('0.00'))).toEqual({ minor: 0n, currency: 'GBP' });
  });
  it('of less than nothing, in no currency or finer than one has is a problem that says where', () => {
    for (const given of [pounds('-0.01'), pounds('0.001'), { amount: '1', currency: 'XYZ' }]) {
      const read = amountOrNothingOf('lines[0].paid', given);
      expect(isProblem(read) && read.path).toBe('lines[0].paid');
      expect(isProblem(amountOf('lines[0].paid', given))).toBe(true);
    }
  });
});
