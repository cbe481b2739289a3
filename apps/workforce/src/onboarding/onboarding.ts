import { addDays, startOfDay, type Problem } from '@courtesy/kernel';
import type { BeginOnboardingInput } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfId, problemsOfText } from '../directory/problems.ts';

/** How much of the usual work somebody is given from an instant on. */
export interface KeptStep {
  /** As ISO text: it is kept as it is told. */
  readonly from: string;
  readonly percent: number;
}

/** Something a new person is to have done or seen before their probation is passed. */
export interface KeptActivity {
  readonly title: string;
  /** As ISO text; null while it was not done. */
  readonly doneAt: string | null;
}

/** How somebody new grows into their work. */
export interface OnboardingPlan {
  readonly id: string;
  readonly personId: string;
  readonly buddyId: string | null;
  /** Days at the site of the person, `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly probationEndsOn: string;
  /** The first one from the midnight of `startsOn`, the earliest first. */
  readonly steps: readonly KeptStep[];
  readonly activities: readonly KeptActivity[];
  readonly passedAt: Date | null;
  readonly passedById: string | null;
  readonly begunAt: Date;
  readonly version: number;
}

/** The share of usual work, in percent, in each week when nobody says; after the last it is the whole. */
export const USUAL_RAMP: readonly number[] = [40, 60, 80];
/** When probation ends unless somebody says, in days after the first. */
export const USUAL_PROBATION_DAYS = 90;
const MAX_WEEKS = 26;
const MAX_ACTIVITIES = 50;

/** What is wrong with a plan; nothing when it is right. */
export function problemsOfOnboarding(given: BeginOnboardingInput): Problem[] {
  const ramp = given.weeklyPercent ?? USUAL_RAMP;
  const activities = given.activities ?? [];
  const ends = given.probationEndsOn;
  return [
    ...problemsOfId('personId', 'pers', given.personId),
    ...problemsOfId('buddyId', 'pers', given.buddyId),
    ...(given.buddyId === given.personId ? [{ path: 'buddyId', message: 'is the person themselves' }] : []),
    ...(ramp.length > MAX_WEEKS
      ? [{ path: 'weeklyPercent', message: `has ${ramp.length} weeks; at most ${MAX_WEEKS} are planned` }]
      : []),
    ...ramp.flatMap((percent, week) => problemsOfPercent(percent, ramp[week - 1] ?? 0, week)),
    ...(ends && ends < given.startsOn ? [{ path: 'probationEndsOn', message: 'lies before startsOn' }] : []),
    ...(activities.length > MAX_ACTIVITIES
      ? [{ path: 'activities', message: `has ${activities.length} items; at most ${MAX_ACTIVITIES} are kept` }]
      : []),
    ...activities.flatMap((title, index) => problemsOfText(`activities.${index}`, title, MAX_NAME)),
  ];
}

function problemsOfPercent(percent: number, before: number, week: number): Problem[] {
  const path = `weeklyPercent.${week}`;
  if (percent < 0 || percent > 100) return [{ path, message: `is ${percent}; give 0 to 100` }];
  return percent < before ? [{ path, message: `is less than the ${before} of the week before` }] : [];
}

/**
 * The steps of a ramp: each week's share from the midnight that begins the week at the site, then the whole. A week is seven local days, also
 * when the clocks are put forward or back within it.
 */
export const stepsOf = (startsOn: string, ramp: readonly number[], timeZone: string): KeptStep[] =>
  [...ramp, 100].map((percent, week) => ({
    from: startOfDay(addDays(startsOn, 7 * week), timeZone).toISOString(),
    percent,
  }));

/** How much of the usual work somebody is given at an instant, in percent; the whole before the first step, as whoever reads the feed has it. */
export function percentAt(steps: readonly KeptStep[], at: Date): number {
  const begun = steps.filter(({ from }) => new Date(from) <= at);
  return begun.at(-1)?.percent ?? 100;
}

/** A plan as it begins. */
export const newPlan = (
  given: BeginOnboardingInput,
  begun: { readonly id: string; readonly at: Date; readonly timeZone: string },
): OnboardingPlan => ({
  ...{ id: begun.id, personId: given.personId, buddyId: given.buddyId ?? null, startsOn: given.startsOn },
  probationEndsOn: given.probationEndsOn ?? addDays(given.startsOn, USUAL_PROBATION_DAYS),
  steps: stepsOf(given.startsOn, given.weeklyPercent ?? USUAL_RAMP, begun.timeZone),
  activities: (given.activities ?? []).map((title) => ({ title: title.trim(), doneAt: null })),
  ...{ passedAt: null, passedById: null, begunAt: begun.at, version: 1 },
});

/** An activity was done. */
export interface OnboardingActivityDone {
  readonly type: 'OnboardingActivityDone';
  readonly plan: OnboardingPlan;
}
/** The probation is passed. */
export interface ProbationPassed {
  readonly type: 'ProbationPassed';
  readonly plan: OnboardingPlan;
}
/** The probation was passed before. */
export interface ProbationIsPassed {
  readonly type: 'ProbationIsPassed';
  readonly plan: OnboardingPlan;
}
/** Something of the plan was not done. */
export interface OnboardingUnfinished {
  readonly type: 'OnboardingUnfinished';
  readonly plan: OnboardingPlan;
}
/** There is a plan for this person. */
export interface OnboardingHasBegun {
  readonly type: 'OnboardingHasBegun';
  readonly plan: OnboardingPlan;
}
/** Nobody judges their own probation. */
export interface ProbationIsOwn {
  readonly type: 'ProbationIsOwn';
  readonly plan: OnboardingPlan;
}

/** Marks an activity, counted from 1, as done; done again it stays as it was. Null when the plan has none of that number. */
export function complete(current: OnboardingPlan, number: number, at: Date): OnboardingActivityDone | null {
  const activity = current.activities[number - 1];
  if (!activity) return null;
  if (activity.doneAt) return { type: 'OnboardingActivityDone', plan: current };
  const activities = current.activities.with(number - 1, { ...activity, doneAt: at.toISOString() });
  return { type: 'OnboardingActivityDone', plan: { ...current, activities, version: current.version + 1 } };
}

/** Passes the probation: somebody else says so, once all of the plan was done. */
export function pass(
  current: OnboardingPlan,
  by: { readonly personId: string | null; readonly at: Date },
): ProbationPassed | ProbationIsPassed | OnboardingUnfinished | ProbationIsOwn {
  if (current.passedAt) return { type: 'ProbationIsPassed', plan: current };
  if (by.personId === current.personId) return { type: 'ProbationIsOwn', plan: current };
  if (current.activities.some(({ doneAt }) => doneAt === null)) return { type: 'OnboardingUnfinished', plan: current };
  const passed = { passedAt: by.at, passedById: by.personId, version: current.version + 1 };
  return { type: 'ProbationPassed', plan: { ...current, ...passed } };
}
