import { decimalOf } from '@courtesy/kernel';
import type { LossPreventionSignalKind, LossPreventionSubjectKind } from '@courtesy/graph-types/policy';

/** What was counted of one subject's refunds in a period: everything that the score rests on. */
export interface SubjectFacts {
  /** The id of a customer or a person. Never looked at but to break ties. */
  readonly subjectId: string;
  readonly uses: number;
  /** In minor units. */
  readonly totalMinor: bigint;
  /** Within 14 days of the one before. */
  readonly soonAfter: number;
  readonly justUnderLimit: number;
  readonly split: number;
  /** Between the same customer and member of staff, of whom there are three or more. */
  readonly repeatedPair: number;
}

/** One figure of a subject against its peers. */
export interface ScoredSignal {
  readonly kind: LossPreventionSignalKind;
  /** A count, a share, or an amount in the currency's main unit, as decimal text. */
  readonly value: string;
  readonly usual: string | null;
  readonly peers: number;
  readonly robustZ: number | null;
  readonly percentile: number | null;
  readonly points: number;
  readonly explanation: string;
}

/** A subject with its score. */
export interface ScoredSubject {
  readonly rank: number;
  readonly facts: SubjectFacts;
  readonly score: number;
  readonly isFlagged: boolean;
  /** The one with the most points first. */
  readonly signals: readonly ScoredSignal[];
}

/** From this score on a subject is flagged: on seeded years with planted offenders, what lies above is planted (see the specs). */
export const FLAG_SCORE = 12;
/** Peers needed for any comparison. */
export const MIN_PEERS = 8;
/** Uses a subject needs to be looked at, and to be a peer. */
export const MIN_USES: Readonly<Record<LossPreventionSubjectKind, number>> = { CUSTOMER: 3, STAFF: 10 };

/** A deviation above which a signal begins to count, and the most deviations that do count. */
const FROM_Z = 2;
const UP_TO_Z = 10;
/** How many uses a subject is lent at the share of all peers before its own share is believed. */
const LENT_USES = 5;

interface Measure {
  readonly weight: number;
  /** Scales a deviation when the peers hardly differ: in units of the figure, or as a part of the median for amounts. */
  readonly floor: number;
  /** What is counted for a share; null for the figures that are none. */
  readonly counted: ((facts: SubjectFacts) => number) | null;
  /** The figure of one that is no share. */
  readonly figure: (facts: SubjectFacts) => number;
}

const share = (weight: number, floor: number, counted: (facts: SubjectFacts) => number): Measure => ({
  weight,
  floor,
  counted,
  figure: (facts) => counted(facts) / facts.uses,
});

const measures: Readonly<
  Record<LossPreventionSubjectKind, Partial<Readonly<Record<LossPreventionSignalKind, Measure>>>>
> = {
  CUSTOMER: {
    REFUND_COUNT: { weight: 1.5, floor: 1, counted: null, figure: ({ uses }) => uses },
    REFUND_TOTAL: { weight: 0.8, floor: 0.25, counted: null, figure: ({ totalMinor }) => Number(totalMinor) },
    SOON_AFTER_ANOTHER: share(0.5, 0.05, ({ soonAfter }) => soonAfter),
    JUST_UNDER_LIMIT: share(0.5, 0.05, ({ justUnderLimit }) => justUnderLimit),
    CONCENTRATION: share(0.5, 0.05, ({ repeatedPair }) => repeatedPair),
  },
  STAFF: {
    JUST_UNDER_LIMIT: share(10, 0.05, ({ justUnderLimit }) => justUnderLimit),
    SPLIT: share(2, 0.02, ({ split }) => split),
    CONCENTRATION: share(2, 0.02, ({ repeatedPair }) => repeatedPair),
    REFUND_TOTAL: { weight: 0.5, floor: 0.25, counted: null, figure: ({ totalMinor }) => Number(totalMinor) },
  },
};

/** The value in the middle; of two in the middle, halfway between. Zero for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? 0 : (low + high) / 2;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const PLURALS: Readonly<Record<LossPreventionSignalKind, string>> = {
  REFUND_COUNT: 'refunds',
  REFUND_TOTAL: 'refunded in all',
  SOON_AFTER_ANOTHER: 'of the refunds came within 14 days of the one before',
  JUST_UNDER_LIMIT: 'of the refunds lie just under the limit',
  SPLIT: 'of the refunds went to one customer or order within a day and together pass the limit',
  CONCENTRATION: 'of the refunds are between the same two people, three times or more',
};

/** The figures of one measure over all subjects, ready to compare one with the rest. */
class Comparison {
  private readonly kind: LossPreventionSignalKind;
  private readonly measure: Measure;
  private readonly currency: string;
  private readonly pooled: number;
  private readonly sorted: readonly number[];
  private readonly middle: number;
  private readonly scale: number;
  private readonly usual: number;

