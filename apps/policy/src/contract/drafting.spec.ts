import { describe, expect, it } from '@jest/globals';
import { moneyColumns, problemsOfCount, problemsOfMoney, problemsOfReason, problemsOfTerm } from './drafting.ts';

describe('a draft', () => {
  it('has a term of days that follow each other and that we keep', () => {
    const term = { startsOn: '2026-01-01', endsOn: '2026-01-01', noticeDays: 0 };
    expect(problemsOfTerm(term)).toEqual([]);
    expect(problemsOfTerm({ ...term, endsOn: '2025-12-31' })).toMatchObject([{ path: 'endsOn' }]);
    expect(problemsOfTerm({ ...term, noticeDays: 3_651 })).toMatchObject([{ path: 'noticeDays' }]);
    expect(problemsOfTerm({ ...term, startsOn: '0001-01-01', endsOn: '9999-12-31' })).toMatchObject([
      { path: 'startsOn' },
      { path: 'endsOn' },
    ]);
  });

  it('keeps money exactly, in one currency, and none below nothing', () => {
    expect(moneyColumns({ amount: '0.1', currency: 'KWD' })).toEqual({ valueMinor: 100n, valueCurrency: 'KWD' });
    expect(moneyColumns(null)).toEqual({ valueMinor: null, valueCurrency: null });
    expect(problemsOfMoney('value', { amount: '0.001', currency: 'EUR' })).toMatchObject([{ path: 'value' }]);
    expect(problemsOfMoney('value', { amount: '-0.01', currency: 'EUR' })).toMatchObject([{ path: 'value' }]);
    expect(problemsOfMoney('value', { amount: '1', currency: 'EUR' }, 'GBP')).toMatchObject([{ path: 'value' }]);
    expect(problemsOfMoney('value', { amount: '1', currency: 'GBP' }, 'GBP')).toEqual([]);
  });

  it('has counts and reasons within bounds', () => {
    expect(problemsOfCount('total', 1)).toEqual([]);
    expect(problemsOfCount('total', 1_000_001)).toHaveLength(1);
    expect(problemsOfReason('reason', 'x'.repeat(2_000))).toEqual([]);
    expect(problemsOfReason('reason', 'x'.repeat(2_001))).toHaveLength(1);
  });
});
