import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money } from '@courtesy/kernel';
import { shareOut } from './allocation.ts';

const pounds = (minor: number) => money(BigInt(minor), 'GBP');
const curve = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 });

/** The most that any way of sharing so many agents is worth, tried one by one. */
function most(lines: readonly (readonly number[])[], agents: number): number {
  const [values, ...others] = lines;
  if (!values) return 0;
  const ways = values.slice(0, agents + 1).map((value, k) => value + most(others, agents - k));
  return Math.max(...ways);
}

describe('an amount shared out over lines of need', () => {
  it('is worth the most that any way of sharing it is, whatever shape the values have, and is never passed', () => {
    fc.assert(
      fc.property(fc.array(curve, { minLength: 1, maxLength: 4 }), fc.nat(900), (curves, minor) => {
        const lines = curves.map((values, i) => ({ name: String(i), values }));
        const amount = pounds(minor);
        const scenario = shareOut(lines, { amount, costOfOne: pounds(100) });
        expect(scenario.value).toBe(most(curves, Math.floor(minor / 100)));
        expect(scenario.shares.reduce((sum, { value }) => sum + value, 0)).toBe(scenario.value);
        expect(scenario.spent.minor + scenario.left.minor).toBe(amount.minor);
        expect(scenario.left.minor).toBeGreaterThanOrEqual(0n);
        if (scenario.marginalValue !== null)
          expect(scenario.marginalValue).toBe(most(curves, Math.floor(minor / 100) + 1) - scenario.value);
      }),
    );
  });

  it('says what one more agent would add to each line and to the whole', () => {
    // Contacts answered in time with 0, 1, 2 … more agents.
    const lines = [
      { name: 'Billing', values: [600, 700, 760, 790] },
      { name: 'Orders', values: [300, 380, 400, 405] },
    ];
    expect(shareOut(lines, { amount: pounds(350_000), costOfOne: pounds(100_000) })).toEqual({
      ...{ agents: 3, spent: pounds(300_000), left: pounds(50_000), value: 1_140, marginalValue: 30 },
      shares: [
        { name: 'Billing', agents: 2, amount: pounds(200_000), value: 760, marginalValue: 30 },
        { name: 'Orders', agents: 1, amount: pounds(100_000), value: 380, marginalValue: 20 },
      ],
    });
  });
});
