import { describe, expect, it } from '@jest/globals';
import { BadInput } from './bad-input.ts';
import { filterCondition, MAX_FILTER_DEPTH, type Filter } from './filter.ts';

const now = new Date('2026-03-15T00:00:00.000Z');
const condition = (filter: object) =>
  filterCondition(filter as Filter, { fields: { status: 'c.status', at: 'c.at' }, now });

describe('a filter', () => {
  it('names each value as a parameter, never in the SQL', () => {
    expect(condition({ status: { in: ["'; DROP TABLE cases"] } })).toEqual({
      sql: '((c.status = ANY (:filter0)))',
      parameters: { filter0: ["'; DROP TABLE cases"] },
    });
  });

  it('counts a distance back from now', () => {
    expect(condition({ at: { gte: { fromNowMs: -14 * 86_400_000 } } }).parameters).toEqual({
      filter0: new Date('2026-03-01T00:00:00.000Z'),
    });
  });

  it('refuses a distance that ends where no date is', () => {
    for (const days of [-90_000_000, -1_000_000, 4_000_000, Number.MAX_SAFE_INTEGER]) {
      expect(() => condition({ at: { gte: { fromNowMs: days * 86_400_000 } } })).toThrow(BadInput);
    }
  });

  it('joins with and, or, not; an empty or allows nothing, an empty and everything', () => {
    expect(condition({ or: [{ status: { eq: 'A' } }, { not: { status: { eq: 'B' } } }] }).sql).toBe(
      '((((c.status = :filter0)) OR ((((c.status = :filter1))) IS NOT TRUE)))',
    );
    expect(condition({ or: [] }).sql).toBe('(FALSE)');
    expect(condition({ and: [] }).sql).toBe('(TRUE)');
    expect(condition({}).sql).toBe('TRUE');
  });

  it('ignores what is null, for that was not asked', () => {
    expect(condition({ status: null, at: { gte: null } }).sql).toBe('(TRUE)');
  });

  it('takes the signs of LIKE as letters', () => {
    expect(condition({ status: { contains: '50%_\\' } }).parameters).toEqual({ filter0: '%50\\%\\_\\\\%' });
  });

  it('refuses unknown fields, unknown comparators and endless nesting', () => {
    expect(() => condition({ colour: { eq: 'red' } })).toThrow(BadInput);
    expect(() => condition({ status: { like: 'A' } })).toThrow(BadInput);
    let deep: object = { status: { eq: 'A' } };
    for (let i = 0; i <= MAX_FILTER_DEPTH; i += 1) deep = { not: deep };
    expect(() => condition(deep)).toThrow(/Flatten it/);
  });
});
