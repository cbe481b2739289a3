import { lnGamma, normalBelow } from './distribution.ts';

/** Two groups within one stratum: how many there are of each, and of how many of them something is true. */
export interface Stratum {
  readonly ours: number;
  readonly oursAbove: number;
  readonly others: number;
  readonly othersAbove: number;
}

/** How unlike two groups are, stratum by stratum. */
export interface Difference {
  /** The share of ours less that of the others, at the same mix of strata (Mantel and Haenszel's weights). */
  readonly difference: number;
  /** How likely at least as much would be by chance, were every stratum alike. */
  readonly chance: number;
}

/** Up to this variance the chance is counted out; beyond, the normal curve is near enough. */
const COUNTED_OUT = 400;
/** Terms rarer than this are left out. */
const NEGLIGIBLE = 1e-18;

const lnChoose = (n: number, k: number): number => lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);

interface Spread {
  readonly expected: number;
  readonly variance: number;
}

function spreadOf({ ours, others, oursAbove, othersAbove }: Stratum): Spread {
  const [all, above] = [ours + others, oursAbove + othersAbove];
  const expected = (ours * above) / all;
  return { expected, variance: all < 2 ? 0 : (expected * others * (all - above)) / (all * (all - 1)) };
}

/** The distribution of a whole number: how likely each is, from a first one on. */
interface Distribution {
  readonly first: number;
  readonly chances: readonly number[];
}

/** How many of ours something would be true of, were it dealt out by chance: the hypergeometric distribution. */
function dealt({ ours, others, oursAbove, othersAbove }: Stratum): Distribution {
  const above = oursAbove + othersAbove;
  const [least, most] = [Math.max(0, above - others), Math.min(ours, above)];
  const all = lnChoose(ours + others, above);
  const chances = Array.from({ length: most - least + 1 }, (_, i) =>
    Math.exp(lnChoose(ours, least + i) + lnChoose(others, above - least - i) - all),
  );
  return trimmed({ first: least, chances });
}

function trimmed({ first, chances }: Distribution): Distribution {
  const from = chances.findIndex((chance) => chance > NEGLIGIBLE);
  const to = chances.findLastIndex((chance) => chance > NEGLIGIBLE);
  return { first: first + from, chances: chances.slice(from, to + 1) };
}

function together(one: Distribution, other: Distribution): Distribution {
  const chances = new Array<number>(one.chances.length + other.chances.length - 1).fill(0);
  one.chances.forEach((a, i) => other.chances.forEach((b, j) => void (chances[i + j] = (chances[i + j] ?? 0) + a * b)));
  return trimmed({ first: one.first + other.first, chances });
}

function countedOut(strata: readonly Stratum[], seen: number): number {
  const { first, chances } = strata.map(dealt).reduce(together, { first: 0, chances: [1] });
  const ofSeen = chances[seen - first] ?? 0;
  // What is as likely as what was seen, but for rounding, counts as much.
  return Math.min(
    1,
    chances.reduce((sum, chance) => sum + (chance <= ofSeen * (1 + 1e-7) ? chance : 0), 0),
  );
}

/**
 * Whether two groups fare alike within strata. The chance is that of the exact conditional test of a common odds ratio of 1 (Agresti, "Categorical data
 * analysis", 2nd ed., 6.7), two-sided by the likelihood of what was seen: it never says too little, however few there are. Where much varies it is Cochran's,
 * Mantel's and Haenszel's test with their correction (Journal of the National Cancer Institute 22, 1959). Null where no stratum has both groups.
 */
export function differenceOf(strata: readonly Stratum[]): Difference | null {
  const both = strata.filter(({ ours, others }) => ours > 0 && others > 0);
  if (both.length === 0) return null;
  const spreads = both.map(spreadOf);
  const [expected, variance] = (['expected', 'variance'] as const).map((name) =>
    spreads.reduce((sum, spread) => sum + spread[name], 0),
  ) as [number, number];
  const seen = both.reduce((sum, { oursAbove }) => sum + oursAbove, 0);
  const weights = both.map(({ ours, others }) => (ours * others) / (ours + others));
  const gaps = both.map(({ ours, others, oursAbove, othersAbove }) => oursAbove / ours - othersAbove / others);
  const weight = weights.reduce((sum, each) => sum + each, 0);
  const difference = gaps.reduce((sum, gap, i) => sum + gap * (weights[i] ?? 0), 0) / weight;
  if (variance <= COUNTED_OUT) return { difference, chance: countedOut(both, seen) };
  const z = Math.max(0, Math.abs(seen - expected) - 0.5) / Math.sqrt(variance);
  return { difference, chance: Math.min(1, 2 * normalBelow(-z)) };
}

/**
 * The chances of many tests, each raised so far that at most a share of all such families of tests has even one of them below that share where nothing is
 * so: Holm's method ("A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979), which supposes nothing of how
 * the tests hang together.
 */
export function raisedForMany(chances: readonly number[]): number[] {
  const raised = new Array<number>(chances.length);
  let most = 0;
  const inOrder = chances.map((chance, i) => ({ chance, i })).toSorted((a, b) => a.chance - b.chance);
  inOrder.forEach(({ chance, i }, rank) => {
    most = Math.max(most, Math.min(1, chance * (chances.length - rank)));
    raised[i] = most;
  });
  return raised;
}
