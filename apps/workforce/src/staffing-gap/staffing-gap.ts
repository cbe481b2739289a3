import type { StaffingGapBasis, StaffingGapEnd } from '@courtesy/graph-types/workforce';
import { countAt, meanOf, plannedFor, presentFor, type Crew } from '../intraday/intraday.ts';
import type { StaffingRequirement } from '../staffing/requirement.ts';

/** Fewer people were there, or planned, than a requirement asks for. What was found stays; only that it is over is added. */
export interface StaffingGap {
  readonly id: string;
  readonly siteId: string;
  readonly requirementId: string;
  /** Who was counted. */
  readonly basis: StaffingGapBasis;
  readonly required: number;
  /** How many there were when it was found: a share of somebody is part of an interval. */
  readonly covered: number;
  readonly foundAt: Date;
  readonly closedAt: Date | null;
  readonly closedBecause: StaffingGapEnd | null;
}

/** How a requirement is covered. */
export interface Covered {
  readonly basis: StaffingGapBasis;
  readonly covered: number;
}

/** Sums of binary fractions of an hour may miss a whole person by a hair. */
const HAIR = 1e-9;

/** How a requirement is covered: by who is there now while its interval runs, and by who was planned before. */
export function coverOf(requirement: StaffingRequirement, crew: readonly Crew[], now: Date): Covered {
  const { startsAt, endsAt } = requirement;
  if (startsAt > now) {
    const span = { startsAt, endsAt };
    return { basis: 'PLANNED', covered: meanOf(plannedFor(crew, requirement, span), span) };
  }
  const instant = { startsAt: now, endsAt: new Date(now.getTime() + 1) };
  return { basis: 'PRESENT', covered: countAt(presentFor(crew, requirement, instant), now) };
}

const isShort = ({ agents }: StaffingRequirement, { covered }: Covered) => agents - covered > HAIR;

/** Why a gap is over; null while it is not. */
function endOf(requirement: StaffingRequirement, crew: readonly Crew[], now: Date): StaffingGapEnd | null {
  if (requirement.supersededAt) return 'SUPERSEDED';
  if (requirement.endsAt <= now) return 'PASSED';
  return isShort(requirement, coverOf(requirement, crew, now)) ? null : 'COVERED';
}

/** What is known when somebody looks at a site. */
export interface GapMaterial {
  readonly crew: readonly Crew[];
  /** The requirements that stand, from now until as far as it is looked ahead. */
  readonly standing: readonly StaffingRequirement[];
  /** The gaps that are open, each with its requirement. */
  readonly open: readonly { readonly gap: StaffingGap; readonly requirement: StaffingRequirement }[];
  readonly now: Date;
  readonly newId: () => string;
}

/** What becomes of the gaps of a site: those that are new, one for each requirement at most, and those that are over. */
export function lookAt({ crew, standing, open, now, newId }: GapMaterial): {
  readonly found: readonly StaffingGap[];
  readonly closed: readonly StaffingGap[];
} {
  const known = new Set(open.map(({ gap }) => gap.requirementId));
  const found = standing.flatMap((requirement): StaffingGap[] => {
    const cover = coverOf(requirement, crew, now);
    if (known.has(requirement.id) || !isShort(requirement, cover)) return [];
    const { id: requirementId, siteId, agents: required } = requirement;
    const whole = { id: newId(), siteId, requirementId, required, ...cover, foundAt: now };
    return [{ ...whole, closedAt: null, closedBecause: null }];
  });
  const closed = open.flatMap(({ gap, requirement }): StaffingGap[] => {
    const closedBecause = endOf(requirement, crew, now);
    return closedBecause ? [{ ...gap, closedAt: now, closedBecause }] : [];
  });
  return { found, closed };
}
