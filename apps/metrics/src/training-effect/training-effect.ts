import { studentAbove } from '../statistics/distribution.ts';

/** Why the effect of a course is not told. */
export type NoEffectReason = 'TOO_FEW_MATCHED' | 'FIGURE_IS_NO_MEAN';

/** What somebody's work came to before and after a day: means, and null where nothing was measured. */
export interface BeforeAndAfter {
  readonly personId: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Somebody who was trained on a day, and those who were not, by the same days. */
export interface Trained {
  readonly own: BeforeAndAfter;
  readonly others: readonly BeforeAndAfter[];
}

/** What a course did, as far as it can be told. */
export interface TrainingEffect {
  readonly metricKey: string;
  readonly days: number;
  /** How many passed, and how many of them had a match. */
  readonly trained: number;
  readonly matched: number;
  /** The mean change of those trained, and of those like them who were not. */
  readonly ownChange: number | null;
  readonly othersChange: number | null;
  /** The one less the other, with the interval that holds the true effect 95 times out of 100. */
  readonly effect: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the interval leaves nought out. */
  readonly isProven: boolean;
  readonly noEffectBecause: NoEffectReason | null;
}

/** The fewest pairs of which an effect is told: figures of fewer would tell of single people. */
export const FEWEST_PAIRS = 5;
/** How far apart two people may be before, in standard deviations of all of them (Cochran and Rubin, "Controlling bias in observational studies", Sankhya A 35, 1973). */
const CALIPER = 0.25;
const OUTSIDE = 0.05;

interface Whole {
  readonly personId: string;
  readonly before: number;
  readonly after: number;
}

interface Pair {
  readonly own: Whole;
  readonly other: Whole;
  readonly distance: number;
}

const isWhole = (each: BeforeAndAfter): each is Whole => each.before !== null && each.after !== null;
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Everybody who was trained beside the one of the others who was most like them before; nobody is there twice. The nearest are paired first. */
function pairsOf(trained: readonly Trained[]): Pair[] {
  const whole = trained.flatMap(({ own, others }) => (isWhole(own) ? [{ own, others: others.filter(isWhole) }] : []));
  const befores = new Map(
    whole.flatMap(({ own, others }) => [own, ...others].map((each) => [each.personId, each.before])),
  );
  const reach = befores.size < 2 ? 0 : CALIPER * deviationOf([...befores.values()]);
  const possible = whole
    .flatMap(({ own, others }) =>
      others.map((other) => ({ own, other, distance: Math.abs(own.before - other.before) })),
    )
    .filter(({ distance }) => distance <= reach)
    .toSorted(
      (a, b) =>
        a.distance - b.distance || (a.own.personId + a.other.personId < b.own.personId + b.other.personId ? -1 : 1),
    );
  const taken = new Set<string>();
  return possible.filter(({ own, other }) => {
    if (taken.has(own.personId) || taken.has(other.personId)) return false;
    taken.add(own.personId).add(other.personId);
    return true;
  });
}

/** What is looked at. */
export interface EffectForm {
  readonly metricKey: string;
  readonly days: number;
}

/** An effect of which nothing is told. */
export const noEffect = (
  form: EffectForm,
  counts: { readonly trained: number; readonly matched: number },
  noEffectBecause: NoEffectReason,
): TrainingEffect => ({
  ...{ ...form, ...counts, ownChange: null, othersChange: null, effect: null, low: null, high: null },
  ...{ isProven: false, noEffectBecause },
});

/**
 * What training did: how much those who passed changed, less how much others changed by the same days who stood where they stood before (difference in
 * differences over pairs matched on the score before, so that neither what happened to everybody nor the drift of low scores towards the mean is taken for it:
 * Stuart, "Matching methods for causal inference", Statistical Science 25, 2010). The interval is Student's over the pairs, in which nobody is twice. It supposes
 * that whoever was trained was chosen by that score, or by nothing that has to do with how they went on.
 */
export function effectOf(trained: readonly Trained[], form: EffectForm): TrainingEffect {
  const pairs = pairsOf(trained);
  const counts = { trained: trained.length, matched: pairs.length };
  if (pairs.length < FEWEST_PAIRS) return noEffect(form, counts, 'TOO_FEW_MATCHED');
  const changes = ({ before, after }: Whole) => after - before;
  const effects = pairs.map(({ own, other }) => changes(own) - changes(other));
  const effect = meanOf(effects);
  const margin = (studentAbove(OUTSIDE / 2, pairs.length - 1) * deviationOf(effects)) / Math.sqrt(pairs.length);
  return {
    ...{ ...form, ...counts, effect, low: effect - margin, high: effect + margin },
    ownChange: meanOf(pairs.map(({ own }) => changes(own))),
    othersChange: meanOf(pairs.map(({ other }) => changes(other))),
    isProven: effect - margin > 0 || effect + margin < 0,
    noEffectBecause: null,
  };
}
