import {
  addDays,
  type ClockStart,
  type ComplaintDates,
  type ComplaintRules,
  type Deadline,
  type DayLimit,
  type RegimeSource,
} from '@courtesy/kernel';
import { firstInstantOf } from '../calendar/version.ts';

/** By when one clock of a complaint must be stopped, with the rules it was counted by. */
export interface RegimeDeadline extends Deadline {
  readonly rules: ComplaintRules;
}

/** The instant at which a day ends in the zone of a regime. */
export const endOfDay = ({ timeZone }: ComplaintRules, date: string | undefined): Date | null =>
  date === undefined ? null : firstInstantOf(addDays(date, 1), timeZone);

/** The source that has the section which a clock rests on. */
export const sourceOf = ({ rules, clock }: RegimeDeadline): RegimeSource | null =>
  rules.sources.find(({ sections }) => sections.some(({ section }) => section === clock.basis)) ?? null;

const starts: Readonly<Record<ClockStart, string>> = {
  RECEIVED: 'receipt',
  STAGE_OPENED: 'the opening of the stage',
  ACKNOWLEDGED: 'acknowledgement',
};

const worded = ({ length, unit }: DayLimit): string => {
  const name = unit.toLowerCase().replaceAll('_', ' ');
  return `${length} ${length === 1 ? name.slice(0, -1) : name}`;
};

/** How a deadline was counted, in words. */
export function reasonOf({ rules, clock, countedFrom, provisional, due }: RegimeDeadline): string {
  const first = clock.dayOne === 'DAY_AFTER' ? 'the day after it as day 1' : 'that day as day 1';
  const expected = provisional ? ', at the latest' : '';
  const counted = `${worded(clock.limit)} from ${starts[clock.startsOn]} on ${countedFrom}${expected}, ${first}`;
  if (!due)
    return `${counted}; the days of "${rules.calendar.name}" are known only from ${rules.calendar.knownFrom} to ${rules.calendar.knownUntil}.`;
  const stepped = due.skipped.map(({ date, name }) => `${name} on ${date}`).join(', ');
  return `${counted}${stepped && `, not counting ${stepped}`}${clock.basis === null ? '' : ` (${clock.basis})`}.`;
}

/** What is wrong with the dates of a complaint; null when nothing is. */
export function faultOfDates({ receivedOn, acknowledgedOn, stages }: ComplaintDates, first: string): string | null {
  if (acknowledgedOn !== null && acknowledgedOn < receivedOn)
    return `The complaint was acknowledged on ${acknowledgedOn}, before it was received on ${receivedOn}.`;
  const seen = new Set([first]);
  for (const { stage, openedOn, acknowledgedOn: on } of stages) {
    if (seen.has(stage)) return `The stage "${stage}" opens once, and the first one on receipt.`;
    if (openedOn < receivedOn) return `The stage "${stage}" was opened before the complaint was received.`;
    if (on !== null && on < openedOn) return `The stage "${stage}" was acknowledged before it was opened.`;
    seen.add(stage);
  }
  return null;
}
