import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, bucketsOf, MAX_BUCKETS, problemWithPeriod } from './period.ts';

const day = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const grain = fc.constantFrom('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR' as const);

describe('buckets of time', () => {
  it('begin on Mondays, and on the first day of months, quarters and years', () => {
    expect(bucketOf('2026-03-01', 'WEEK')).toBe('2026-02-23');
    expect(bucketOf('2026-03-02', 'WEEK')).toBe('2026-03-02');
    expect(bucketOf('2024-02-29', 'MONTH')).toBe('2024-02-01');
    expect(bucketOf('2026-12-31', 'QUARTER')).toBe('2026-10-01');
    expect(bucketOf('2026-12-31', 'YEAR')).toBe('2026-01-01');
  });

  it('cover a period without a gap: every day lies in exactly the bucket that began last', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 800 }), grain, (from, length, size) => {
        const daysOf = Array.from({ length }, (_, i) =>
          new Date(Date.parse(`${from}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10),
        );
        const to = new Date(Date.parse(`${from}T00:00:00Z`) + length * 86_400_000).toISOString().slice(0, 10);
        expect(bucketsOf({ from, to }, size)).toEqual([...new Set(daysOf.map((each) => bucketOf(each, size)))]);
      }),
      { numRuns: 200 },
    );
  });

  it('of a whole period are one', () => {
    expect(bucketsOf({ from: '2026-01-07', to: '2027-01-01' }, 'TOTAL')).toEqual(['2026-01-07']);
  });

  it('may be five thousand and no more', () => {
    const to = (days: number) => new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10);
    expect(problemWithPeriod({ from: '2000-01-01', to: to(MAX_BUCKETS) }, 'DAY')).toBeNull();
    expect(problemWithPeriod({ from: '2000-01-01', to: to(MAX_BUCKETS + 1) }, 'DAY')).toMatch(/coarser grain/);
    expect(problemWithPeriod({ from: '1900-01-01', to: '2200-01-01' }, 'MONTH')).toBeNull();
  });
});
