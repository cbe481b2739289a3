import { daysBetween } from '@courtesy/kernel';

/** From which day on somebody works how much, out of how much full time is. */
export interface WorkingTerm {
  readonly from: string;
  readonly weeklyMinutes: number;
  readonly fullTimeMinutes: number;
}

/** When somebody works for the organisation, and how much. */
export interface Working {
  /** Their first day. Null when that is not known: then they were always there. */
  readonly joinedOn: string | null;
  /** The first day on which they are gone. Null while they are there. */
  readonly leftOn: string | null;
  /** By day. Before the first, they work full time. */
  readonly terms: readonly WorkingTerm[];
}

const later = (one: string, other: string): string => (one > other ? one : other);
const sooner = (one: string, other: string): string => (one < other ? one : other);

const daysOf = (from: string, to: string): number => Math.max(0, daysBetween(from, to));

/** How many days from one to another are worked: a day of somebody who works half of full time is half a day. A team or a site (null) works every day. */
export function workedDays(working: Working | null, from: string, to: string): number {
  if (working === null) return daysOf(from, to);
  const start = working.joinedOn === null ? from : later(from, working.joinedOn);
  const end = working.leftOn === null ? to : sooner(to, working.leftOn);
  const terms = working.terms.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const [first] = terms;
  const before = daysOf(start, first ? sooner(end, first.from) : end);
  return terms.reduce((sum, term, i) => {
    const next = terms[i + 1]?.from ?? end;
    const days = daysOf(later(start, term.from), sooner(end, next));
    return sum + (days * term.weeklyMinutes) / term.fullTimeMinutes;
  }, before);
}
