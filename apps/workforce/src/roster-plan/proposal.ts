import type { DayOfWeek, Problem } from '@courtesy/kernel';
import type { ProposeRosterInput, RosterProposalStatus } from '@courtesy/graph-types/workforce';
import { problemsOfId } from '../directory/problems.ts';
import type { Breach, RosterSolution } from '../rostering/problem.ts';
import type { TemplateDuty } from '../shift-template/shift-template.ts';
import { datesBetween, isLocalTime } from '../shift-template/local-time.ts';

/** How many are needed on some days of each week, by the clocks of the site. */
export interface DemandPattern {
  readonly days: readonly DayOfWeek[];
  /** `HH:MM`. */
  readonly startTime: string;
  /** `HH:MM`; not after the start is the next day. */
  readonly endTime: string;
  readonly required: number;
  /** The skill that counts; null for anybody. */
  readonly skillId: string | null;
}

/** What a roster is to be like. */
export interface ProposalRequest {
  readonly demand: readonly DemandPattern[];
  /** Whether staffing requirements on record are needed too. */
  readonly usesRequirements: boolean;
  /** The share of contract hours that each week has at least and at most, in percent. */
  readonly leastPercentOfContract: number;
  readonly mostPercentOfContract: number;
  readonly fairnessWeight: number;
  readonly timeLimitMs: number;
}

/** What was found. */
export interface ProposalOutcome extends RosterSolution {
  /** The duties that somebody is to work. */
  readonly duties: readonly TemplateDuty[];
  /** How many people there were to choose from. */
  readonly people: number;
  /** Shifts that were there already, and stay. */
  readonly takenShiftIds: readonly string[];
  /** What the checker found: nothing, where the roster keeps to all hard rules. */
  readonly breaches: readonly Breach[];
}

/** A roster that is being made, or was. */
export interface RosterProposal {
  readonly id: string;
  readonly siteId: string;
  /** Null: of everybody at the site. */
  readonly teamId: string | null;
  /** `YYYY-MM-DD` at the site. */
  readonly fromDay: string;
  /** The day after the last one. */
  readonly untilDay: string;
  readonly status: RosterProposalStatus;
  readonly request: ProposalRequest;
  readonly requestedAt: Date;
  /** Null for a caller who is no person. */
  readonly requestedById: string | null;
  /** How much of the time limit has passed, 0 to 100. */
  readonly percent: number;
  /** Until when a process works on it; null while none does. */
  readonly claimedUntil: Date | null;
  readonly outcome: ProposalOutcome | null;
  /** Why there is none. */
  readonly failure: string | null;
  readonly finishedAt: Date | null;
  readonly version: number;
}

/** It is being made. */
export interface RosterProposing {
  readonly type: 'RosterProposing';
  readonly proposal: RosterProposal;
}

/** Nobody makes it any more. */
export interface ProposalCancelled {
  readonly type: 'ProposalCancelled';
  readonly proposal: RosterProposal;
}

/** It stands where this cannot be done with it. */
export interface ProposalIsElsewhere {
  readonly type: 'ProposalIsElsewhere';
  readonly proposal: RosterProposal;
}

/** The longest roster, in days. */
export const MAX_DAYS = 56;
const MAX_PATTERNS = 200;
const MINUTE_MS = 60_000;
const MAX_TIME_MS = 10 * MINUTE_MS;

function problemsOfDemand(demand: ProposeRosterInput['demand']): Problem[] {
  if ((demand ?? []).length > MAX_PATTERNS) return [{ path: 'demand', message: `has more than ${MAX_PATTERNS} items` }];
  return (demand ?? []).flatMap((each, i): Problem[] => {
    const path = `demand.${i}`;
    const isTimed = isLocalTime(each.startTime) && isLocalTime(each.endTime);
    return [
      ...(each.days.length === 0 ? [{ path: `${path}.days`, message: 'name none' }] : []),
      ...(isTimed ? [] : [{ path: `${path}.startTime`, message: 'and endTime are times such as 22:00' }]),
      ...(each.required < 1 ? [{ path: `${path}.required`, message: 'is less than 1' }] : []),
    ];
  });
}

