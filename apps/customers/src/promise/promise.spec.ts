import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keep, keptRate, waive, type CustomerPromise } from './promise.ts';

const due = new Date('2026-03-02T12:00:00.000Z');
const promise: CustomerPromise = {
  ...{ id: 'prom_1', customerId: 'cust_1', caseId: null, text: 'We call you', personId: null, teamId: 'team_1' },
  ...{ madeBy: 'ann', madeAt: new Date('2026-03-02T09:00:00.000Z'), dueAt: due, status: 'OPEN' },
  ...{ endedAt: null, keptAt: null, note: null, version: 1 },
};
const anyTime = fc.integer({ min: -7200, max: 7200 }).map((seconds) => new Date(due.getTime() + seconds * 1000));

describe('a promise', () => {
  it('is kept exactly when it is kept by its time, and broken for good when it is kept after it', () => {
    fc.assert(
      fc.property(anyTime, (at) => {
        const kept = keep(promise, 'Called', at);
        const status = at <= due ? 'KEPT' : 'BROKEN';
        expect(kept).toMatchObject({ type: 'PromiseKept', promise: { status, keptAt: at, version: 2 } });
        expect(kept.promise.endedAt).toEqual(at <= due ? at : due);
      }),
    );
  });

  it('ends once, whatever is said of it afterwards and whenever', () => {
    fc.assert(
      fc.property(anyTime, anyTime, fc.boolean(), fc.boolean(), (first, second, keepsFirst, keepsSecond) => {
        const once = (keepsFirst ? keep : waive)(promise, 'x', first);
        if (once.type === 'PromiseEnded') return;
        expect((keepsSecond ? keep : waive)(once.promise, 'y', second).type).toBe('PromiseEnded');
      }),
    );
  });

  it('is waived only while there is still time to keep it', () => {
    expect(waive(promise, 'She has it already', due).type).toBe('PromiseWaived');
    expect(waive(promise, 'Too late', new Date(due.getTime() + 1)).type).toBe('PromiseEnded');
  });
});

describe('the share of promises kept', () => {
  it('counts neither what was waived nor what is open, and is nothing of nothing', () => {
    const none = { due: 5, kept: 0, keptLate: 0, broken: 0, waived: 3, open: 2 };
    expect(keptRate(none)).toBeNull();
    expect(keptRate({ ...none, kept: 3, broken: 1, keptLate: 1 })).toBe(0.75);
  });
});
