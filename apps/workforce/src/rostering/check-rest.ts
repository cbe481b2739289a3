import { breachOf, type PersonWork, type Work } from './check.ts';
import type { Breach } from './problem.ts';

const MINUTE = 60_000;
const isProposed = ({ duty }: Work) => duty !== null;

/** Overlaps, and rests between two shifts that are too short. */
export function dailyRestBreaches(on: PersonWork): Breach[] {
  const { person, problem, work } = on;
  const least = person.isMinor ? problem.rules.minRestOfMinors : problem.rules.minRest;
  const breaches: Breach[] = [];
  let before: Work | null = null;
  for (const next of work) {
    if (before !== null && (isProposed(before) || isProposed(next))) {
      const gap = (next.start - before.end) / MINUTE;
      if (gap < 0) {
        const span = { start: next.start, end: Math.min(before.end, next.end) };
        breaches.push(breachOf('OVERLAP', on, span, { found: (span.end - span.start) / MINUTE, allowed: 0 }));
      } else if (gap < least) {
        const rest = { start: before.end, end: next.start };
        breaches.push(breachOf('DAILY_REST', on, rest, { found: gap, allowed: least }));
      }
    }
    if (before === null || next.end > before.end) before = next;
  }
  return breaches;
}

/** The longest time without work within a window, in minutes. */
function longestRest(work: readonly Work[], from: number, until: number): number {
  let [longest, free] = [0, from];
  for (const { start, end } of work) {
    if (end <= from || start >= until) continue;
    longest = Math.max(longest, start - free);
    free = Math.max(free, end);
  }
  return Math.max(longest, until - free) / MINUTE;
}

/** Seven local days in a row without one unbroken rest of the length that is due. Of windows that overlap and all lack it, the first is told. */
export function weeklyRestBreaches(on: PersonWork): Breach[] {
  const { person, problem, work, days } = on;
  const least = person.isMinor ? problem.rules.weeklyRestOfMinors : problem.rules.weeklyRest;
  if (least === null) return [];
  const breaches: Breach[] = [];
  let toldUntil = -Infinity;
  for (const [i, from] of days.midnights.entries()) {
    const until = days.midnights[i + 7];
    if (until === undefined || from < toldUntil) continue;
    const own = work.some((each) => isProposed(each) && each.start < until && each.end > from);
    const found = own ? longestRest(work, from, until) : least;
    if (found >= least) continue;
    breaches.push(breachOf('WEEKLY_REST', on, { start: from, end: until }, { found, allowed: least }));
    toldUntil = until;
  }
  return breaches;
}
