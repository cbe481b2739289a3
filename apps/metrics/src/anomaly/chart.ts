import { normalBelow, studentAbove } from '../statistics/distribution.ts';

/** What a chart is of: single values, the change of a level, a proportion, or a count over time. */
export type ControlChartKind = 'INDIVIDUALS' | 'LEVEL_CHANGES' | 'P_PRIME' | 'U_PRIME';
/** By which rule a point stands out. */
export type ControlChartRule = 'BEYOND_LIMIT' | 'RUN_ON_ONE_SIDE';

/** What was measured in one bucket. */
export interface Observation {
  readonly bucket: string;
  /** The figure; null where there was none. */
  readonly value: number | null;
  /** What it rests on: below the line of a proportion, days of a count, 1 otherwise. */
  readonly size: number;
  /** Which of the points that are alike it belongs to: its weekday, or 0. */
  readonly slot: number;
  /** Whether the centre and the limits are estimated from it. */
  readonly isBaseline: boolean;
}

/** One point of a chart. Null limits where it is not judged. */
export interface ChartedPoint {
  readonly bucket: string;
  readonly value: number | null;
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly isBaseline: boolean;
  readonly rules: readonly ControlChartRule[];
}

/** A chart with its points. */
export interface Charted {
  readonly kind: ControlChartKind;
  readonly points: readonly ChartedPoint[];
  /** How many points on one side of the centre are a signal. */
  readonly runLength: number;
  /** How much more the points vary than chance alone would make them: 1 is not at all. Null where the spread is measured. */
  readonly dispersion: number | null;
}

/** The fewest points of a baseline. */
export const FEWEST_POINTS = 20;
/** The parts of the false alarms that are left to single points and to runs; the rest is spare, since limits are estimates themselves. */
const [OF_LIMITS, OF_RUNS] = [0.55, 0.2];
/** The fewest events, and non-events, on which the centre of each weekday may rest: with fewer, all days have one. */
const FEWEST_EVENTS = 25;
/** The mean moving range of two normal values, in standard deviations (d2 of 2), and its degrees of freedom for each value (Wheeler, 1995, table 3.1). */
const RANGE_OF_TWO = 1.128;
const FREEDOM_OF_RANGES = 0.62;

/** A value as it was to be expected: its centre, spread and skewness, and how much of itself it put into its centre. */
interface Expected {
  readonly seen: Measured;
  readonly centre: number;
  readonly spread: number;
  readonly skew: number;
  readonly weight: number;
}

type Measured = Observation & { readonly value: number };
const isMeasured = (seen: Observation): seen is Measured => seen.value !== null && seen.size > 0;

/** The centre of each slot, and what it rests on: the mean of the baseline, weighed by what each point rests on. */
function centresOf(baseline: readonly Measured[]) {
  const slots = Map.groupBy(baseline, ({ slot }) => slot);
  return new Map(
    [...slots].map(([slot, points]) => {
      const size = points.reduce((sum, point) => sum + point.size, 0);
      return [slot, { size, centre: points.reduce((sum, { value, size: of }) => sum + value * of, 0) / size }] as const;
    }),
  );
}

/** Whether there are enough events for each slot to have a centre of its own: a centre that rests on few of them is too unsure to judge by. */
function bearsSlots(kind: ControlChartKind, baseline: readonly Measured[]): boolean {
  if (kind !== 'U_PRIME' && kind !== 'P_PRIME') return true;
  const size = baseline.reduce((sum, point) => sum + point.size, 0);
  const events = baseline.reduce((sum, { value, size: of }) => sum + value * of, 0);
  const fewest = kind === 'P_PRIME' ? Math.min(events, size - events) : events;
  return fewest >= FEWEST_EVENTS * new Set(baseline.map(({ slot }) => slot)).size;
}

/** How much a point of nothing but chance varies, and how lopsidedly: Poisson for a count, binomial for a proportion. */
function varying(kind: ControlChartKind, centre: number, size: number): readonly [spread: number, skew: number] {
  if (kind === 'U_PRIME') return [Math.sqrt(centre / size), centre > 0 ? 1 / Math.sqrt(centre * size) : 0];
  if (kind === 'P_PRIME') {
    const chance = centre * (1 - centre);
    return [Math.sqrt(chance / size), chance > 0 ? (1 - 2 * centre) / Math.sqrt(chance * size) : 0];
  }
  return [1, 0];
}

/** The deviation of a point from its centre in units of its spread, evened out for what it put into the centre itself. */
const deviation = ({ seen, centre, spread, weight }: Expected): number =>
  (seen.value - centre) / (spread * Math.sqrt(seen.isBaseline ? Math.max(1 - weight, 0.05) : 1 + weight));

/** The standard deviation of values as their moving ranges say it. */
function spreadOf(values: readonly number[]): number {
  const ranges = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)));
  return ranges.reduce((sum, range) => sum + range, 0) / Math.max(1, ranges.length) / RANGE_OF_TWO;
}

/**
 * How many points on one side are so rare by chance, where the centre is off by what an estimate from so many points is: chance of a run that ends at a
 * point, over the normal distribution of that error, in steps of a fifth of it.
 */
