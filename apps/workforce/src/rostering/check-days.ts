import { breachOf, type PersonWork, type Work } from './check.ts';
import { instantOf, mondayOf, weekdayOf } from './local-days.ts';
import type { Breach, RuleId } from './problem.ts';

/** Days in a row that are all worked. */
interface Run {
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
  /** Whether a proposed duty is part of it. */
  readonly own: boolean;
}

function runsOf(work: readonly Work[]): Run[] {
  const own = new Map<number, boolean>();
  for (const { day, duty } of work) own.set(day, (own.get(day) ?? false) || duty !== null);
  const runs: Run[] = [];
  for (const day of [...own.keys()].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    const mine = own.get(day) ?? false;
    if (last?.until === day) runs[runs.length - 1] = { from: last.from, until: day + 1, own: last.own || mine };
    else runs.push({ from: day, until: day + 1, own: mine });
  }
  return runs;
}

/** Days in a row that are worked, days off together, and weekends. */
export function dayPatternBreaches(on: PersonWork): Breach[] {
  const { problem, days, work } = on;
  const { maxConsecutiveDays, minConsecutiveDays, minConsecutiveDaysOff } = problem.rules;
  const breaches: Breach[] = [];
  const tell = (ruleId: RuleId, [from, until]: readonly [number, number], allowed: number) => {
    const span = { start: instantOf(from, 0, problem.timeZone), end: instantOf(until, 0, problem.timeZone) };
    breaches.push(breachOf(ruleId, on, span, { found: until - from, allowed }));
  };
  const runs = runsOf(work);
  for (const [i, { from, until, own }] of runs.entries()) {
    const length = until - from;
    const endsWithin = until < days.first + days.count;
    if (own && maxConsecutiveDays !== null && length > maxConsecutiveDays)
      tell('CONSECUTIVE_DAYS', [from, until], maxConsecutiveDays);
    if (own && endsWithin && minConsecutiveDays !== null && length < minConsecutiveDays)
      tell('CONSECUTIVE_DAYS', [from, until], minConsecutiveDays);
    const next = runs[i + 1];
    const touches = next !== undefined && (own || next.own);
    if (touches && minConsecutiveDaysOff !== null && next.from - until < minConsecutiveDaysOff)
      tell('DAYS_OFF_TOGETHER', [until, next.from], minConsecutiveDaysOff);
  }
  return [...breaches, ...weekendBreaches(on)];
}

function weekendBreaches(on: PersonWork): Breach[] {
  const { problem, days, work } = on;
  const allowed = problem.rules.maxWeekends;
  if (allowed === null) return [];
  const within = ({ day }: Work) => day >= days.first && day < days.first + days.count;
  const onWeekends = work.filter((each) => weekdayOf(each.day) >= 5 && within(each));
  const found = new Set(onWeekends.map(({ day }) => mondayOf(day))).size;
  if (found <= allowed || onWeekends.every(({ duty }) => duty === null)) return [];
  const span = { start: problem.from.getTime(), end: problem.until.getTime() };
  return [breachOf('WEEKENDS', on, span, { found, allowed })];
}
