import { describe, expect, it } from '@jest/globals';
import { moneyOf } from '@courtesy/kernel';
import { costOf, outcomeOf, scenarioAfter, type StaffingScenario } from './what-if.ts';

const base: StaffingScenario = {
  demand: { volume: 100, intervalMs: 1_800_000, handleMs: 180_000, patienceMs: null, concurrency: 1 },
  target: { serviceLevel: 0.8, withinMs: 20_000, maxOccupancy: 0.85, shrinkage: 0.3 },
  wage: moneyOf('13.15', 'GBP'),
};

describe('what if', () => {
  it('a fifth more calls came: 16 agents instead of 14, 23 instead of 20 on the roster, and the difference to the penny', () => {
    const [before, after] = [outcomeOf(base), outcomeOf(scenarioAfter(base, { volumePercent: 20 }))];
    expect([before?.agents, before?.scheduled, after?.agents, after?.scheduled]).toEqual([14, 20, 16, 23]);
    expect(after?.performance?.serviceLevel).toBeCloseTo(0.868831, 6);
    // 20 and 23 half hours at 13.15.
    expect([before?.cost.minor, after?.cost.minor]).toEqual([13_150n, 15_123n]);
  });

  it('there were only so many agents: the queue is served by them, or grows without end', () => {
    expect(outcomeOf(base, 12)?.performance?.serviceLevel).toBeCloseTo(0.640158, 6);
    expect(outcomeOf(base, 10)).toMatchObject({ agents: 10, performance: null });
  });

  it('more calls came by a percentage that no binary fraction is', () => {
    expect(scenarioAfter(base, { volumePercent: 0.1 }).demand.volume).toBe(100.1);
    expect(scenarioAfter(base, { volumePercent: -100 }).demand.volume).toBe(0);
  });

  it('costs to the nearest minor unit, the half upwards', () => {
    expect(costOf(1, 1_800_000, moneyOf('0.01', 'GBP')).minor).toBe(1n);
    expect(costOf(3, 1_200_000, moneyOf('13.15', 'GBP')).minor).toBe(1_315n);
  });
});
