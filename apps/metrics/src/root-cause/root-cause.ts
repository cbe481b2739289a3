import { problemsOfWords, type Money, type Problem } from '@courtesy/kernel';
import type { AttributeCauseInput, RecordCauseInput } from '@courtesy/graph-types/metrics';

/** Why customers have to come to us: a node of the tree of causes. */
export interface Cause {
  readonly id: string;
  readonly name: string;
  /** The wider cause that it is one of; null for the widest. */
  readonly parentId: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

/** That a case came from a cause, from an instant until somebody said otherwise. Never changed but to end it. */
export interface CauseAttribution {
  readonly id: string;
  readonly caseId: string;
  readonly causeId: string;
  readonly because: string;
  readonly attributedAt: Date;
  readonly attributedBy: string;
  /** When another took its place, or it was taken back. */
  readonly endedAt: Date | null;
}

/** There is such a cause below the same wider one. Nothing was done. */
export interface CauseExists {
  readonly type: 'CauseExists';
  readonly cause: Cause;
}

/** The case has this cause already. Nothing was done. */
export interface CauseStands {
  readonly type: 'CauseStands';
  readonly attribution: CauseAttribution;
}

const MAX = { name: 200, because: 1_000 };

/** What is wrong with a cause. */
export const problemsOfCause = ({ name }: RecordCauseInput): Problem[] => problemsOfWords('name', name, MAX.name);

/** What is wrong with an attribution. */
export const problemsOfAttribution = ({ because }: Pick<AttributeCauseInput, 'because'>): Problem[] =>
  problemsOfWords('because', because, MAX.because);

/** What was counted of one cause; a null cause stands for cases that were attributed to none. */
export interface CauseTally {
  readonly causeId: string | null;
  readonly cases: number;
  readonly contacts: number;
  readonly handleSeconds: number;
  readonly redress: Money;
}

/** One row of a Pareto chart. */
export interface CauseParetoRow extends CauseTally {
  /** Of all cases that were counted, those of no cause included, from 0 to 1. */
  readonly share: number;
  /** The share of this and all rows above it; null for cases of no cause, which are no cause to begin with. */
  readonly cumulativeShare: number | null;
}

const byCases = (a: CauseTally, b: CauseTally): number =>
  b.cases - a.cases || ((a.causeId ?? '') < (b.causeId ?? '') ? -1 : 1);

/**
 * The causes with most cases first, each with its share and what it comes to with all above it; cases of no cause last. Source: J. M. Juran, "Quality
 * Control Handbook" (1951), the vital few and the useful many.
 */
export function paretoOf(tallies: readonly CauseTally[]): CauseParetoRow[] {
  const all = tallies.reduce((sum, { cases }) => sum + cases, 0);
  const attributed = tallies.filter(({ causeId }) => causeId !== null).toSorted(byCases);
  const unattributed = tallies.filter(({ causeId }) => causeId === null);
  let upTo = 0;
  return [
    ...attributed.map((tally) => {
      upTo += tally.cases;
      return { ...tally, share: tally.cases / all, cumulativeShare: upTo / all };
    }),
    ...unattributed.map((tally) => ({ ...tally, share: tally.cases / all, cumulativeShare: null })),
  ];
}
