import { amountOf, isProblem, type Money, type Problem } from '@courtesy/kernel';
import type {
  BacklogInput,
  MoneyInput,
  StaffingChangeInput,
  StaffingDemandInput,
  StaffingTargetInput,
} from '@courtesy/graph-types/workforce';
import type { Backlog, StaffingDemand, StaffingTarget } from './required-staff.ts';
import type { StaffingChange } from './what-if.ts';

/** The most contacts of an interval. */
export const MAX_VOLUME = 100_000;
/** The most agents that somebody asks about. */
export const MAX_ASKED_AGENTS = 100_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** How the bounds are said. */
  readonly words: string;
}

const problemsOfNumber = (path: string, value: number, { least, most, words }: Bounds): Problem[] =>
  value >= least && value <= most ? [] : [{ path, message: `is ${value}; give ${words}` }];

const problemsOfTime = (path: string, ms: number, { least, most, words }: Bounds): Problem[] =>
  ms >= least && ms <= most ? [] : [{ path, message: `lies outside ${words}` }];

const volumes: Bounds = { least: 0, most: MAX_VOLUME, words: `0 to ${MAX_VOLUME}` };
const intervals: Bounds = { least: MINUTE_MS, most: DAY_MS, words: 'PT1M to P1D' };
const handling: Bounds = { least: 1, most: DAY_MS, words: 'PT0.001S to P1D' };
const shares: Bounds = { least: Number.MIN_VALUE, most: 1, words: 'more than 0 and at most 1' };
const lost: Bounds = { least: 0, most: 0.999_999, words: '0 to less than 1' };

/** What is wrong with a demand; nothing when it is right. */
export const problemsOfDemand = (path: string, given: StaffingDemandInput): Problem[] => [
  ...problemsOfNumber(`${path}.volume`, given.volume, volumes),
  ...problemsOfTime(`${path}.interval`, given.interval, intervals),
  ...problemsOfTime(`${path}.handleTime`, given.handleTime, handling),
  ...(given.patience == null
    ? []
    : problemsOfTime(`${path}.patience`, given.patience, { least: 1, most: HOUR_MS, words: 'PT0.001S to PT1H' })),
  ...problemsOfNumber(`${path}.concurrency`, given.concurrency ?? 1, { least: 1, most: 20, words: '1 to 20' }),
];

/** What is wrong with a target; nothing when it is right. */
export const problemsOfTarget = (path: string, given: StaffingTargetInput): Problem[] => [
  ...problemsOfNumber(`${path}.serviceLevel`, given.serviceLevel, {
    ...{ least: Number.MIN_VALUE, most: 0.999_999, words: 'more than 0 and less than 1' },
  }),
  ...problemsOfTime(`${path}.within`, given.within, { least: 0, most: DAY_MS, words: 'PT0S to P1D' }),
  ...problemsOfNumber(`${path}.maxOccupancy`, given.maxOccupancy ?? 1, shares),
  ...problemsOfNumber(`${path}.shrinkage`, given.shrinkage ?? 0, lost),
];

/** What is wrong with a change; nothing when it is right. */
export const problemsOfChange = (
  path: string,
  { volumePercent, handleTime, shrinkage, agents }: StaffingChangeInput,
) => [
  ...(volumePercent == null
    ? []
    : problemsOfNumber(`${path}.volumePercent`, volumePercent, { least: -100, most: 1_000, words: '-100 to 1,000' })),
  ...(handleTime == null ? [] : problemsOfTime(`${path}.handleTime`, handleTime, handling)),
  ...(shrinkage == null ? [] : problemsOfNumber(`${path}.shrinkage`, shrinkage, lost)),
  ...problemsOfAgents(`${path}.agents`, agents),
];

/** What is wrong with a number of agents that may be absent. */
export const problemsOfAgents = (path: string, agents: number | null | undefined): Problem[] =>
  agents == null
    ? []
    : problemsOfNumber(path, agents, { least: 0, most: MAX_ASKED_AGENTS, words: `0 to ${MAX_ASKED_AGENTS}` });

/** What is wrong with work that waits; nothing when it is right. */
export const problemsOfBacklog = (given: BacklogInput): Problem[] => [
  ...problemsOfNumber('backlog.volumes', given.volumes.length, { least: 1, most: 500, words: '1 to 500 of them' }),
  ...given.volumes.flatMap((volume, i) => problemsOfNumber(`backlog.volumes[${i}]`, volume, volumes)),
  ...problemsOfTime('backlog.interval', given.interval, intervals),
  ...problemsOfTime('backlog.handleTime', given.handleTime, handling),
  ...problemsOfNumber('backlog.dueAfter', given.dueAfter, { least: 0, most: 500, words: '0 to 500' }),
  ...problemsOfNumber('backlog.maxOccupancy', given.maxOccupancy ?? 1, shares),
  ...problemsOfNumber('backlog.shrinkage', given.shrinkage ?? 0, lost),
];

/** A demand as it is counted with. */
export const demandOf = (given: StaffingDemandInput): StaffingDemand => ({
  ...{ volume: given.volume, intervalMs: given.interval, handleMs: given.handleTime },
  ...{ patienceMs: given.patience ?? null, concurrency: given.concurrency ?? 1 },
});

/** A target as it is counted with. */
export const targetOf = (given: StaffingTargetInput): StaffingTarget => ({
  ...{ serviceLevel: given.serviceLevel, withinMs: given.within },
  ...{ maxOccupancy: given.maxOccupancy ?? 1, shrinkage: given.shrinkage ?? 0 },
});

/** Work that waits as it is counted with. */
export const backlogOf = (given: BacklogInput): Backlog => ({
  ...{ volumes: given.volumes, intervalMs: given.interval, handleMs: given.handleTime },
  ...{ dueAfter: given.dueAfter, maxOccupancy: given.maxOccupancy ?? 1 },
});

/** A change as it is counted with, or what is wrong with its wage. */
export function changeOf(given: StaffingChangeInput): StaffingChange | Problem {
  const wage = given.wage ? wageOf('change.wage', given.wage) : null;
  if (isProblem(wage)) return wage;
  const { volumePercent, handleTime: handleMs, shrinkage, agents } = given;
  return { volumePercent, handleMs, shrinkage, agents, wage };
}

/** What an hour of one person costs, or what is wrong with it. */
export const wageOf = (path: string, given: MoneyInput): Money | Problem => amountOf(path, given);
