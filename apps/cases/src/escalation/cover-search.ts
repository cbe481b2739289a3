import type { CoverOutcome, CoverVerdict, EscalationLevel } from '@courtesy/graph-types/cases';
import { levelOf, rankOf, type Candidate } from '../person-copy/on-duty.ts';

/** Somebody who was considered, and what came of it. */
export interface ConsideredPerson {
  readonly personId: string;
  readonly level: EscalationLevel;
  readonly verdict: CoverVerdict;
}

/** One look for somebody on duty, on record for ever: who was considered, why each was passed over, and who was found. */
export interface CoverSearch {
  readonly id: string;
  readonly caseId: string | null;
  /** What somebody was looked for; exactly one of these two. */
  readonly escalationId: string | null;
  readonly calloutId: string | null;
  /** The site at which somebody was to be on shift; null when nobody could say. */
  readonly siteId: string | null;
  /** The lowest level that would do. */
  readonly level: EscalationLevel;
  readonly outcome: CoverOutcome;
  readonly personId: string | null;
  /** From the lowest level up, each level in the order of preference. */
  readonly considered: readonly ConsideredPerson[];
  readonly at: Date;
}

/** What is looked for. */
export interface Wanted {
  /** The lowest level that would do; whoever stands higher does too. */
  readonly level: EscalationLevel;
  /** Whose lead goes before others. */
  readonly teamId: string | null;
  /** People who do not count, and why. */
  readonly barred: ReadonlyMap<string, CoverVerdict>;
}

/** Who was found, and the trace of it. */
export interface Found {
  readonly found: { readonly candidate: Candidate; readonly level: EscalationLevel; readonly shiftEndsAt: Date } | null;
  readonly considered: readonly ConsideredPerson[];
}

/** Why somebody cannot be asked now; null when they can. */
function hindrance(candidate: Candidate, { barred }: Wanted): CoverVerdict | null {
  const bar = barred.get(candidate.personId);
  if (bar) return bar;
  if (candidate.isOnLeave) return 'ON_LEAVE';
  if (candidate.shiftEndsAt) return null;
  if (candidate.isElsewhere) return 'AT_ANOTHER_SITE';
  return candidate.isAbsent ? 'ABSENT' : 'OFF_SHIFT';
}

interface Ranked {
  readonly candidate: Candidate;
  readonly level: EscalationLevel;
}

/** The lowest level first; within it whoever runs the region before the organisation, the own team's, the one with the least to answer, the longest known. */
const inOrder =
  ({ teamId }: Wanted) =>
  (a: Ranked, b: Ranked): number => {
    const distance = ({ candidate }: Ranked) => (teamId !== null && candidate.teamId === teamId ? 0 : 1);
    return (
      rankOf(a.level) - rankOf(b.level) ||
      Number(a.candidate.role === 'EXECUTIVE') - Number(b.candidate.role === 'EXECUTIVE') ||
      distance(a) - distance(b) ||
      a.candidate.asked - b.candidate.asked ||
      (a.candidate.personId < b.candidate.personId ? -1 : 1)
    );
  };

/**
 * Looks for whoever is on duty: at the level that is wanted or, when nobody of it is there, at the next one up. Says of everybody who was
 * considered why not, those of higher levels only when it came to that.
 */
export function search(candidates: readonly Candidate[], wanted: Wanted): Found {
  const ranked = candidates.flatMap((candidate): Ranked[] => {
    const level = levelOf(candidate.role);
    return level && rankOf(level) >= rankOf(wanted.level) ? [{ candidate, level }] : [];
  });
  ranked.sort(inOrder(wanted));
  const chosen = ranked.find(({ candidate }) => hindrance(candidate, wanted) === null);
  const looked = chosen ? ranked.filter(({ level }) => rankOf(level) <= rankOf(chosen.level)) : ranked;
  const considered = looked.map(({ candidate, level }): ConsideredPerson => {
    const verdict = candidate === chosen?.candidate ? 'CHOSEN' : (hindrance(candidate, wanted) ?? 'NOT_NEEDED');
    return { personId: candidate.personId, level, verdict };
  });
  const endsAt = chosen?.candidate.shiftEndsAt;
  return { found: chosen && endsAt ? { ...chosen, shiftEndsAt: endsAt } : null, considered };
}
