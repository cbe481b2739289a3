import { money, type Money } from '@courtesy/kernel';
import { UNSTABLE, type ServedQueue } from './erlang.ts';
import { by, exactly, nearestOf, times } from './rational.ts';
import {
  performanceWith,
  requiredStaff,
  scheduledFor,
  type StaffingDemand,
  type StaffingTarget,
} from './required-staff.ts';

/** What could be otherwise. Absent: as it is. */
export interface StaffingChange {
  /** By how many percent more contacts come; less than nothing for fewer. */
  readonly volumePercent?: number | null | undefined;
  readonly handleMs?: number | null | undefined;
  readonly shrinkage?: number | null | undefined;
  /** So many agents, whatever the target asks for. */
  readonly agents?: number | null | undefined;
  /** Of one person an hour. */
  readonly wage?: Money | null | undefined;
}

/** What is asked about: an interval, what is to be reached in it, and what an hour of one person costs. */
export interface StaffingScenario {
  readonly demand: StaffingDemand;
  readonly target: StaffingTarget;
  readonly wage: Money;
}

/** One side of a comparison. */
export interface StaffingOutcome {
  readonly agents: number;
  readonly scheduled: number;
  /** Null where the queue would grow without end. */
  readonly performance: ServedQueue | null;
  /** What those on the roster cost in the interval. */
  readonly cost: Money;
}

/** What so many people cost in a time, to the minor unit. */
export function costOf(people: number, lengthMs: number, wage: Money): Money {
  const hours = by(times(exactly(people), exactly(lengthMs)), { over: 3_600_000n, under: 1n });
  return money(nearestOf(times(hours, { over: wage.minor, under: 1n })), wage.currency);
}

/** Volume changed by so many percent, without the dust of binary fractions. */
const changed = (volume: number, percent: number): number => {
  const { over, under } = times(exactly(volume), by(exactly(100 + percent), { over: 100n, under: 1n }));
  return Number(over) / Number(under);
};

/** How a scenario comes out; null when no number of agents meets its target. */
export function outcomeOf({ demand, target, wage }: StaffingScenario, agents?: number | null): StaffingOutcome | null {
  const needed = agents ?? requiredStaff(demand, target)?.agents;
  if (needed === undefined) return null;
  const performance = performanceWith(needed, demand, target.withinMs);
  const scheduled = scheduledFor(needed, target.shrinkage);
  const cost = costOf(scheduled, demand.intervalMs, wage);
  return { agents: needed, scheduled, performance: performance === UNSTABLE ? null : performance, cost };
}

/** The scenario that a change makes of another. */
export const scenarioAfter = (
  { demand, target, wage }: StaffingScenario,
  change: StaffingChange,
): StaffingScenario => ({
  demand: {
    ...demand,
    volume: changed(demand.volume, change.volumePercent ?? 0),
    handleMs: change.handleMs ?? demand.handleMs,
  },
  target: { ...target, shrinkage: change.shrinkage ?? target.shrinkage },
  wage: change.wage ?? wage,
});
