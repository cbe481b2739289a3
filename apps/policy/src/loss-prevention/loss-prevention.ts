import type { Money, Problem } from '@courtesy/kernel';
import type { LossPreventionSubjectKind } from '@courtesy/graph-types/policy';
import type { ScoredSignal, ScoredSubject } from './signals.ts';

/** A signal with the uses it was counted from. */
export interface LossPreventionSignal extends ScoredSignal {
  /** Ids of uses, latest first. */
  readonly useIds: readonly string[];
}

/** Somebody whose refunds were compared with those of their peers. */
export interface LossPreventionSubject extends Omit<ScoredSubject, 'facts' | 'signals'> {
  readonly subjectKind: LossPreventionSubjectKind;
  readonly subjectId: string;
  readonly uses: number;
  readonly total: Money;
  readonly signals: readonly LossPreventionSignal[];
}

/** The longest period that is looked at, in milliseconds: 400 days. */
export const LONGEST_PERIOD_MS = 400 * 86_400_000;

/** What is wrong with a period; null when nothing is. */
export function problemOfPeriod({ from, until }: { readonly from: Date; readonly until: Date }): Problem | null {
  if (until <= from) return { path: 'period.until', message: 'must lie after period.from' };
  return until.getTime() - from.getTime() > LONGEST_PERIOD_MS
    ? { path: 'period.until', message: 'lies more than 400 days after period.from' }
    : null;
}
