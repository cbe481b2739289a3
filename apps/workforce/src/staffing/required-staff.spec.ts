import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UNSTABLE } from './erlang.ts';
import { vectors } from '../../test/erlang-vectors.ts';
import { ceilingOf, exactly, nearestOf } from './rational.ts';
import {
  agentsForBacklog,
  performanceWith,
  requiredStaff,
  scheduledFor,
  type Backlog,
  type StaffingDemand,
  type StaffingTarget,
} from './required-staff.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const calls = (
  volume: number,
  minutes: number,
  seconds: number,
  more: Partial<StaffingDemand> = {},
): StaffingDemand => ({
  ...{ volume, intervalMs: minutes * MINUTE, handleMs: seconds * SECOND, patienceMs: null, concurrency: 1 },
  ...more,
});
const eightyTwenty: StaffingTarget = { serviceLevel: 0.8, withinMs: 20 * SECOND, maxOccupancy: 0.85, shrinkage: 0.3 };
const near = (value: number) => expect.closeTo(value, 6);

describe('required staff', () => {
  it('of 100 calls in 30 minutes at 180 s and 80/20 are 14, and 20 with 30 % shrinkage', () => {
    expect(requiredStaff(calls(100, 30, 180), eightyTwenty)).toMatchObject({
      ...{ agents: 14, scheduled: 20, serviceLevel: near(0.88835), waiting: near(0.174132), occupancy: near(0.714286) },
      meanWait: expect.closeTo(7836, 0),
    });
    expect(performanceWith(12, calls(100, 30, 180), 20 * SECOND)).toMatchObject({
      ...{ serviceLevel: near(0.640158), meanWait: expect.closeTo(40_445, 0) },
    });
  });

  it('of 360 an hour at 240 s are 29', () => {
    const target = { ...eightyTwenty, maxOccupancy: 1 };
    expect(requiredStaff(calls(360, 60, 240), target)).toMatchObject({ agents: 29, serviceLevel: near(0.840283) });
  });

  it('of 20 % more calls are 16, and 23 with shrinkage', () => {
    expect(requiredStaff(calls(120, 30, 180), eightyTwenty)).toMatchObject({
      ...{ agents: 16, scheduled: 23, serviceLevel: near(0.868831) },
    });
  });

  it('are UNSTABLE to serve 12 erlangs with 12, unless some give up', () => {
    expect(performanceWith(12, calls(120, 30, 180), 20 * SECOND)).toBe(UNSTABLE);
    const patient = calls(100, 30, 180, { patienceMs: 300 * SECOND });
    expect(performanceWith(12, patient, 20 * SECOND)).toMatchObject({
      ...{ abandoned: near(0.042711), meanWait: expect.closeTo(12_813, 0) },
    });
  });

  it.each(vectors.erlangC)('of $calls calls in $intervalMin min at $ahtSec s are those of the vectors', (vector) => {
    const target = { serviceLevel: vector.targetSL, withinMs: vector.targetSec * SECOND, shrinkage: vector.shrinkage };
    const found = requiredStaff(calls(vector.calls, vector.intervalMin, vector.ahtSec), {
      ...{ ...target, maxOccupancy: vector.maxOcc },
    });
    expect(found).toMatchObject({
      ...{ agents: vector.agents, scheduled: vector.agentsScheduled, waiting: near(vector.pWait) },
      ...{ serviceLevel: near(vector.serviceLevel), occupancy: near(vector.occupancy) },
    });
    expect((found?.meanWait ?? 0) / SECOND).toBeCloseTo(vector.asaSec, 6);
  });

  it('are the fewest that do: one less misses the target', () => {
    const anyDemand = fc.record({
      volume: fc.double({ min: 0.5, max: 3_000, noNaN: true }),
      handleMs: fc.integer({ min: 10 * SECOND, max: 900 * SECOND }),
      patienceMs: fc.option(fc.integer({ min: 10 * SECOND, max: 900 * SECOND })),
      concurrency: fc.integer({ min: 1, max: 4 }),
      intervalMs: fc.constantFrom(15 * MINUTE, 30 * MINUTE, 60 * MINUTE),
    });
    const anyTarget = fc.record({
      serviceLevel: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      withinMs: fc.integer({ min: 0, max: 120 * SECOND }),
      maxOccupancy: fc.constantFrom(0.5, 0.7, 0.85, 1),
      shrinkage: fc.constantFrom(0, 0.1, 0.3, 0.35),
    });
    fc.assert(
      fc.property(anyDemand, anyTarget, (demand, target) => {
        const found = requiredStaff(demand, target);
        if (!found) throw new Error('nobody is enough');
        const misses = (agents: number) => {
          const performance = performanceWith(agents, demand, target.withinMs);
          if (performance === UNSTABLE) return true;
          const isBusy = performance.occupancy > target.maxOccupancy + 1e-12;
          return performance.serviceLevel < target.serviceLevel || isBusy;
        };
        expect([misses(found.agents), misses(found.agents - 1)]).toEqual([false, true]);
        expect(found.scheduled * (1 - target.shrinkage)).toBeGreaterThanOrEqual(found.agents - 1e-9);
        expect((found.scheduled - 1) * (1 - target.shrinkage)).toBeLessThan(found.agents);
      }),
    );
  });

  it('of chats that are handled three at once are fewer', () => {
    const one = requiredStaff(calls(100, 30, 600), eightyTwenty)?.agents ?? 0;
    const three = requiredStaff(calls(100, 30, 600, { concurrency: 3 }), eightyTwenty)?.agents ?? 0;
    expect([one, three]).toEqual([40, 14]);
  });

  it('are none where nothing comes', () => {
    expect(requiredStaff(calls(0, 30, 180), eightyTwenty)).toMatchObject({ agents: 0, scheduled: 0, serviceLevel: 1 });
  });
});

