import type { RosterConflictKind } from '@courtesy/graph-types/workforce';
import type { Leave } from '../leave/leave.ts';
import { overlaps, type Shift, type Span } from '../shift/shift.ts';

/** Time of one person that a visit takes, the way there and back included. */
export interface RosterBlock {
  readonly id: string;
  readonly visitId: string;
  readonly personId: string;
  /** From when they are on their way. */
  readonly from: Date;
  /** Until when they are on their way back. */
  readonly until: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What is in the way of a block. */
export interface RosterConflict {
  readonly personId: string;
  readonly kind: RosterConflictKind;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** The other visit; null when it is something else. */
  readonly visitId: string | null;
}

/** The rest of somebody's roster. */
export interface PersonalRoster {
  /** Whether they are on record and have not left. */
  readonly isEmployed: boolean;
  /** Their shifts that are to be worked. */
  readonly shifts: readonly Shift[];
  /** Their leave that was approved. */
  readonly leaves: readonly Pick<Leave, 'from' | 'until'>[];
  readonly blocks: readonly RosterBlock[];
  /** The time that training takes. */
  readonly trainings: readonly Span[];
}

/** The whole of a block: the visit and the way to and from it. */
export const wholeOf = ({ from, until }: RosterBlock): Span => ({ startsAt: from, endsAt: until });

/** The time that two spans share; null when they share none. */
export function shared(one: Span, other: Span): Span | null {
  if (!overlaps(one, other)) return null;
  const startsAt = one.startsAt > other.startsAt ? one.startsAt : other.startsAt;
  return { startsAt, endsAt: one.endsAt < other.endsAt ? one.endsAt : other.endsAt };
}

/** What of a span none of the others cover, in order. */
export function uncovered(span: Span, others: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let { startsAt } = span;
  for (const other of others.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    if (other.startsAt > startsAt && startsAt < span.endsAt)
      gaps.push({ startsAt, endsAt: other.startsAt < span.endsAt ? other.startsAt : span.endsAt });
    if (other.endsAt > startsAt) startsAt = other.endsAt;
  }
  return startsAt < span.endsAt ? [...gaps, { startsAt, endsAt: span.endsAt }] : gaps;
}

/** Everything that is in the way of a block, each with the time that is contested. */
export function conflictsOf(block: RosterBlock, roster: PersonalRoster): RosterConflict[] {
  const whole = wholeOf(block);
  const conflict = (kind: RosterConflictKind, { startsAt, endsAt }: Span, visitId: string | null = null) => [
    { personId: block.personId, kind, startsAt, endsAt, visitId },
  ];
  if (!roster.isEmployed) return conflict('NOT_EMPLOYED', whole);
  const within = (kind: RosterConflictKind, other: Span, visitId: string | null = null) => {
    const span = shared(whole, other);
    return span ? conflict(kind, span, visitId) : [];
  };
  return [
    ...uncovered(whole, roster.shifts).flatMap((gap) => conflict('OUTSIDE_SHIFT', gap)),
    ...roster.shifts.flatMap(({ breaks }) => breaks.flatMap((each) => within('BREAK', each))),
    ...roster.leaves.flatMap(({ from, until }) => within('LEAVE', { startsAt: from, endsAt: until })),
    ...roster.blocks
      .filter(({ visitId }) => visitId !== block.visitId)
      .flatMap((other) => within('VISIT', wholeOf(other), other.visitId)),
  ];
}
