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

/**
 * The 97.5 % quantile of Student's t distribution. Source: G. W. Hill, "Algorithm 396: Student's t-quantiles", Communications of the ACM 13 (1970);
 * within 0.05 % of the tables from three degrees of freedom on, exact for one and two.
 */
export function studentQuantile(freedom: number): number {
  const tail = 0.05;
  if (freedom < 1.5) return Math.cos((tail * Math.PI) / 2) / Math.sin((tail * Math.PI) / 2);
  if (freedom < 2.5) return Math.sqrt(2 / (tail * (2 - tail)) - 2);
  const a = 1 / (freedom - 0.5);
  const b = (48 / a) * (1 / a);
  const c = ((20_700 * a) / b - 98) * a - 16;
  const c1 = c * a + 96.36;
  const d = ((94.5 / (b + c1) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  const y = (d * tail) ** (2 / freedom);
  const normal = 1.959963984540054;
  if (y > 0.05 + a) {
    const z = normal ** 2;
    const c2 = c1 + (freedom < 5 ? 0.3 * (freedom - 4.5) * (-normal + 0.6) : 0);
    const c3 = (((0.05 * d * -normal - 5) * -normal - 7) * -normal - 2) * -normal + b + c2;
    const w = (((((0.4 * z + 6.3) * z + 36) * z + 94.5) / c3 - z - 3) / b + 1) * normal;
    return Math.sqrt(freedom * Math.expm1(a * w * w));
  }
  const e = ((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3;
  const f = ((1 / e + 0.5 / (freedom + 4)) * y - 1) * ((freedom + 1) / (freedom + 2));
  return Math.sqrt(freedom * (f + 1 / y));
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
  const half = studentQuantile(freedom) * Math.sqrt(a + b);
  return { weeks, change, low: change - half, high: change + half, isControlled };
}
