import type { Problem } from '@courtesy/kernel';
import type { PlanStaffingInput, RequirementSource } from '@courtesy/graph-types/workforce';
import { problemsOfId } from '../directory/problems.ts';
import { requiredStaff } from './required-staff.ts';
import { demandOf, problemsOfDemand, problemsOfTarget, targetOf } from './staffing-input.ts';

/** How many people a site or team needs in one interval. */
export interface StaffingRequirement {
  readonly id: string;
  readonly siteId: string;
  readonly teamId: string | null;
  /** What they must be able to do; null for whatever. */
  readonly skillId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly volume: number;
  /** Whole milliseconds. */
  readonly handleMs: number;
  readonly agents: number;
  readonly scheduled: number;
  readonly source: RequirementSource;
  /** The forecast that said so; null when none did. */
  readonly forecastId: string | null;
  readonly plannedAt: Date;
  /** Since when another plan holds; null while this one does. */
  readonly supersededAt: Date | null;
}

/** The most intervals of a plan: four weeks of half hours and some. */
export const MAX_INTERVALS = 2_000;

const demandAt = (plan: PlanStaffingInput, i: number) => {
  const { interval, patience, concurrency } = plan;
  const { volume = 0, handleTime = interval } = plan.intervals[i] ?? {};
  return { volume, handleTime, interval, patience, concurrency };
};

function problemsOfIntervals({ intervals, interval }: PlanStaffingInput): Problem[] {
  if (intervals.length === 0 || intervals.length > MAX_INTERVALS)
    return [{ path: 'intervals', message: `are ${intervals.length}; give 1 to ${MAX_INTERVALS}` }];
  const ordered = intervals.map(({ startsAt }, i) => ({ at: startsAt.getTime(), i })).sort((a, b) => a.at - b.at);
  return ordered.flatMap(({ at, i }, place): Problem[] => {
    const before = ordered[place - 1];
    if (!before || at >= before.at + interval) return [];
    return [{ path: `intervals[${i}].startsAt`, message: `lies within intervals[${before.i}]` }];
  });
}

/** What is wrong with a plan in itself; nothing when it is right. */
export function problemsOfPlan(plan: PlanStaffingInput): Problem[] {
  const misplaced = problemsOfIntervals(plan);
  return [
    ...problemsOfId('siteId', 'site', plan.siteId),
    ...problemsOfId('teamId', 'team', plan.teamId),
    ...misplaced,
    ...(plan.intervals.length > MAX_INTERVALS
      ? []
      : plan.intervals.flatMap((_, i) => problemsOfDemand(`intervals[${i}]`, demandAt(plan, i)))),
    ...problemsOfTarget('target', plan.target),
  ];
}

/** What a plan asks for, the earliest first; what no number of agents can serve is a problem. Call only with what {@link problemsOfPlan} found right. */
export function requirementsOf(
  plan: PlanStaffingInput,
  newId: () => string,
  plannedAt: Date,
): readonly StaffingRequirement[] | Problem {
  const requirements: StaffingRequirement[] = [];
  for (const [i, { startsAt, volume, handleTime }] of plan.intervals.entries()) {
    const level = requiredStaff(demandOf(demandAt(plan, i)), targetOf(plan.target));
    if (!level) return { path: `intervals[${i}]`, message: 'is not served by a million agents' };
    requirements.push({
      ...{ id: newId(), siteId: plan.siteId, teamId: plan.teamId ?? null, skillId: plan.skillId ?? null, startsAt },
      ...{ endsAt: new Date(startsAt.getTime() + plan.interval), volume, handleMs: handleTime },
      ...{ agents: level.agents, scheduled: level.scheduled, source: plan.source ?? 'MANUAL', plannedAt },
      ...{ forecastId: null, supersededAt: null },
    });
  }
  return requirements.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}
