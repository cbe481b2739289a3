import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { otherPeriod } from './comparison.ts';

const before = (from: string, to: string) => Object.values(otherPeriod({ from, to }, 'PERIOD_BEFORE'));
const lastYear = (from: string, to: string) => Object.values(otherPeriod({ from, to }, 'SAME_OF_LAST_YEAR'));
const MS = 86_400_000;
const dayOf = (number: number) => new Date(Date.UTC(2020, 0, 1) + number * MS).toISOString().slice(0, 10);
const days = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / MS;

describe('the period before', () => {
  it('is as many whole months for whole months, however long they are', () => {
    expect(before('2026-03-01', '2026-04-01')).toEqual(['2026-02-01', '2026-03-01']);
    expect(before('2026-01-01', '2026-04-01')).toEqual(['2025-10-01', '2026-01-01']);
  });

  it('is as many days otherwise, and ends where the period begins', () => {
    expect(before('2026-03-02', '2026-03-09')).toEqual(['2026-02-23', '2026-03-02']);
    fc.assert(
      fc.property(fc.nat({ max: 3000 }), fc.integer({ min: 1, max: 500 }), (start, length) => {
        const period = { from: dayOf(start), to: dayOf(start + length) };
        const other = otherPeriod(period, 'PERIOD_BEFORE');
        expect(other.to).toBe(period.from);
        if (!period.from.endsWith('-01')) expect(days(other)).toBe(length);
      }),
    );
  });
});

describe('the same of last year', () => {
  it('is the same days, and the last of February where there is no 29th', () => {
    expect(lastYear('2026-03-01', '2026-04-01')).toEqual(['2025-03-01', '2025-04-01']);
    expect(lastYear('2024-02-29', '2024-03-01')).toEqual(['2023-02-28', '2023-03-01']);
  });
});
