import {
  exactly,
  fraction,
  minus,
  nearest,
  over,
  plus,
  sumOf,
  times,
  ZERO,
  type Fraction,
} from '../statistics/fraction.ts';

/** Why a change is not told apart into what drove it. */
export type NotDrivenReason = 'VALUES_DO_NOT_ADD' | 'FIGURES_WITHHELD' | 'NOTHING_MEASURED' | 'TOO_LARGE';

/** How the figures of members make the figure of all of them. */
export type Composition = 'SUM' | 'RATIO';

/** What one member of a dimension was in one period: its amount; and in a ratio, of how many it is that. */
export interface MemberFigure {
  readonly key: string;
  readonly label: string;
  /** Of a sum, the figure; of a ratio, what stands above the line. */
  readonly amount: Fraction;
  /** Of a ratio, what stands below the line. */
  readonly weight: Fraction;
}

/** What one member has to do with a change. */
export interface Driver {
  readonly key: string;
  readonly label: string;
  /** Its figure before and now; null where it had none. */
  readonly before: number | null;
  readonly now: number | null;
  /** Its share of the whole, before and now; null in a sum. */
  readonly shareBefore: number | null;
  readonly shareNow: number | null;
  /** How much of the change is due to it. */
  readonly contribution: Fraction;
  /** Of that, what comes of a larger or smaller share of the whole. Nought in a sum. */
  readonly mixEffect: Fraction;
  /** Of that, what comes of its own figure. */
  readonly rateEffect: Fraction;
}

/** A change of a figure, and what drove it. */
export interface Driven {
  readonly before: number;
  readonly now: number;
  readonly change: Fraction;
  readonly drivers: readonly Driver[];
  /** What of the change no member accounts for: nought, reckoned without rounding. */
  readonly remainder: Fraction;
}

const HALF = fraction(1n, 2n);
const mean = (a: Fraction, b: Fraction): Fraction => times(HALF, plus(a, b));
const isZero = ({ above }: Fraction): boolean => above === 0n;

interface Pair {
  readonly key: string;
  readonly label: string;
  readonly before: MemberFigure | undefined;
  readonly now: MemberFigure | undefined;
}

function pairsOf(before: readonly MemberFigure[], now: readonly MemberFigure[]): Pair[] {
  const [old, current] = [before, now].map((figures) => new Map(figures.map((each) => [each.key, each])));
  const keys = new Map([...before, ...now].map(({ key, label }) => [key, label]));
  return [...keys].map(([key, label]) => ({ key, label, before: old?.get(key), now: current?.get(key) }));
}

function addedUp({ key, label, before, now }: Pair): Driver {
  const contribution = minus(now?.amount ?? ZERO, before?.amount ?? ZERO);
  return {
    ...{ key, label, before: before ? nearest(before.amount) : null, now: now ? nearest(now.amount) : null },
    ...{ shareBefore: null, shareNow: null, contribution, mixEffect: ZERO, rateEffect: contribution },
  };
}

/** What a member measured, as a share of the whole and as a rate of its own. */
function weighed(figure: MemberFigure | undefined, whole: Fraction) {
  if (!figure || isZero(figure.weight)) return { share: ZERO, rate: null };
  return { share: over(figure.weight, whole), rate: over(figure.amount, figure.weight) };
}

interface Whole {
  readonly amount: Fraction;
  readonly weight: Fraction;
}

function inRatio(pair: Pair, before: Whole, now: Whole): Driver {
  const { key, label } = pair;
  const [old, current] = [weighed(pair.before, before.weight), weighed(pair.now, now.weight)];
  // Whoever was there in one period only has no rate of their own to change: all that they did is the mix.
  const [oldRate, newRate] = [old.rate ?? current.rate ?? ZERO, current.rate ?? old.rate ?? ZERO];
  const usual = mean(over(before.amount, before.weight), over(now.amount, now.weight));
  const rateEffect = times(mean(old.share, current.share), minus(newRate, oldRate));
  const mixEffect = times(minus(mean(oldRate, newRate), usual), minus(current.share, old.share));
  return {
    ...{ key, label, before: old.rate && nearest(old.rate), now: current.rate && nearest(current.rate) },
    ...{ shareBefore: nearest(old.share), shareNow: nearest(current.share) },
    ...{ contribution: plus(mixEffect, rateEffect), mixEffect, rateEffect },
  };
}

const wholeOf = (figures: readonly MemberFigure[]): Whole => ({
  amount: sumOf(figures.map(({ amount }) => amount)),
  weight: sumOf(figures.map(({ weight }) => weight)),
});

const size = ({ contribution: { above, below } }: Driver): number => Math.abs(nearest({ above, below }));

/**
 * Takes a change apart into what each member contributed. A sum changes by what its members do. A ratio changes because members changed (their rate, at
 * the mean of their shares) and because their shares did (the mix, at the mean of their rates, as far as it lies off the figure of all): the symmetric
 * form of Kitagawa, "Components of a difference between two rates", Journal of the American Statistical Association 50 (1955), which leaves no
 * interaction over. Reckoned in fractions, so that the parts are the change and not nearly so. Null where a ratio had nothing below the line.
 */
export function drivenBy(
  composition: Composition,
  before: readonly MemberFigure[],
  now: readonly MemberFigure[],
): Driven | null {
  const [old, current] = [wholeOf(before), wholeOf(now)];
  if (composition === 'RATIO' && (isZero(old.weight) || isZero(current.weight))) return null;
  const figure = ({ amount, weight }: Whole) => (composition === 'SUM' ? amount : over(amount, weight));
  const pairs = pairsOf(before, now);
  const drivers = pairs.map((pair) => (composition === 'SUM' ? addedUp(pair) : inRatio(pair, old, current)));
  const change = minus(figure(current), figure(old));
  return {
    ...{ before: nearest(figure(old)), now: nearest(figure(current)), change },
    drivers: drivers.toSorted((a, b) => size(b) - size(a) || (a.key < b.key ? -1 : 1)),
    remainder: minus(change, sumOf(drivers.map(({ contribution }) => contribution))),
  };
}

/** A member of a sum. */
export const inSum = (key: string, label: string, amount: number | bigint): MemberFigure => ({
  ...{ key, label, weight: ZERO },
  amount: typeof amount === 'bigint' ? fraction(amount, 1n) : exactly(amount),
});

/** A member of a ratio, by what stands above and below the line. */
export const ofParts = (key: string, label: string, parts: { above: number; below: number }): MemberFigure => ({
  ...{ key, label, amount: exactly(parts.above), weight: exactly(parts.below) },
});

/** A member of a mean, by its own mean and how many were measured. */
export const ofMean = (key: string, label: string, parts: { mean: number; count: number }): MemberFigure => ({
  ...{ key, label, amount: times(exactly(parts.mean), exactly(parts.count)), weight: exactly(parts.count) },
});
