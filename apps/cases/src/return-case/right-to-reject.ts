import { addDays, daysBetween } from '@courtesy/kernel';

/** How many days the short-term right to reject faulty goods lasts: Consumer Rights Act 2015, section 22(3). */
export const DAYS_TO_REJECT = 30;
/** How many days of it are left at least once goods are back from repair: section 22(8). */
export const DAYS_AFTER_REPAIR = 7;

/** From the day on which the customer asked for a repair to the day on which they had the goods back; null while they have not. */
export interface InRepair {
  readonly from: string;
  readonly to: string | null;
}

/** The right to reject, as it stands on a day. */
export interface RightToReject {
  /** Which day it is, by the days that count: day 1 is the day after the customer had the goods. */
  readonly day: number;
  readonly daysInRepair: number;
  /** The last day of the right; null while the goods are in repair. */
  readonly lastDay: string | null;
  readonly isOpen: boolean;
}

const laterOf = (a: string, b: string): string => (a > b ? a : b);

/** The times of repair in order, each day in one of them: two repairs at the same time pause the clock once. */
function merged(repairs: readonly InRepair[]): InRepair[] {
  const joined: InRepair[] = [];
  for (const each of repairs.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (last && (last.to === null || each.from <= last.to))
      joined[joined.length - 1] = { from: last.from, to: last.to && each.to && laterOf(last.to, each.to) };
    else joined.push(each);
  }
  return joined;
}

/** The last day, moved on by each repair that began while the right held; null when the last such repair goes on. */
function lastDayOf(heldSince: string, repairs: readonly InRepair[]): string | null {
  let lastDay = addDays(heldSince, DAYS_TO_REJECT);
  for (const { from, to } of repairs) {
    if (from > lastDay) break;
    if (to === null) return null;
    lastDay = laterOf(addDays(lastDay, daysBetween(from, to)), addDays(to, DAYS_AFTER_REPAIR));
  }
  return lastDay;
}

/**
 * The customer's right to reject faulty goods as it stands on the day `on`. The clock stands still from the day on which the customer asks for a
 * repair until they have the goods back. Repairs that began after `on` are not known yet; one that ended after it still goes on.
 */
export function rightToReject(heldSince: string, on: string, repairs: readonly InRepair[]): RightToReject {
  const known = repairs
    .filter(({ from }) => from <= on)
    .map(({ from, to }) => ({ from: laterOf(from, heldSince), to: to && to <= on ? laterOf(to, heldSince) : null }));
  const pauses = merged(known);
  const daysInRepair = pauses.reduce((sum, { from, to }) => sum + daysBetween(from, to ?? on), 0);
  const lastDay = lastDayOf(heldSince, pauses);
  return {
    day: daysBetween(heldSince, on) - daysInRepair,
    daysInRepair,
    lastDay,
    isOpen: lastDay === null || on <= lastDay,
  };
}