  constructor(kind: LossPreventionSignalKind, measure: Measure, of: readonly SubjectFacts[], currency: string) {
    this.kind = kind;
    this.measure = measure;
    this.currency = currency;
    const { counted, floor, figure } = measure;
    const uses = of.reduce((sum, each) => sum + each.uses, 0);
    this.pooled = counted ? of.reduce((sum, each) => sum + counted(each), 0) / Math.max(uses, 1) : 0;
    const figures = of.map((each) => this.believed(each));
    this.sorted = [...figures].sort((a, b) => a - b);
    this.middle = median(figures);
    this.usual = median(of.map(figure));
    const least = kind === 'REFUND_TOTAL' ? floor * this.middle : floor;
    this.scale = Math.max(1.4826 * median(figures.map((each) => Math.abs(each - this.middle))), least, Number.EPSILON);
  }

  /** A share as far as so many uses let one believe it; any other figure as it is. */
  private believed(facts: SubjectFacts): number {
    const { counted, figure } = this.measure;
    return counted ? (counted(facts) + LENT_USES * this.pooled) / (facts.uses + LENT_USES) : figure(facts);
  }

  private written(figure: number): string {
    if (this.kind !== 'REFUND_TOTAL') return String(rounded(figure, 4));
    return decimalOf({ minor: BigInt(Math.round(figure)), currency: this.currency });
  }

  /** The same for people: shares as percentages. */
  private inWords(figure: number): string {
    return this.measure.counted ? `${rounded(100 * figure, 1)}%` : this.written(figure);
  }

  /** One subject against the rest. */
  signalOf(facts: SubjectFacts): ScoredSignal {
    const peers = this.sorted.length - 1;
    const own = this.measure.figure(facts);
    const value =
      this.kind === 'REFUND_TOTAL'
        ? decimalOf({ minor: facts.totalMinor, currency: this.currency })
        : this.written(own);
    const what = `${this.inWords(own)} ${PLURALS[this.kind]}`;
    if (peers < MIN_PEERS)
      return {
        ...{ kind: this.kind, value, usual: null, peers, robustZ: null, percentile: null, points: 0 },
        explanation: `${what}; ${peers} peers are too few to compare with.`,
      };
    const believed = this.believed(facts);
    const robustZ = rounded((believed - this.middle) / this.scale, 2);
    const points = rounded(this.measure.weight * (Math.min(Math.max(robustZ, FROM_Z), UP_TO_Z) - FROM_Z), 2);
    const below = this.sorted.filter((each) => each < believed).length;
    return {
      ...{ kind: this.kind, value, usual: this.written(this.usual), peers, robustZ, points },
      percentile: rounded(below / peers, 4),
      explanation: `${what}; the usual among ${peers} peers is ${this.inWords(this.usual)}. That is ${robustZ} deviations, and ${points} points.`,
    };
  }
}

/**
 * Compares subjects with each other and ranks them, the highest score first. Subjects with fewer than {@link MIN_USES} uses are neither
 * listed nor peers. Nothing but the facts is looked at, so that two with the same facts have the same score.
 */
export function rankSubjects(
  subjectKind: LossPreventionSubjectKind,
  facts: readonly SubjectFacts[],
  currency: string,
): readonly ScoredSubject[] {
  const compared = facts.filter(({ uses }) => uses >= MIN_USES[subjectKind]);
  const comparisons = Object.entries(measures[subjectKind]).map(
    ([kind, measure]) => new Comparison(kind as LossPreventionSignalKind, measure, compared, currency),
  );
  const scored = compared.map((each) => {
    const signals = comparisons.map((comparison) => comparison.signalOf(each)).sort((a, b) => b.points - a.points);
    const score = rounded(
      signals.reduce((sum, { points }) => sum + points, 0),
      2,
    );
    return { facts: each, score, isFlagged: score >= FLAG_SCORE, signals };
  });
  return scored
    .sort((a, b) => b.score - a.score || (a.facts.subjectId < b.facts.subjectId ? -1 : 1))
    .map((each, index) => ({ rank: index + 1, ...each }));
}
