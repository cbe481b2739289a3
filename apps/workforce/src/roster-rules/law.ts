import type { Breach, RuleId, WorkRules } from '../rostering/problem.ts';

/** The hard rules of working time as a law has them: the least that any site keeps to. */
export interface WorkRulesByLaw {
  readonly rules: WorkRules;
  /** Which law, and which of its regulations. */
  readonly source: string;
  /** Since when its figures stand, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/**
 * The Working Time Regulations 1998 (SI 1998/1833) for adults and, since 6 April 2003 (SI 2002/3128), for young workers. The 48 hours of
 * regulation 4 are an average over 17 weeks; here they bound each week, which keeps to the average whatever the weeks around are.
 */
export const workingTimeRegulations: WorkRulesByLaw = {
  source: 'Working Time Regulations 1998 (SI 1998/1833), regs. 4, 5A, 6A, 10 and 11',
  asOf: '2003-04-06',
  rules: {
    ...{ minRest: 660, minRestOfMinors: 720, weeklyRest: 1_440, weeklyRestOfMinors: 2_880 },
    ...{ maxPaidPerWeek: 2_880, maxPaidPerWeekOfMinors: 2_400, maxShiftOfMinors: 480 },
    nightOfMinors: { from: '22:00', to: '06:00' },
    ...{ maxConsecutiveDays: null, minConsecutiveDays: null, minConsecutiveDaysOff: null, maxWeekends: null },
  },
};

/** Nobody sets these aside, by whatever figure they were broken: two shifts at once cannot be worked, and a skill is there or is not. */
const always: readonly RuleId[] = ['OVERLAP', 'SKILL', 'MINOR_HOURS', 'MINOR_NIGHT'];

/** Whether a breach is one of the law, which no reason sets aside: where a site is stricter than the law, what lies between is the house's. */
export function isOfLaw({ ruleId, found }: Breach, isMinor: boolean): boolean {
  const { rules } = workingTimeRegulations;
  if (always.includes(ruleId)) return true;
  if (ruleId === 'DAILY_REST') return found < (isMinor ? rules.minRestOfMinors : rules.minRest);
  if (ruleId === 'WEEKLY_REST') return found < ((isMinor ? rules.weeklyRestOfMinors : rules.weeklyRest) ?? 0);
  if (ruleId === 'WEEKLY_HOURS')
    return found > ((isMinor ? rules.maxPaidPerWeekOfMinors : rules.maxPaidPerWeek) ?? Infinity);
  return false;
}
