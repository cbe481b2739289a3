import { erlangA, erlangC, UNSTABLE, type ServedQueue } from './erlang.ts';
import { atMost, by, ceilingOf, exactly, times } from './rational.ts';

/** What comes in one interval, and how it is handled. Times are whole milliseconds. */
export interface StaffingDemand {
  /** Contacts in the interval; a forecast may say 99.5. */
  readonly volume: number;
  readonly intervalMs: number;
  /** Mean time from answering to the end, work afterwards included. Of chats: how long one lasts, others beside it. */
  readonly handleMs: number;
  /** How long those who wait do so on average before they give up; null when nobody does (Erlang C). */
  readonly patienceMs: number | null;
  /** How many contacts one agent handles at once; 1 but for chats. */
  readonly concurrency: number;
}

/** What is to be reached. */
export interface StaffingTarget {
  /** The share of contacts, 0 to 1 exclusive, that are to be answered within the time. */
  readonly serviceLevel: number;
  readonly withinMs: number;
  /** The most of an agent's time that handling may take, more than 0 and at most 1. */
  readonly maxOccupancy: number;
  /** The share of paid time in which people are not there for contacts, 0 to 1 exclusive. */
  readonly shrinkage: number;
}

/** How many people an interval needs, and how its queue is served then. */
export interface StaffingLevel extends ServedQueue {
  /** At work on the queue. */
  readonly agents: number;
  /** On the roster, so that as many are at work as are needed. */
  readonly scheduled: number;
}

/** The most agents that are looked for: more than any one queue has. */
export const MAX_AGENTS = 1_000_000;

/** The traffic of a demand, in erlangs. */
export const trafficOf = ({ volume, intervalMs, handleMs }: StaffingDemand): number => (volume * handleMs) / intervalMs;

/** A queue that nothing comes to. */
const EMPTY: ServedQueue = {
  ...{ waiting: 0, serviceLevel: 1, meanWait: 0, occupancy: 0, abandoned: 0, queueLength: 0 },
};

/** The fewest agents whose occupancy is at most this, were nobody to give up. */
const forOccupancy = ({ volume, intervalMs, handleMs, concurrency }: StaffingDemand, maxOccupancy: number): number => {
  const work = times(exactly(volume), exactly(handleMs));
  return ceilingOf(by(work, times(exactly(maxOccupancy), exactly(intervalMs * concurrency))));
};

/** How a demand is served by so many agents; times of the answer are milliseconds. UNSTABLE where the queue would grow without end. */
export function performanceWith(
  agents: number,
  demand: StaffingDemand,
  withinMs: number,
): ServedQueue | typeof UNSTABLE {
  if (demand.volume === 0) return EMPTY;
  if (agents === 0) return UNSTABLE;
  const [servers, load] = [agents * demand.concurrency, { traffic: trafficOf(demand), handle: demand.handleMs }];
  const { patienceMs } = demand;
  if (patienceMs !== null) return erlangA(servers, { ...load, patience: patienceMs }, withinMs);
  // As a fraction: 12 erlangs are 12 agents' whole time, however the product of two binary fractions comes out.
  return agents < forOccupancy(demand, 1) ? UNSTABLE : erlangC(servers, load, withinMs);
}

/** So many people on the roster that `agents` are left when shrinkage has taken its share; exact, where binary fractions are not. */
export const scheduledFor = (agents: number, shrinkage: number): number =>
  ceilingOf(by({ over: BigInt(agents), under: 1n }, exactly(Number((1 - shrinkage).toPrecision(15)))));

/** What rounding may add to a share of which all the figures are right. */
const ROUNDING = 1e-12;

function meets(agents: number, demand: StaffingDemand, target: StaffingTarget): boolean {
  const performance = performanceWith(agents, demand, target.withinMs);
  if (performance === UNSTABLE || performance.serviceLevel < target.serviceLevel) return false;
  // Where nobody gives up, occupancy is a fraction of what was asked, and is compared as one.
  if (demand.patienceMs === null) return agents >= forOccupancy(demand, target.maxOccupancy);
  return performance.occupancy <= target.maxOccupancy + ROUNDING;
}

/**
 * The fewest agents that meet a target, and how the queue is served by them: both service level and occupancy only get better with every agent
 * more, so the least is found by halving. Null when a million do not.
 */
export function requiredStaff(demand: StaffingDemand, target: StaffingTarget): StaffingLevel | null {
  if (demand.volume === 0) return { ...EMPTY, agents: 0, scheduled: 0 };
  let [short, enough] = [0, 1];
  while (!meets(enough, demand, target)) {
    if (enough >= MAX_AGENTS) return null;
    [short, enough] = [enough, Math.min(enough * 2, MAX_AGENTS)];
  }
  while (enough - short > 1) {
    const middle = Math.floor((short + enough) / 2);
    if (meets(middle, demand, target)) enough = middle;
    else short = middle;
  }
  const performance = performanceWith(enough, demand, target.withinMs);
  if (performance === UNSTABLE) return null;
  return { ...performance, agents: enough, scheduled: scheduledFor(enough, target.shrinkage) };
}

/** Work that waits, such as letters: what comes in each interval of one length, and by the end of which later interval it is to be done. */
export interface Backlog {
  /** Pieces by interval. */
  readonly volumes: readonly number[];
  readonly intervalMs: number;
  readonly handleMs: number;
  /** By the end of the interval so many after the one in which it came; 0 for the same. */
  readonly dueAfter: number;
  readonly maxOccupancy: number;
}

/**
 * The fewest agents, the same in every interval, by whom all waiting work is done in time when the most urgent is done first: the greatest intensity
 * of any stretch of intervals, that is the work that comes and is due within it by its length. What comes in an interval is there at its start.
 * W. A. Horn, Some simple scheduling algorithms, Naval Research Logistics Quarterly 21 (1974).
 */
export function agentsForBacklog({ volumes, intervalMs, handleMs, dueAfter, maxOccupancy }: Backlog): number {
  let most = 0;
  for (let start = 0; start < volumes.length; start += 1) {
    let pieces = { over: 0n, under: 1n };
    for (let last = start; last < volumes.length; last += 1) {
      const volume = exactly(volumes[last] ?? 0);
      pieces = { over: pieces.over * volume.under + volume.over * pieces.under, under: pieces.under * volume.under };
      const length = last - start + dueAfter + 1;
      const capacity = times(exactly(intervalMs * length), exactly(maxOccupancy));
      const need = by(times(pieces, exactly(handleMs)), capacity);
      if (!atMost(need, { over: BigInt(most), under: 1n })) most = ceilingOf(need);
    }
  }
  return most;
}
