import type { Span } from '../shift/shift.ts';

/**
 * A shift that could be worked: one template on one day. The local day is that on which it starts, at the site; instants are what they are in
 * summer and winter time, and paid minutes are counted between them, unpaid breaks taken off.
 */
export interface Duty extends Span {
  readonly id: string;
  readonly templateId: string;
  readonly siteId: string;
  /** `YYYY-MM-DD` at the site. */
  readonly localDate: string;
  readonly paidMinutes: number;
  readonly breaks: readonly Span[];
  /** Whoever works it has all of these. */
  readonly requiredSkillIds: readonly string[];
}

/** Time that is taken already, such as a shift that was published, and what of it is paid. */
export interface TakenTime extends Span {
  readonly localDate: string;
  readonly paidMinutes: number;
}

/** What somebody would like: to work, or to be off, within a time, or a certain duty. Weight 0 is no wish. */
export interface Wish extends Span {
  readonly kind: 'WORK' | 'OFF';
  /** Only this duty; null for whatever lies within the time. */
  readonly dutyId: string | null;
  readonly weight: number;
}

/** Somebody to be rostered. */
export interface RosterPerson {
  readonly id: string;
  readonly skillIds: readonly string[];
  /** Not yet 18: stricter rules hold. */
  readonly isMinor: boolean;
  /** Least and most paid minutes of each week of the problem; a week may be cut short by the horizon, and its bounds are given as such. */
  readonly weeks: readonly { readonly minMinutes: number; readonly maxMinutes: number }[];
  /** When they cannot work: leave, and times they are not available. */
  readonly unavailable: readonly Span[];
  /** Shifts before, within and after the horizon that stay as they are; rests and hours count them. */
  readonly taken: readonly TakenTime[];
  readonly wishes: readonly Wish[];
}

/** How many are needed in an interval; a skill narrows it to those who have it. */
export interface Demand extends Span {
  readonly siteId: string;
  readonly skillId: string | null;
  readonly required: number;
  /** Penalty of one person too few, and of one too many, in this interval. */
  readonly underWeight: number;
  readonly overWeight: number;
}

/** A hard rule of cover: at least so many with a qualification are there at all times within. */
export interface CoverRule extends Span {
  readonly id: string;
  readonly siteId: string;
  /** The skill that counts, such as first aid; null for anybody. */
  readonly skillId: string | null;
  readonly atLeast: number;
}

/** The hard rules of working time. Lengths are minutes; null is no rule. The defaults are those of the Working Time Regulations 1998. */
export interface WorkRules {
  /** Between the end of one shift and the start of the next; 660, or 720 for minors. */
  readonly minRest: number;
  readonly minRestOfMinors: number;
  /** One unbroken rest of this length in each seven days in a row; 1,440, or 2,880 for minors. */
  readonly weeklyRest: number | null;
  readonly weeklyRestOfMinors: number | null;
  readonly maxPaidPerWeek: number | null;
  readonly maxPaidPerWeekOfMinors: number | null;
  readonly maxShiftOfMinors: number | null;
  /** Local times `HH:MM` between which minors do not work; null when they may. */
  readonly nightOfMinors: { readonly from: string; readonly to: string } | null;
  readonly maxConsecutiveDays: number | null;
  readonly minConsecutiveDays: number | null;
  readonly minConsecutiveDaysOff: number | null;
  readonly maxWeekends: number | null;
}

/** The hard rules, by the id that a refusal names. */
export const ruleIds = [
  'ONE_SHIFT_A_DAY',
  'OVERLAP',
  'DAILY_REST',
  'WEEKLY_REST',
  'WEEKLY_HOURS',
  'CONTRACT_HOURS',
  'SKILL',
  'UNAVAILABLE',
  'MINOR_HOURS',
  'MINOR_NIGHT',
  'CONSECUTIVE_DAYS',
  'DAYS_OFF_TOGETHER',
  'WEEKENDS',
  'MINIMUM_COVER',
] as const;
/** One of {@link ruleIds}. */
export type RuleId = (typeof ruleIds)[number];

/** A hard rule that does not hold. */
export interface Breach extends Span {
  readonly ruleId: RuleId;
  /** Null for a rule of cover. */
  readonly personId: string | null;
  /** What it comes to, in minutes, days or people; and what it had to. */
  readonly found: number;
  readonly allowed: number;
  /** Of a cover rule, its id. */
  readonly coverRuleId: string | null;
}

/** Who is to work what, who may, and how good a roster is. */
export interface RosterProblem {
  /** Local midnights at the site; whole weeks from `from` on, the last one perhaps cut short. */
  readonly from: Date;
  readonly until: Date;
  readonly timeZone: string;
  readonly people: readonly RosterPerson[];
  readonly duties: readonly Duty[];
  readonly demand: readonly Demand[];
  readonly cover: readonly CoverRule[];
  readonly rules: WorkRules;
  /** Penalty of the whole of unfairness: one minus {@link RosterSolution.fairness}, times this. */
  readonly fairnessWeight: number;
}

/** Somebody works a duty. */
export interface Assignment {
  readonly personId: string;
  readonly dutyId: string;
}

/** What a roster lacks in an interval. */
export interface Unmet extends Span {
  readonly siteId: string;
  readonly skillId: string | null;
  readonly required: number;
  readonly present: number;
}

/** A wish that is not met, and what stood against it: a hard rule, the demand, or other people's wishes. */
export interface BrokenWish {
  readonly personId: string;
  readonly wish: Wish;
  readonly because: 'DEMAND' | 'RULE' | 'OTHERS';
  readonly ruleId: RuleId | null;
}

/** A proposed roster. */
export interface RosterSolution {
  readonly assignments: readonly Assignment[];
  /** OPTIMAL within the gap asked for; FEASIBLE when time ran out; GREEDY when the fallback answered. */
  readonly status: 'OPTIMAL' | 'FEASIBLE' | 'GREEDY';
  readonly penalty: number;
  /** No roster has a lower penalty. */
  readonly bound: number;
  readonly unmet: readonly Unmet[];
  readonly brokenWishes: readonly BrokenWish[];
  /** 1 is all alike: one minus the Gini coefficient of each person's share of wishes met. */
  readonly fairness: number;
  /**
   * The hard rules that no roster that was found keeps: contract hours or minimum cover that cannot be reached. Empty unless the problem asks
   * for more than its people can give.
   */
  readonly breaches: readonly Breach[];
  readonly seconds: number;
}
