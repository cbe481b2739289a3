import { describe, expect, it } from '@jest/globals';
import type { GoodsCondition } from '@courtesy/graph-types/cases';
import fc from 'fast-check';
import { findingsOf, shareOf } from './refunding.ts';
import type { ReturnEntry } from './return-case.ts';

const found = (quantity: number, condition: GoodsCondition, faultFound: boolean): ReturnEntry => ({
  ...{ id: 'rete_1', returnId: 'retn_1', lineId: 'a', kind: 'INSPECTED', quantity, at: new Date(0), recordedBy: 'ada' },
  ...{ condition, faultFound, resaleable: false, note: null, reference: null, handedBackOn: null },
});
const one = { lineId: 'a', quantity: 1 };

describe('what is paid back for goods of a line', () => {
  it('is their share of what was paid, and all shares together are exactly that, however they are cut and whatever comes to nothing', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        steps,
        (quantity, paid, all) => {
          const stands: { count: number; minor: bigint }[] = [];
          const left = () => ({
            goods: quantity - stands.reduce((sum, each) => sum + each.count, 0),
            minor: paid - stands.reduce((sum, each) => sum + each.minor, 0n),
          });
          for (const [wanted, fails] of all) {
            const count = Math.min(wanted, left().goods);
            const minor = shareOf(left(), count);
            expect(minor <= left().minor).toBe(true);
            stands.push({ count, minor });
            if (fails) stands.shift();
          }
          const rest = left();
          expect(shareOf(rest, rest.goods)).toBe(rest.goods > 0 ? rest.minor : 0n);
        },
      ),
    );
  });

  it('of three for 100.00 are 33.33, 33.33 and 33.34', () => {
    expect(shareOf({ goods: 3, minor: 10_000n }, 1)).toBe(3333n);
    expect(shareOf({ goods: 3, minor: 10_000n }, 2)).toBe(6666n);
    expect(shareOf({ goods: 1, minor: 3_334n }, 1)).toBe(3334n);
  });
});

describe('what was found of goods that are refunded', () => {
  it('is what was found of the best of them for which nothing was given yet', () => {
    const mixed = [found(1, 'CUSTOMER_DAMAGE', false), found(1, 'OPENED', true), found(1, 'USED', false)];
    expect(findingsOf(mixed, one, 0)).toEqual({ condition: 'OPENED', faulty: true });
    expect(findingsOf(mixed, one, 1)).toEqual({ condition: 'USED', faulty: false });
    expect(findingsOf(mixed, one, 2)).toEqual({ condition: 'CUSTOMER_DAMAGE', faulty: false });
    expect(findingsOf(mixed, { ...one, quantity: 2 }, 0)).toEqual({ condition: 'USED', faulty: true });
  });

  it('is of its own line', () => {
    const other = { ...found(1, 'UNOPENED', true), lineId: 'b' };
    expect(findingsOf([other, found(1, 'USED', false)], one, 0)).toEqual({ condition: 'USED', faulty: false });
  });
});
