import { addDays, amountOf, isProblem, type Problem } from '@courtesy/kernel';
import type { AgreeEmploymentInput, DayOfWeek, EmploymentPattern } from '@courtesy/graph-types/workforce';
import { problemsOfId } from '../directory/problems.ts';

/** What was agreed with somebody about their work. Of those that no correction has taken the place of, no two of a person share a day. */
export interface Employment {
  readonly id: string;
  readonly personId: string;
  /** Days, `YYYY-MM-DD`, both included; `until` is null while nothing ends it. */
  readonly from: string;
  readonly until: string | null;
  readonly pattern: EmploymentPattern;
  /** Whole minutes in a week. */
  readonly weeklyMinutes: number;
  readonly leastMinutes: number;
  readonly mostMinutes: number;
  readonly fullTimeMinutes: number;
  readonly days: readonly DayOfWeek[];
  /** Of an hour, in minor units. */
  readonly costMinor: bigint | null;
  readonly currency: string | null;
  readonly recordedAt: Date;
  readonly supersededAt: Date | null;
}

/** It is on record what is agreed. */
export interface EmploymentAgreed {
  readonly type: 'EmploymentAgreed';
  readonly employment: Employment;
}

/** The days of the week, the first one first. */
export const DAYS: readonly DayOfWeek[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];
const MINUTE_MS = 60_000;
/** The longest week, in milliseconds. */
export const MAX_WEEK_MS = 60 * 60 * MINUTE_MS;

const problemsOfWeek = (path: string, ms: number): Problem[] => {
  if (ms < 0 || ms > MAX_WEEK_MS) return [{ path, message: 'lies outside PT0S to PT60H' }];
  return ms % MINUTE_MS === 0 ? [] : [{ path, message: 'is not of whole minutes' }];
};

/** What is wrong with what is to be agreed; nothing when it is right. */
export function problemsOfAgreement(given: AgreeEmploymentInput): Problem[] {
  const { weeklyHours, fullTimeWeek } = given;
  const [least, most] = [given.leastWeeklyHours ?? weeklyHours, given.mostWeeklyHours ?? weeklyHours];
  const cost = given.costRate ? amountOf('costRate', given.costRate) : null;
  return [
    ...problemsOfId('personId', 'pers', given.personId),
    ...problemsOfWeek('weeklyHours', weeklyHours),
    ...problemsOfWeek('leastWeeklyHours', least),
    ...problemsOfWeek('mostWeeklyHours', most),
    ...problemsOfWeek('fullTimeWeek', fullTimeWeek),
    ...(fullTimeWeek > 0 ? [] : [{ path: 'fullTimeWeek', message: 'is no time' }]),
    ...(least <= weeklyHours ? [] : [{ path: 'leastWeeklyHours', message: 'is more than weeklyHours' }]),
    ...(most >= weeklyHours ? [] : [{ path: 'mostWeeklyHours', message: 'is less than weeklyHours' }]),
    ...(given.days?.length === 0 ? [{ path: 'days', message: 'are none; leave them out for all' }] : []),
    ...(isProblem(cost) ? [cost] : []),
  ];
}

/** What is agreed as it is kept. Call only with what {@link problemsOfAgreement} found right. */
export function newEmployment(id: string, given: AgreeEmploymentInput, recordedAt: Date): Employment {
  const { weeklyHours } = given;
  const cost = given.costRate ? amountOf('costRate', given.costRate) : null;
  if (isProblem(cost)) throw new Error(cost.message);
  return {
    ...{ id, personId: given.personId, from: given.from, until: null, pattern: given.pattern },
    weeklyMinutes: weeklyHours / MINUTE_MS,
    leastMinutes: (given.leastWeeklyHours ?? weeklyHours) / MINUTE_MS,
    mostMinutes: (given.mostWeeklyHours ?? weeklyHours) / MINUTE_MS,
    fullTimeMinutes: given.fullTimeWeek / MINUTE_MS,
    days: DAYS.filter((day) => given.days?.includes(day) ?? true),
    ...{ costMinor: cost?.minor ?? null, currency: cost?.currency ?? null, recordedAt, supersededAt: null },
  };
}

/** What a new agreement makes of those that stand: it takes the place of those from its first day on, and the one before ends the day before. */
export interface Rearranged {
  readonly superseded: readonly Employment[];
  /** What goes on of one that began before, until the day before. */
  readonly shortened: Employment | null;
}

/** Fits a new agreement among those that stand. What is shortened is superseded too: its shorter self is a row of its own, under the id given. */
export function rearrange(standing: readonly Employment[], added: Employment, shortenedId: string): Rearranged {
  const at = added.recordedAt;
  const touched = standing.filter(({ until }) => until === null || until >= added.from);
  const before = touched.find(({ from }) => from < added.from) ?? null;
  return {
    superseded: touched.map((each) => ({ ...each, supersededAt: at })),
    shortened: before && { ...before, id: shortenedId, until: addDays(added.from, -1), recordedAt: at },
  };
}

/** The one that holds on a day; null when none does. */
export const holdingOn = (standing: readonly Employment[], day: string): Employment | null =>
  standing.find(({ from, until }) => from <= day && (until === null || until >= day)) ?? null;
