import { money, type Money, type Problem } from '@courtesy/kernel';
import type { WhatIfInput } from '@courtesy/graph-types/metrics';

/** What comes in one interval. */
export interface WhatIfInterval {
  readonly volume: number;
  readonly lengthMs: number;
  readonly handleMs: number;
}

/** How an interval is staffed, and served by that. Figures are null where a queue would grow without end. */
export interface StaffedInterval {
  readonly agents: number;
  readonly scheduled: number;
  readonly serviceLevel: number | null;
  readonly occupancy: number | null;
  readonly abandoned: number | null;
}

/** How all intervals are served together. */
export interface WhatIfService {
  /** By contacts. Null where a queue would grow without end, or nothing comes. */
  readonly serviceLevel: number | null;
  /** By the time of agents. Null likewise. */
  readonly occupancy: number | null;
  /** By contacts. Null likewise. */
  readonly abandoned: number | null;
  /** In how many intervals the queue would grow without end. */
  readonly unstable: number;
}

/** How many people all intervals need together, and how they are served. */
export interface WhatIfStaff extends WhatIfService {
  /** The most at work in any interval. */
  readonly agents: number;
  /** The most on the roster in any interval. */
  readonly scheduled: number;
  /** How long all on the roster are paid for together, in milliseconds. */
  readonly paidMs: bigint;
}

/** The most intervals that one question is about. */
export const MAX_INTERVALS = 2_000;
const HOUR_MS = 3_600_000n;
/** Percentages count to a thousandth. */
const WHOLE = 100_000;

const thousandths = (percent: number): number => WHOLE + Math.round(percent * 1_000);

/** A number changed by a percentage. */
export const changedBy = (value: number, percent: number): number => (value * thousandths(percent)) / WHOLE;

const nearest = (over: bigint, under: bigint): bigint => (2n * over + under) / (2n * under);

/** An amount changed by a percentage, to the nearest minor unit. */
export const moneyChangedBy = ({ minor, currency }: Money, percent: number): Money =>
  money(nearest(minor * BigInt(thousandths(percent)), BigInt(WHOLE)), currency);

/** What so much paid time costs, to the nearest minor unit. */
export const costOf = (paidMs: bigint, { minor, currency }: Money): Money =>
  money(nearest(paidMs * minor, HOUR_MS), currency);

/** The intervals as a change makes them. */
export const intervalsAfter = (
  intervals: readonly WhatIfInterval[],
  { volumePercent, handleTimePercent }: Pick<WhatIfInput, 'volumePercent' | 'handleTimePercent'>,
): WhatIfInterval[] =>
  intervals.map(({ volume, lengthMs, handleMs }) => ({
    volume: changedBy(volume, volumePercent ?? 0),
    lengthMs,
    handleMs: Math.max(1, Math.round(changedBy(handleMs, handleTimePercent ?? 0))),
  }));

/** How many come in all. */
export const volumeOf = (intervals: readonly WhatIfInterval[]): number =>
  intervals.reduce((total, { volume }) => total + volume, 0);

/** How intervals are served together: each contact counts alike, and of occupancy each agent's time. */
export function servedTogether(
  intervals: readonly WhatIfInterval[],
  staffed: readonly StaffedInterval[],
): WhatIfService {
  const unstable = staffed.filter(({ serviceLevel }) => serviceLevel === null).length;
  const [sums, volume] = [{ answered: 0, abandoned: 0, busy: 0, time: 0 }, volumeOf(intervals)];
  intervals.forEach((each, i) => {
    const served = staffed[i];
    const time = (served?.agents ?? 0) * each.lengthMs;
    sums.answered += each.volume * (served?.serviceLevel ?? 0);
    sums.abandoned += each.volume * (served?.abandoned ?? 0);
    sums.busy += time * (served?.occupancy ?? 0);
    sums.time += time;
  });
  if (unstable > 0 || volume === 0) return { serviceLevel: null, occupancy: null, abandoned: null, unstable };
  return {
    ...{ serviceLevel: sums.answered / volume, abandoned: sums.abandoned / volume, unstable },
    occupancy: sums.time === 0 ? null : sums.busy / sums.time,
  };
}

/** How many people intervals need together. */
export function staffOf(intervals: readonly WhatIfInterval[], staffed: readonly StaffedInterval[]): WhatIfStaff {
  const most = (of: 'agents' | 'scheduled') => staffed.reduce((least, each) => Math.max(least, each[of]), 0);
  return {
    ...servedTogether(intervals, staffed),
    ...{ agents: most('agents'), scheduled: most('scheduled') },
    paidMs: staffed.reduce(
      (total, { scheduled }, i) => total + BigInt(scheduled) * BigInt(intervals[i]?.lengthMs ?? 0),
      0n,
    ),
  };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

const between = (path: string, value: number | null | undefined, { least, most }: Bounds): Problem[] =>
  value == null || (value >= least && value <= most)
    ? []
    : [{ path, message: `is ${value}; give ${least} to ${most}` }];

const PERCENT: Bounds = { least: -100, most: 1_000 };
const SHARE: Bounds = { least: 0, most: 0.999_999 };
const DAY_MS = 86_400_000;

/** Everything that is wrong with a question but its period and its money; empty when nothing is. */
export function problemsOfWhatIf(input: WhatIfInput): Problem[] {
  const { demand, target } = input;
  return [
    ...(demand && (demand.length === 0 || demand.length > MAX_INTERVALS)
      ? [{ path: 'demand', message: `has ${demand.length} intervals; send 1 to ${MAX_INTERVALS}` }]
      : []),
    ...(demand ?? []).flatMap(({ volume, interval, handleTime }, i) => [
      ...between(`demand[${i}].volume`, volume, { least: 0, most: 100_000 }),
      ...between(`demand[${i}].interval`, interval, { least: 60_000, most: DAY_MS }),
      ...between(`demand[${i}].handleTime`, handleTime, { least: 1, most: DAY_MS }),
    ]),
    ...(input.teamId != null && input.siteId == null
      ? [{ path: 'siteId', message: 'is to be given with a team' }]
      : []),
    ...between('target.serviceLevel', target.serviceLevel, { least: 0.000_001, most: 0.999_999 }),
    ...between('target.within', target.within, { least: 0, most: DAY_MS }),
    ...between('target.maxOccupancy', target.maxOccupancy, { least: 0.01, most: 1 }),
    ...between('target.shrinkage', target.shrinkage, SHARE),
    ...between('shrinkage', input.shrinkage, SHARE),
    ...between('patience', input.patience, { least: 1, most: 3_600_000 }),
    ...between('volumePercent', input.volumePercent, PERCENT),
    ...between('handleTimePercent', input.handleTimePercent, { least: -99, most: 1_000 }),
    ...between('wagePercent', input.wagePercent, PERCENT),
  ];
}
