import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sift } from './addition.ts';

const anyItem = fc.record({
  name: fc.constantFrom('', 'a'),
  externalReference: fc.record({ source: fc.constantFrom('x', 'y'), id: fc.constantFrom('1', '2', '3') }),
});
const needsName = ({ name }: { name: string }) => (name === '' ? [{ path: 'name', message: 'is empty' }] : []);

describe('sifting a bulk', () => {
  it('takes or refuses each item, in the order they came, and no reference twice', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 20 }), (items) => {
        const { taken, refused } = sift(items, needsName);
        const indexes = [...taken, ...refused].map(({ index }) => index);
        expect(indexes.toSorted((a, b) => a - b)).toEqual(items.map((_, index) => index));
        for (const part of [taken, refused]) {
          const order = part.map(({ index }) => index);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
        const references = taken.map(({ input }) => JSON.stringify(input.externalReference));
        expect(new Set(references).size).toBe(references.length);
        expect(taken.every(({ input }) => input.name !== '')).toBe(true);
      }),
    );
  });
});
