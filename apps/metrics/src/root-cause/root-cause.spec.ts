import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money } from '@courtesy/kernel';
import { paretoOf, type CauseTally } from './root-cause.ts';

const tally = (causeId: string | null, cases: number): CauseTally => ({
  ...{ causeId, cases, contacts: 0, handleSeconds: 0, redress: money(0n, 'GBP') },
});

describe('a Pareto chart', () => {
  it('puts the causes with most cases first and cases of no cause last, and adds shares up', () => {
    const rows = paretoOf([tally('rcau_b', 10), tally(null, 20), tally('rcau_a', 10), tally('rcau_c', 60)]);
    expect(rows.map(({ causeId, share, cumulativeShare }) => [causeId, share, cumulativeShare])).toEqual([
      ...[
        ['rcau_c', 0.6, 0.6],
        ['rcau_a', 0.1, 0.7],
        ['rcau_b', 0.1, 0.8],
      ],
      [null, 0.2, null],
    ]);
  });

  it('has shares that come to one, whatever was counted, and that never grow', () => {
    const counts = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 1000 })), {
      ...{ minLength: 1, selector: ([id]) => id },
    });
    fc.assert(
      fc.property(counts, (all) => {
        const rows = paretoOf(all.map(([id, cases]) => tally(id === 0 ? null : `rcau_${id}`, cases)));
        expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        const shares = rows.filter(({ causeId }) => causeId !== null).map(({ share }) => share);
        expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      }),
    );
  });
});
