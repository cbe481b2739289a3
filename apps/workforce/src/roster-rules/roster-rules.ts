import { durationOf, type DayOfWeek, type Duration, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { AdoptRosterRulesInput, InputMaybe, JobRole } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfId, problemsOfText } from '../directory/problems.ts';
import type { WorkRules } from '../rostering/problem.ts';
import { isLocalTime } from '../shift-template/local-time.ts';
import { workingTimeRegulations } from './law.ts';

/** At least so many of a kind are at a site at all times of some days, such as one first aider. */
export interface MinimumCover {
  readonly id: string;
  readonly name: string;
  /** The skill that counts; null when none does. */
  readonly skillId: string | null;
  /** The job that counts, such as a manager on duty; null when none does. */
  readonly jobRole: JobRole | null;
  readonly atLeast: number;
  readonly days: readonly DayOfWeek[];
  /** `HH:MM` at the site. */
  readonly startTime: string;
  /** `HH:MM`; not after the start is the next day. */
  readonly endTime: string;
}

/** One version of the hard rules of a site. The last one holds. */
export interface RosterRules {
  readonly id: string;
  readonly siteId: string;
  /** 1 for the first of a site. */
  readonly number: number;
  readonly work: WorkRules;
  readonly cover: readonly MinimumCover[];
  /** Why they are as they are. */
  readonly reason: string;
  readonly adoptedAt: Date;
  /** Null for a caller who is no person. */
  readonly adoptedById: string | null;
}

/** Rules hold at a site from now on. */
export interface RosterRulesAdopted {
  readonly type: 'RosterRulesAdopted';
  readonly rules: RosterRules;
}

const MINUTE_MS = 60_000;
const MAX_REASON = 2000;
const MAX_COVER = 50;

/** A length of minutes as the graph says it. */
export const lengthOf = (minutes: number): Duration => durationOf(minutes * MINUTE_MS);

const minutesOf = (length: InputMaybe<Duration>, otherwise: number): number =>
  length === null || length === undefined ? otherwise : Math.round(length / MINUTE_MS);

/** The figures of a site: those given, and the law's where none are. */
export function workRulesOf(plan: AdoptRosterRulesInput): WorkRules {
  const { rules: law } = workingTimeRegulations;
  return {
    ...law,
    minRest: minutesOf(plan.dailyRest, law.minRest),
    minRestOfMinors: minutesOf(plan.dailyRestOfMinors, law.minRestOfMinors),
    weeklyRest: minutesOf(plan.weeklyRest, law.weeklyRest ?? 0),
    maxPaidPerWeek: minutesOf(plan.mostPaidPerWeek, law.maxPaidPerWeek ?? 0),
    maxConsecutiveDays: plan.mostConsecutiveDays ?? null,
    maxWeekends: plan.mostWeekends ?? null,
  };
}

function problemsOfFigures(plan: AdoptRosterRulesInput): Problem[] {
  const { rules: law, source } = workingTimeRegulations;
  const work = workRulesOf(plan);
  const short = (path: string, found: number, least: number) =>
    found < least ? [{ path, message: `is ${found / 60} h; the law has at least ${least / 60} h (${source})` }] : [];
  const most = law.maxPaidPerWeek ?? 0;
  const long = (work.maxPaidPerWeek ?? 0) > most || (work.maxPaidPerWeek ?? 0) <= 0;
  const day = plan.mostConsecutiveDays;
  return [
    ...short('dailyRest', work.minRest, law.minRest),
    ...short('dailyRestOfMinors', work.minRestOfMinors, law.minRestOfMinors),
    ...short('weeklyRest', work.weeklyRest ?? 0, law.weeklyRest ?? 0),
    ...(long
      ? [{ path: 'mostPaidPerWeek', message: `must be more than nothing, and at most ${most / 60} h (${source})` }]
      : []),
    ...(day !== null && day !== undefined && (day < 1 || day > 12)
      ? [{ path: 'mostConsecutiveDays', message: `is ${day}; give 1 to 12` }]
      : []),
    ...(typeof plan.mostWeekends === 'number' && plan.mostWeekends < 0
      ? [{ path: 'mostWeekends', message: 'is less than 0' }]
      : []),
  ];
}

function problemsOfCover(plan: NonNullable<AdoptRosterRulesInput['cover']>): Problem[] {
  if (plan.length > MAX_COVER) return [{ path: 'cover', message: `has ${plan.length} items; at most ${MAX_COVER}` }];
  return plan.flatMap((each, i): Problem[] => {
    const path = `cover.${i}`;
    const isTimed = isLocalTime(each.startTime) && isLocalTime(each.endTime);
    return [
      ...problemsOfText(`${path}.name`, each.name, MAX_NAME),
      ...(each.skillId && each.jobRole ? [{ path, message: 'names a skill and a job; give one' }] : []),
      ...(each.atLeast < 1 ? [{ path: `${path}.atLeast`, message: 'is less than 1' }] : []),
      ...(each.days.length === 0 ? [{ path: `${path}.days`, message: 'name none' }] : []),
      ...(isTimed ? [] : [{ path: `${path}.startTime`, message: 'and endTime are times such as 22:00' }]),
    ];
  });
}

/** What is wrong with rules in themselves: nobody adopts less than the law. */
export const problemsOfRules = (plan: AdoptRosterRulesInput): Problem[] => [
  ...problemsOfId('siteId', 'site', plan.siteId),
  ...problemsOfText('reason', plan.reason, MAX_REASON),
  ...problemsOfFigures(plan),
  ...problemsOfCover(plan.cover ?? []),
];

/** What came of adopting rules. */
export type Adoption = RosterRulesAdopted | InvalidInput;

/** The next version of the rules of a site. */
export function adopt(
  plan: AdoptRosterRulesInput,
  by: {
    readonly id: string;
    readonly newCoverId: () => string;
    readonly number: number;
    readonly at: Date;
    readonly personId: string | null;
  },
): RosterRules {
  const cover = (plan.cover ?? []).map((each): MinimumCover => ({
    ...{ id: by.newCoverId(), name: each.name.trim(), skillId: each.skillId ?? null, jobRole: each.jobRole ?? null },
    ...{ atLeast: each.atLeast, days: [...new Set(each.days)], startTime: each.startTime, endTime: each.endTime },
  }));
  return {
    ...{ id: by.id, siteId: plan.siteId, number: by.number, work: workRulesOf(plan), cover },
    ...{ reason: plan.reason, adoptedAt: by.at, adoptedById: by.personId },
  };
}
