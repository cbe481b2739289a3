import type { LinearProblem, Optimizer } from './optimizer.ts';

/** A shift that any number of people may work: the intervals it covers, and what one person on it costs. */
export interface CoveringShift {
  readonly key: string;
  /** Indexes of the intervals. */
  readonly covers: readonly number[];
  readonly cost: number;
}

/** How many people are needed in each interval, and the shifts there are. */
export interface ShiftCover {
  readonly required: readonly number[];
  readonly shifts: readonly CoveringShift[];
}

/** How many work each shift, and what that comes to. */
export interface CoverPlan {
  readonly counts: ReadonlyMap<string, number>;
  readonly cost: number;
  /** Nothing is cheaper; equal to the cost when the plan is proven best. */
  readonly bound: number;
}

/**
 * The cheapest number of people on each shift by which nobody is missing in any interval; null when some interval lies in no shift. With costs of 1
 * it is the least number of people.
 */
export function coverAtLeastCost(
  { required, shifts }: ShiftCover,
  optimizer: Optimizer,
  seconds: number,
): CoverPlan | null {
  const columns = {
    cost: shifts.map(({ cost }) => cost),
    lower: shifts.map(() => 0),
    upper: shifts.map(() => Infinity),
    entries: shifts.map(({ covers }) => covers.map((interval) => [interval, 1] as const)),
  };
  const rows = { rowLower: required, rowUpper: required.map(() => Infinity) };
  return planFrom(shifts, optimizer, { ...rows, columns, whole: shifts.map(() => true) }, seconds);
}

/** The plan with the least sum of differences between required and present, too few and too many alike, whatever it costs. */
export function coverClosest(
  { required, shifts }: ShiftCover,
  optimizer: Optimizer,
  seconds: number,
): CoverPlan | null {
  const slack = (value: number) => required.map((_, interval) => [[interval, value] as const]);
  const entries = [
    ...shifts.map(({ covers }) => covers.map((interval) => [interval, 1] as const)),
    ...slack(1),
    ...slack(-1),
  ];
  const columns = {
    cost: entries.map((_, i) => (i < shifts.length ? 0 : 1)),
    lower: entries.map(() => 0),
    upper: entries.map(() => Infinity),
    entries,
  };
  const whole = entries.map((_, i) => i < shifts.length);
  return planFrom(shifts, optimizer, { rowLower: required, rowUpper: required, columns, whole }, seconds);
}

function planFrom(
  shifts: readonly CoveringShift[],
  optimizer: Optimizer,
  problem: LinearProblem,
  seconds: number,
): CoverPlan | null {
  const { values, objective, bound } = optimizer.solve(problem, { seconds });
  if (values === null) return null;
  const counts = new Map(shifts.map(({ key }, i) => [key, Math.round(values[i] ?? 0)]));
  return { counts, cost: objective, bound };
}
