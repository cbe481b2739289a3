import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompensationBand } from '../compensation-scheme/compensation-scheme.ts';
import { isWithin, uplifted } from './award-assessment.ts';

const band = fc
  .tuple(fc.bigInt({ min: 0n, max: 1_000_000n }), fc.bigInt({ min: 0n, max: 1_000_000n }))
  .map(([minMinor, width]) => ({ minMinor, maxMinor: minMinor + width }) as CompensationBand);
const uplifts = fc.array(
  fc.integer({ min: 1, max: 400 }).map((percent) => ({ code: 'X', percent, reason: 'x', heads: [] })),
  { maxLength: 5 },
);

describe('the limits of a band', () => {
  it('are raised by the sum of the uplifts, whatever their order, and never past the exact figure', () => {
    fc.assert(
      fc.property(band, uplifts, (each, factors) => {
        const { minMinor, maxMinor } = uplifted(each, factors);
        const percent = 100n + BigInt(factors.reduce((sum, { percent: one }) => sum + one, 0));
        for (const [raised, plain] of [
          [minMinor, each.minMinor],
          [maxMinor, each.maxMinor],
        ] as const) {
          expect(raised * 100n).toBeLessThanOrEqual(plain * percent);
          expect((raised + 1n) * 100n).toBeGreaterThan(plain * percent);
        }
        expect(uplifted(each, factors.toReversed())).toMatchObject({ minMinor, maxMinor });
        expect(uplifted(each, [])).toMatchObject({ minMinor: each.minMinor, maxMinor: each.maxMinor });
      }),
    );
  });

  it('belong to the band, and what lies next to them outside does not', () => {
    fc.assert(
      fc.property(band, uplifts, (each, factors) => {
        const limits = uplifted(each, factors);
        for (const inside of [limits.minMinor, limits.maxMinor]) expect(isWithin(limits, inside)).toBe(true);
        for (const outside of [limits.minMinor - 1n, limits.maxMinor + 1n])
          expect(isWithin(limits, outside)).toBe(false);
      }),
    );
  });
});