/** What is wrong with a wish for a roster in itself; nothing when it is right. */
export function problemsOfProposal(plan: ProposeRosterInput): Problem[] {
  const days = datesBetween(plan.fromDay, plan.untilDay).length;
  const { leastPercentOfContract: least, mostPercentOfContract: most, timeLimit } = plan;
  const limit = timeLimit ?? MINUTE_MS;
  return [
    ...problemsOfId('siteId', 'site', plan.siteId),
    ...problemsOfId('teamId', 'team', plan.teamId),
    ...(days < 1 || days > MAX_DAYS
      ? [{ path: 'untilDay', message: `makes it ${days} days; 1 to ${MAX_DAYS} are planned` }]
      : []),
    ...((least ?? 0) < 0 || (least ?? 0) > (most ?? 100)
      ? [{ path: 'leastPercentOfContract', message: 'is not between 0 and mostPercentOfContract' }]
      : []),
    ...(limit < 1_000 || limit > MAX_TIME_MS ? [{ path: 'timeLimit', message: 'is not between PT1S and PT10M' }] : []),
    ...problemsOfDemand(plan.demand),
  ];
}

/** What a roster is to be like, with what was not said. */
export const requestOf = (plan: ProposeRosterInput): ProposalRequest => ({
  demand: (plan.demand ?? []).map(({ days, startTime, endTime, required, skillId }) => ({
    ...{ days: [...new Set(days)], startTime, endTime, required, skillId: skillId ?? null },
  })),
  usesRequirements: plan.usesRequirements ?? true,
  leastPercentOfContract: plan.leastPercentOfContract ?? 0,
  mostPercentOfContract: plan.mostPercentOfContract ?? 100,
  fairnessWeight: plan.fairnessWeight ?? 100,
  timeLimitMs: plan.timeLimit ?? MINUTE_MS,
});

/** A proposal as it begins. */
export const newProposal = (
  plan: ProposeRosterInput,
  by: { readonly id: string; readonly at: Date; readonly personId: string | null },
): RosterProposal => ({
  ...{ id: by.id, siteId: plan.siteId, teamId: plan.teamId ?? null, fromDay: plan.fromDay, untilDay: plan.untilDay },
  ...{ status: 'PROPOSING', request: requestOf(plan), requestedAt: by.at, requestedById: by.personId, percent: 0 },
  ...{ claimedUntil: null, outcome: null, failure: null, finishedAt: null, version: 1 },
});

/** Gives it up. */
export const cancel = (current: RosterProposal, at: Date): ProposalCancelled | ProposalIsElsewhere =>
  current.status === 'PROPOSING' || current.status === 'PROPOSED'
    ? {
        type: 'ProposalCancelled',
        proposal: { ...current, status: 'CANCELLED', finishedAt: at, claimedUntil: null, version: current.version + 1 },
      }
    : { type: 'ProposalIsElsewhere', proposal: current };

/** It was made. */
export const proposed = (current: RosterProposal, outcome: ProposalOutcome, at: Date): RosterProposal => ({
  ...current,
  ...{ status: 'PROPOSED', outcome, percent: 100, finishedAt: at, claimedUntil: null, version: current.version + 1 },
});

/** It could not be made. */
export const failed = (current: RosterProposal, failure: string, at: Date): RosterProposal => ({
  ...current,
  ...{ status: 'FAILED', failure, finishedAt: at, claimedUntil: null, version: current.version + 1 },
});

/** Its shifts are there. */
export const published = (current: RosterProposal): RosterProposal => ({
  ...current,
  ...{ status: 'PUBLISHED', version: current.version + 1 },
});

/** How far the penalty is from the lowest that any roster has: 0 is the best there is; null while the bound says nothing. */
export function gapOf({ penalty, bound }: Pick<ProposalOutcome, 'penalty' | 'bound'>): number | null {
  if (penalty <= bound) return 0;
  return Number.isFinite(bound) && penalty > 0 ? (penalty - bound) / penalty : null;
}
