import { studentAbove } from '../statistics/distribution.ts';

/** What was measured in one week: where something was changed, and where nothing was; null when there was nothing to measure. */
export interface Week {
  readonly treated: number | null;
  readonly control: number | null;
}

/** How much a figure changed a week, beside what it would have come to. */
export interface Effect {
  /** Of how many weeks after the start. */
  readonly weeks: number;
  /** What a week of the figure came to less what it would have come to; null while one of the two is not known. */
  readonly change: number | null;
  /** The interval in which the true change lies with 95 %; null while there are not two weeks on either side. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether it was held against places where nothing was changed. */
  readonly isControlled: boolean;
}

interface Sample {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

function sampleOf(values: readonly number[]): Sample | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, variance: n > 1 ? squares / (n - 1) : 0 };
}

/** By what a control is multiplied to be as large as what it is held against: of numbers that add up, as they stood before. */
function scaleOf(before: readonly Week[], addsUp: boolean): number {
  if (!addsUp) return 1;
  const both = before.filter(({ treated, control }) => treated !== null && control !== null);
  const sum = (side: keyof Week) => both.reduce((all, week) => all + (week[side] ?? 0), 0);
  return sum('control') === 0 ? 0 : sum('treated') / sum('control');
}

/**
 * The effect of a change as the difference of differences: how much more the figure changed from the weeks before to the weeks after where something was
 * changed than where nothing was. Numbers that add up are held against the control in proportion to what both came to before. The interval is Welch's, over
 * weeks. Sources: O. Ashenfelter and D. Card, Review of Economics and Statistics 67 (1985); B. L. Welch, Biometrika 34 (1947).
 */
export function effectOf(
  before: readonly Week[],
  after: readonly Week[],
  { isControlled, addsUp }: { readonly isControlled: boolean; readonly addsUp: boolean },
): Effect {
  const scale = scaleOf(before, addsUp);
  const differences = (weeks: readonly Week[]) =>
    weeks.flatMap(({ treated, control }) => {
      if (treated === null || (isControlled && control === null)) return [];
      return isControlled ? treated - scale * (control ?? 0) : treated;
    });
  const [then, since] = [sampleOf(differences(before)), sampleOf(differences(after))];
  const weeks = since?.n ?? 0;
  if (!then || !since) return { weeks, change: null, low: null, high: null, isControlled };
  const change = since.mean - then.mean;
  if (then.n < 2 || since.n < 2) return { weeks, change, low: null, high: null, isControlled };
  const [a, b] = [then.variance / then.n, since.variance / since.n];
  const freedom = a + b === 0 ? then.n + since.n - 2 : (a + b) ** 2 / (a ** 2 / (then.n - 1) + b ** 2 / (since.n - 1));
  const half = studentAbove(0.025, freedom) * Math.sqrt(a + b);
  return { weeks, change, low: change - half, high: change + half, isControlled };
}