describe('shrinkage', () => {
  it('of 30 % makes 60 of 42, where binary fractions make 61', () => {
    expect(Math.ceil(42 / 0.7)).toBe(61);
    expect(scheduledFor(42, 0.3)).toBe(60);
  });

  it('is exact for every whole percent', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(99), (agents, percent) => {
        const left = 100 - percent;
        expect(scheduledFor(agents, percent / 100)).toBe(Math.floor((agents * 100 + left - 1) / left));
      }),
    );
  });
});

describe('a fraction', () => {
  it('is what the decimal spells', () => {
    expect(exactly(0.7)).toEqual({ over: 7n, under: 10n });
    expect(exactly(1e21)).toEqual({ over: 10n ** 21n, under: 1n });
    expect(exactly(-2.5e-7)).toEqual({ over: -25n, under: 100_000_000n });
    expect(() => exactly(Infinity)).toThrow(RangeError);
  });

  it('rounds to the nearest, and its ceiling is never less', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }),
        fc.bigInt({ min: 1n, max: 1_000_000n }),
        (over, under) => {
          const [nearest, ceiling] = [nearestOf({ over, under }), BigInt(ceilingOf({ over, under }))];
          expect((nearest * under - over) * 2n).toBeLessThanOrEqual(under);
          expect((nearest * under - over) * 2n).toBeGreaterThan(-under);
          expect(ceiling * under).toBeGreaterThanOrEqual(over);
          expect((ceiling - 1n) * under).toBeLessThan(over);
        },
      ),
    );
  });
});

/** Whether so many agents are done in time who always take the most urgent. */
function keepsUp({ volumes, intervalMs, handleMs, dueAfter, maxOccupancy }: Backlog, agents: number): boolean {
  const waiting: { due: number; work: number }[] = [];
  const capacity = agents * intervalMs * maxOccupancy;
  for (let now = 0; now < volumes.length + dueAfter + 1; now += 1) {
    if ((volumes[now] ?? 0) > 0) waiting.push({ due: now + dueAfter, work: (volumes[now] ?? 0) * handleMs });
    let left = capacity;
    for (const each of waiting.sort((a, b) => a.due - b.due)) {
      const done = Math.min(left, each.work);
      each.work -= done;
      left -= done;
    }
    if (waiting.some(({ due, work }) => due <= now && work > 1e-6)) return false;
  }
  return true;
}

describe('agents for work that waits', () => {
  it('are the fewest by whom it is done in time, as playing it through shows', () => {
    const anyBacklog = fc.record({
      volumes: fc.array(fc.nat(60), { minLength: 1, maxLength: 10 }),
      intervalMs: fc.constant(60 * MINUTE),
      handleMs: fc.integer({ min: MINUTE, max: 20 * MINUTE }),
      dueAfter: fc.nat(4),
      maxOccupancy: fc.constantFrom(0.8, 1),
    });
    fc.assert(
      fc.property(anyBacklog, (backlog) => {
        const agents = agentsForBacklog(backlog);
        expect(keepsUp(backlog, agents)).toBe(true);
        if (agents > 0) expect(keepsUp(backlog, agents - 1)).toBe(false);
      }),
    );
  });

  it('even out what need not be done at once: 60 letters of 10 minutes are 10 within the hour, and 3 by the end of the fourth', () => {
    const letters = { volumes: [60, 0, 0, 0], intervalMs: 60 * MINUTE, handleMs: 10 * MINUTE, maxOccupancy: 1 };
    expect(agentsForBacklog({ ...letters, dueAfter: 0 })).toBe(10);
    expect(agentsForBacklog({ ...letters, dueAfter: 3 })).toBe(3);
  });
});
