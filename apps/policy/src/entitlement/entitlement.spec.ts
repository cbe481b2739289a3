import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceContract } from '../contract/contract.ts';
import { giveBack, takeFrom, termsOf, unitsOf, usedUp, type Entitlement, type EntitlementUse } from './entitlement.ts';

const contract = { status: 'ACTIVE', startsOn: '2026-01-01', endsOn: '2026-12-31' } as ServiceContract;
const entitlement: Entitlement = {
  id: 'ent_1',
  contractId: 'ctr_1',
  lineId: 'ctl_1',
  customerId: 'cust_1',
  position: 0,
  name: 'Hours',
  allocation: 'HOURS',
  total: 600,
  remaining: 600,
  restricted: true,
  channel: null,
  decrementOn: 'CREATION',
  version: 1,
};
const record = { id: 'entu_1', caseId: 'case_1', personId: null, recordedBy: 'someone', recordedAt: new Date(0) };
const usage = (minutes: number) => ({ moment: 'CREATION', channel: null, minutes, day: '2026-03-02' }) as const;

describe('an amount', () => {
  it('is one term for 60 minutes and half a term for 30', () => {
    expect([0, 15, 30, 60, 90, -30, 50, 20, 600].map((units) => termsOf({ units, allocation: 'HOURS' }))).toEqual([
      '0',
      '0.25',
      '0.5',
      '1',
      '1.5',
      '-0.5',
      '0.8333',
      '0.3333',
      '10',
    ]);
    expect(termsOf({ units: -1, allocation: 'CASES' })).toBe('-1');
    expect([unitsOf('HOURS', 10), unitsOf('CASES', 10), unitsOf('PERIOD', null)]).toEqual([600, 10, null]);
  });

  it('in terms is within half of a ten-thousandth of the minutes it stands for', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000_000, max: 60_000_000 }), (units) => {
        const text = termsOf({ units, allocation: 'HOURS' });
        expect(text).toMatch(/^(0|-?(?!0$)\d+(\.\d{0,3}[1-9])?)$/);
        expect(Math.abs(Number(text) - units / 60)).toBeLessThanOrEqual(0.00005001);
      }),
    );
  });
});

describe('a ledger', () => {
  it('sums to total less remaining after any uses and returns, and never overdraws what is restricted', () => {
    const step = fc.record({ minutes: fc.integer({ min: 1, max: 300 }), back: fc.boolean() });
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 60 }), (restricted, steps) => {
        let current: Entitlement = { ...entitlement, restricted };
        const ledger: EntitlementUse[] = [];
        const standing: EntitlementUse[] = [];
        for (const { minutes, back } of steps) {
          const earlier = back ? standing.pop() : undefined;
          const outcome = earlier
            ? giveBack(current, earlier, { ...record, reason: 'Merged' })
            : takeFrom(current, contract, usage(minutes), record);
          if (outcome.type !== 'EntitlementUsed' && outcome.type !== 'EntitlementUseReturned') continue;
          current = outcome.entitlement;
          ledger.push(outcome.use);
          if (outcome.type === 'EntitlementUsed') standing.push(outcome.use);
        }
        const sum = ledger.reduce((so, { units }) => so + units, 0);
        expect(sum).toBe((current.total ?? 0) - (current.remaining ?? 0));
        expect(ledger.map(({ number }) => number)).toEqual(ledger.map((_, index) => index + 2));
        if (restricted) expect(current.remaining).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('says once that all is used up: at the use that takes the last', () => {
    const left = (remaining: number | null) => ({ ...entitlement, remaining });
    expect(usedUp(left(1), left(0))).toBe(true);
    expect(usedUp(left(10), left(-5))).toBe(true);
    expect(usedUp(left(0), left(-1))).toBe(false);
    expect(usedUp(left(2), left(1))).toBe(false);
    expect(usedUp(left(null), left(null))).toBe(false);
  });
});
