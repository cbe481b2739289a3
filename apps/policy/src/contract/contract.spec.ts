import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  activate,
  dayOf,
  daysAfter,
  decideOn,
  decisionDueOn,
  isInForce,
  renew,
  statusOn,
  terminate,
} from './contract.ts';
import type { ServiceContract } from './contract.ts';

const contract: ServiceContract = {
  id: 'ctr_1',
  customerId: 'cust_1',
  name: 'Care 2026',
  status: 'ACTIVE',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  renewalMode: 'MANUAL',
  noticeDays: 60,
  noticeOn: '2026-11-01',
  valueMinor: null,
  valueCurrency: null,
  renewalDecision: null,
  renewsId: null,
  terminatedAt: null,
  terminationReason: null,
  draftedBy: 'someone',
  draftedAt: new Date('2025-12-01T00:00:00Z'),
  version: 1,
};
const next = {
  id: 'ctr_2',
  endsOn: '2027-12-31',
  valueMinor: null,
  valueCurrency: null,
  renewalMode: 'AUTO',
  noticeDays: 10,
  draftedBy: 'someone',
  draftedAt: new Date('2026-12-01T00:00:00Z'),
} as const;

const anyContract = fc.record({
  status: fc.constantFrom('DRAFT' as const, 'ACTIVE' as const, 'RENEWED' as const, 'TERMINATED' as const),
  renewalMode: fc.constantFrom('NONE' as const, 'MANUAL' as const, 'AUTO' as const),
  renewalDecision: fc.constantFrom(null, 'RENEW' as const, 'LET_EXPIRE' as const),
  noticeDays: fc.nat({ max: 400 }),
});
const anyDay = fc.integer({ min: -100, max: 600 }).map((days) => daysAfter(contract.startsOn, days));

describe('a contract', () => {
  it('counts days over months, years and leap days', () => {
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysAfter('2026-03-01', -60)).toBe('2025-12-31');
    expect(dayOf(new Date('2026-12-31T23:59:59.999Z'))).toBe('2026-12-31');
  });

  it('has a decision due on its notice day, unless it ends with its term', () => {
    expect(decisionDueOn(contract)).toBe('2026-11-01');
    expect(decisionDueOn({ ...contract, renewalMode: 'NONE' })).toBeNull();
  });

  it('is in force on a day only if it stands as agreed on it, and never when it is draft, expired or terminated', () => {
    fc.assert(
      fc.property(anyContract, anyDay, (some, day) => {
        const given = { ...contract, ...some, noticeOn: daysAfter(contract.endsOn, -some.noticeDays) };
        const status = statusOn(given, day);
        if (isInForce(given, day)) expect(['ACTIVE', 'EXPIRING', 'RENEWED']).toContain(status);
        else expect(['DRAFT', 'EXPIRED', 'TERMINATED', 'RENEWED'].includes(status) || day < given.startsOn).toBe(true);
      }),
    );
  });

  it('only moves on: whatever is done to it, its version grows by one or nothing is done', () => {
    fc.assert(
      fc.property(anyContract, anyDay, (some, day) => {
        const given = { ...contract, ...some, noticeOn: daysAfter(contract.endsOn, -some.noticeDays) };
        const at = new Date(`${day}T12:00:00Z`);
        const renewal = renew(given, next, day);
        const changes = [activate(given, day), decideOn(given, 'RENEW', day), terminate(given, 'Moved away', at)];
        for (const outcome of changes) {
          const done = ['ContractActivated', 'RenewalDecided', 'ContractTerminated'].includes(outcome.type);
          expect(outcome.contract.version).toBe(done ? 2 : 1);
        }
        if (renewal.type === 'ContractRenewed') {
          expect([renewal.renewed.version, renewal.contract.version]).toEqual([2, 1]);
          expect(renewal.contract.startsOn).toBe('2027-01-01');
        } else expect(renewal.contract).toBe(given);
      }),
    );
  });

  it('that was decided to renew may be renewed after its last day, and is not twice', () => {
    const decided = { ...contract, renewalDecision: 'RENEW' } as const;
    const renewal = renew(decided, next, '2027-01-15');
    expect(renewal).toMatchObject({
      type: 'ContractRenewed',
      renewed: { status: 'RENEWED' },
      contract: { renewsId: 'ctr_1', renewalDecision: null, noticeOn: '2027-12-21', renewalMode: 'AUTO' },
    });
    if (renewal.type === 'ContractRenewed')
      expect(renew(renewal.renewed, next, '2027-01-15').type).toBe('IllegalContractTransition');
  });
});
