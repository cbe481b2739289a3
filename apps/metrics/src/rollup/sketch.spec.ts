import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binOf, BIN_OF_NOUGHT, RELATIVE_ERROR, valueOfBin } from './sketch.ts';

describe('a sketch', () => {
  it('says of every quantity, from a millisecond to three hundred years, what is within one per cent of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e10, noNaN: true }), (quantity) => {
        const said = valueOfBin(binOf(quantity));
        expect(Math.abs(said - quantity)).toBeLessThanOrEqual(RELATIVE_ERROR * quantity * (1 + 1e-9));
      }),
    );
  });

  it('keeps the order of quantities, and its bins are few enough for a small number', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        (a, b) => {
          const [less, more] = a < b ? [a, b] : [b, a];
          expect(binOf(less)).toBeLessThanOrEqual(binOf(more));
          expect(Math.abs(binOf(more))).toBeLessThanOrEqual(32_768);
        },
      ),
    );
  });

  it('says nought of what is less than a thousandth', () => {
    expect([binOf(0), binOf(0.0009)]).toEqual([BIN_OF_NOUGHT, BIN_OF_NOUGHT]);
    expect(valueOfBin(BIN_OF_NOUGHT)).toBe(0);
  });
});