export function runLengthOf(rate: number, points: number): number {
  const errors = Array.from({ length: 41 }, (_, i) => (i - 20) / 5);
  const weights = errors.map((z) => Math.exp((-z * z) / 2));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const aboves = errors.map((z) => normalBelow(z / Math.sqrt(points)));
  for (let length = 2; ; length += 1) {
    const chance = aboves.reduce(
      (sum, above, i) => sum + ((weights[i] ?? 0) / all) * (above ** length + (1 - above) ** length),
      0,
    );
    if (chance <= rate || length === 60) return length;
  }
}

interface Limits {
  /** How far from the centre a single value is so rare, in units of spread, were it not skewed. */
  readonly distance: number;
  readonly dispersion: number;
  readonly runLength: number;
}

/** The limits of a point: the first two terms of Cornish and Fisher's expansion (1938) move them where values are skewed, as low counts are. */
function limitsOf(
  expected: Expected,
  { distance, dispersion }: Limits,
): readonly [lower: number, upper: number, middle: number] {
  const { centre, spread, skew, weight, seen } = expected;
  const unit = spread * dispersion * Math.sqrt(1 + (seen.isBaseline ? 0 : weight));
  // What varies more than chance is skewed more: a count over a gamma rate, whose variance is that many times as much.
  const variance = dispersion * dispersion;
  const lopsided = skew * ((2 * variance - 1) / dispersion);
  const moved = ((distance * distance - 1) * lopsided) / 6;
  // The expansion overshoots where values are very skewed: a limit comes no nearer than half way.
  const lower = centre + unit * (Math.min(moved, distance / 2) - distance);
  const upper = centre + unit * (Math.max(moved, -distance / 2) + distance);
  return [lower, upper, centre - (unit * lopsided) / 6];
}

/** The points of a chart in order, each with the rules by which it stands out. */
function judged(observations: readonly Observation[], expected: ReadonlyMap<Observation, Expected>, limits: Limits) {
  let [side, length] = [0, 0];
  return observations.map((seen): ChartedPoint => {
    const of = expected.get(seen);
    const { bucket, value, isBaseline } = seen;
    if (!of || value === null) return { bucket, value, centre: null, lower: null, upper: null, isBaseline, rules: [] };
    const [lower, upper, middle] = limitsOf(of, limits);
    const isSide = Math.sign(value - middle);
    length = isSide !== 0 && isSide === side ? length + 1 : 1;
    side = isSide;
    const isRun = side !== 0 && length >= limits.runLength;
    const rules: ControlChartRule[] = [
      ...(value < lower || value > upper ? (['BEYOND_LIMIT'] as const) : []),
      ...(isRun ? (['RUN_ON_ONE_SIDE'] as const) : []),
    ];
    return { bucket, value, centre: of.centre, lower, upper, isBaseline, rules };
  });
}

/**
 * A control chart whose points stand out by chance at most at `rate`, each. Proportions and counts are charted as Laney's p' and u' ("Improved control
 * charts for attributes", Quality Engineering 14, 2002): what varies more than chance widens the limits; never less than chance. Other values are
 * charted one by one with their moving ranges (Wheeler, "Advanced topics in statistical process control", 1995). Two rules: beyond a limit (Western
 * Electric 1), and a run on one side of the centre (Nelson 2), whose length follows from the rate. Limits are Student's, since the spread is estimated.
 * It supposes that points do not depend on each other, that single values are near normal, and that counts and proportions vary so many times more than chance
 * at any size. Null where fewer than {@link FEWEST_POINTS} baseline points were measured, or nothing varies.
 */
export function chartOf(kind: ControlChartKind, observations: readonly Observation[], rate: number): Charted | null {
  const told = observations.filter(isMeasured);
  const isBySlot = bearsSlots(
    kind,
    told.filter(({ isBaseline }) => isBaseline),
  );
  const inOrder = isBySlot ? observations : observations.map((each) => ({ ...each, slot: 0 }));
  const measured = inOrder.filter(isMeasured);
  const baseline = measured.filter(({ isBaseline }) => isBaseline);
  if (baseline.length < FEWEST_POINTS) return null;
  const centres = centresOf(baseline);
  const raw = measured.flatMap((seen): Expected[] => {
    const known = centres.get(seen.slot);
    if (!known) return [];
    const [spread, skew] = varying(kind, known.centre, seen.size);
    return spread > 0 ? [{ seen, centre: known.centre, spread, skew, weight: seen.size / known.size }] : [];
  });
  const deviations = raw.filter(({ seen }) => seen.isBaseline).map(deviation);
  const found = spreadOf(deviations);
  const isSpread = kind === 'INDIVIDUALS' || kind === 'LEVEL_CHANGES';
  if (deviations.length < FEWEST_POINTS || (isSpread && found === 0)) return null;
  const dispersion = isSpread ? 1 : Math.max(1, found);
  const expected = new Map(
    raw.map((each) => [each.seen as Observation, isSpread ? { ...each, spread: found } : each] as const),
  );
  const freedom = FREEDOM_OF_RANGES * (deviations.length - 1);
  const distance = studentAbove((rate * OF_LIMITS) / 2, freedom);
  const runLength = runLengthOf(rate * OF_RUNS, deviations.length);
  const points = judged(inOrder, expected, { distance, dispersion, runLength });
  return { kind, points, runLength, dispersion: isSpread ? null : dispersion };
}
