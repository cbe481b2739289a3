import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { highsOptimizer } from '../highs-optimizer.ts';
import { coverAtLeastCost, coverClosest, type CoverPlan, type ShiftCover } from './shift-cover.ts';

interface RandomProblem {
  readonly periods: number;
  readonly need: number[];
  readonly shifts: Record<string, { start: string; hours: number }>;
  readonly costs: Record<string, number>;
  readonly minTotalAgents: number;
  readonly minCost: number;
}
interface Problems {
  readonly shifts: Record<string, number[]>;
  readonly days: { required: number[]; minTotalAgents: number; minAbsDifference: number }[];
  readonly random: RandomProblem[];
}

const file = new URL('../../../../../shared/data/scheduling/shift_cover_public.json', import.meta.url);
const isThere = existsSync(file);
const problems = (): Problems => JSON.parse(readFileSync(file, 'utf8')) as Problems;

/** Intervals that a shift covers; it goes on past midnight. */
function intervalsOf({ start, hours }: { start: string; hours: number }, periods: number): number[] {
  const perHour = periods / 24;
  return Array.from({ length: hours * perHour }, (_, i) => (Number(start) * perHour + i) % periods);
}
const coverOf = ({ need, shifts, periods, costs }: RandomProblem, cheapest: boolean): ShiftCover => ({
  required: need,
  shifts: Object.entries(shifts).map(([key, shift]) => ({
    key,
    covers: intervalsOf(shift, periods),
    cost: cheapest ? costs[key]! : 1,
  })),
});
const presentAt = ({ shifts }: ShiftCover, plan: CoverPlan, interval: number) =>
  shifts.reduce((sum, { key, covers }) => sum + (covers.includes(interval) ? plan.counts.get(key)! : 0), 0);

/** Solves, counts the plan anew, and tells its cost. */
async function provenCost(cover: ShiftCover): Promise<number> {
  const plan = coverAtLeastCost(cover, await highsOptimizer(), 30)!;
  for (const [interval, required] of cover.required.entries())
    expect(presentAt(cover, plan, interval)).toBeGreaterThanOrEqual(required);
  expect(plan.bound).toBeCloseTo(plan.cost, 4);
  return cover.shifts.reduce((sum, { key, cost }) => sum + cost * plan.counts.get(key)!, 0);
}

describe('covering with shifts', () => {
  it('is cheapest with one long shift when two short ones cost more', async () => {
    const shifts = [
      { key: 'long', covers: [0, 1], cost: 3 },
      { key: 'first', covers: [0], cost: 2 },
      { key: 'second', covers: [1], cost: 2 },
    ];
    expect(await provenCost({ required: [2, 1], shifts })).toBe(5);
  });

  it('knows no plan when a time that is needed lies in no shift', async () => {
    const cover = { required: [1, 1], shifts: [{ key: 'first', covers: [0], cost: 1 }] };
    expect(coverAtLeastCost(cover, await highsOptimizer(), 5)).toBeNull();
  });

  const withData = isThere || process.env['CI'] === 'true' ? it : it.skip;

  withData('reaches the proven optimum of each published problem, by people and by cost', async () => {
    for (const problem of problems().random) {
      expect(await provenCost(coverOf(problem, false))).toBe(problem.minTotalAgents);
      expect(await provenCost(coverOf(problem, true))).toBe(problem.minCost);
    }
  });

  withData('reaches the least number of people and the least difference on the published days', async () => {
    const { shifts, days } = problems();
    const all = Object.entries(shifts).map(([key, covered]) => ({
      key,
      covers: covered.flatMap((on, i) => (on === 1 ? [i] : [])),
      cost: 1,
    }));
    for (const { required, minTotalAgents, minAbsDifference } of days) {
      expect(await provenCost({ required, shifts: all })).toBe(minTotalAgents);
      const closest = coverClosest({ required, shifts: all }, await highsOptimizer(), 30)!;
      const difference = required.reduce(
        (sum, need, i) => sum + Math.abs(need - presentAt({ required, shifts: all }, closest, i)),
        0,
      );
      expect(difference).toBe(minAbsDifference);
    }
  });
});
