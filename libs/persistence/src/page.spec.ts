import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadInput } from './bad-input.ts';
import { connectionOf, cursorOf, pageSize, parseCursor, type KeysetOrder } from './page.ts';

interface Row {
  readonly at: Date;
  readonly id: string;
}
const order: KeysetOrder<Row> = { by: ['at', 'id'], direction: 'ASC' };

describe('a page', () => {
  it('has a cursor that comes back as what it was made of', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }),
        fc.string(),
        (at, id) => {
          expect(parseCursor(cursorOf({ at, id }, order), 2)).toEqual([at.toISOString(), id]);
        },
      ),
    );
  });

  it('refuses any text that is no cursor of this list, and says what to pass', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseCursor(text, 2)).toThrow(BadInput);
      }),
    );
    expect(() => parseCursor(cursorOf({ at: new Date(0), id: 'a' }, order), 3)).toThrow(/pageInfo\.endCursor/);
  });

  it('refuses a cursor whose values no database could read', () => {
    const made = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
    const instants = [
      '2026-02-30T00:00:00.000Z',
      '0000-06-01T00:00:00.000Z',
      '+275760-09-13T00:00:00.000Z',
      'foo 1',
      '2026',
      1,
    ];
    for (const instant of instants) expect(() => parseCursor(made(instant, 'a'), 2, [0])).toThrow(BadInput);
    expect(() => parseCursor(made('a\0', 'a'), 2)).toThrow(BadInput);
  });

  it('is 25 items unless asked for 1 to 100', () => {
    expect(pageSize({})).toBe(25);
    expect(pageSize({ first: 100 })).toBe(100);
    for (const first of [0, -1, 101, 1.5]) expect(() => pageSize({ first })).toThrow(BadInput);
  });

  it('tells by one row more than asked for that another page follows', () => {
    const rows = ['a', 'b', 'c'].map((id) => ({ at: new Date(0), id }));
    const count = async () => 3;
    expect(connectionOf(rows, { size: 2, order, count })).toMatchObject({
      nodes: rows.slice(0, 2),
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(connectionOf(rows, { size: 3, order, after: 'x', count }).pageInfo).toMatchObject({
      hasNextPage: false,
      hasPreviousPage: true,
    });
    expect(connectionOf([], { size: 3, order, count }).pageInfo).toMatchObject({ startCursor: null, endCursor: null });
  });
});
