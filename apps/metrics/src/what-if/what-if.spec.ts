import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moneyOf } from '@courtesy/kernel';
import { changedBy, costOf, intervalsAfter, moneyChangedBy, servedTogether, staffOf } from './what-if.ts';

const half = { lengthMs: 1_800_000, handleMs: 180_000 };
const served = { serviceLevel: 0.9, occupancy: 0.7, abandoned: 0.02 };

describe('what would be', () => {
  it('changes by percentages that no binary fraction is', () => {
    expect([changedBy(100, 20), changedBy(100, 0.1), changedBy(100, -100)]).toEqual([120, 100.1, 0]);
    expect(moneyChangedBy(moneyOf('13.15', 'GBP'), 3)).toEqual(moneyOf('13.54', 'GBP'));
    expect(moneyChangedBy(moneyOf('0.50', 'GBP'), 1)).toEqual(moneyOf('0.51', 'GBP'));
    expect(intervalsAfter([{ ...half, volume: 10 }], { handleTimePercent: -50 })).toEqual([
      { volume: 10, lengthMs: 1_800_000, handleMs: 90_000 },
    ]);
  });

  it('costs what all intervals cost together, rounded once and never interval by interval', () => {
    const wage = moneyOf('0.01', 'GBP');
    const quarters = Array.from({ length: 4 }, () => ({ volume: 1, lengthMs: 900_000, handleMs: 1 }));
    const { paidMs } = staffOf(
      quarters,
      quarters.map(() => ({ agents: 1, scheduled: 1, ...served })),
    );
    expect(costOf(paidMs, wage)).toEqual(moneyOf('0.01', 'GBP'));
    expect(costOf(23n * 1_800_000n, moneyOf('13.15', 'GBP'))).toEqual(moneyOf('151.23', 'GBP'));
  });

  it('is served as contacts are, each alike, and is busy as agents are', () => {
    const level = fc.double({ min: 0, max: 1, noNaN: true });
    const interval = fc.record({ volume: fc.nat(500), agents: fc.integer({ min: 1, max: 50 }), level, busy: level });
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 20 }), (all) => {
        fc.pre(all.some(({ volume }) => volume > 0));
        const together = servedTogether(
          all.map(({ volume }) => ({ ...half, volume })),
          all.map(({ agents, level: serviceLevel, busy }) => ({
            ...{ agents, scheduled: agents, serviceLevel, occupancy: busy, abandoned: 0 },
          })),
        );
        const volume = all.reduce((sum, each) => sum + each.volume, 0);
        const agents = all.reduce((sum, each) => sum + each.agents, 0);
        const answered = all.reduce((sum, each) => sum + each.volume * each.level, 0);
        const busy = all.reduce((sum, each) => sum + each.agents * each.busy, 0);
        expect(together.serviceLevel).toBeCloseTo(answered / volume, 9);
        expect(together.occupancy).toBeCloseTo(busy / agents, 9);
      }),
    );
  });

  it('has no figures where one queue would grow without end, or nothing comes', () => {
    const unstable = { agents: 1, scheduled: 1, serviceLevel: null, occupancy: null, abandoned: null };
    const demand = [1, 2].map((volume) => ({ ...half, volume }));
    const none = { serviceLevel: null, occupancy: null, abandoned: null };
    const stable = { agents: 2, scheduled: 3, ...served };
    expect(servedTogether(demand, [unstable, stable])).toEqual({ ...none, unstable: 1 });
    expect(servedTogether([{ ...half, volume: 0 }], [stable])).toEqual({ ...none, unstable: 0 });
  });
});
