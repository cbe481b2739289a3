import { daysBetween } from '@courtesy/kernel';
import type { TargetBasis, TargetDirection, TargetStatus } from '@courtesy/graph-types/metrics';
import { workedDays, type Working } from './working.ts';

/** What a figure of a team, a site or a person is to be in a period. */
export interface Target {
  readonly id: string;
  readonly metricKey: string;
  /** Exactly one of the three is named. */
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly personId: string | null;
  /** The first day that counts. */
  readonly from: string;
  /** The first day that does not count any more. */
  readonly to: string;
  /** The zone in which its days begin and end. */
  readonly timeZone: string;
  /** What the figure is to be over the whole period, for somebody who works full time. */
  readonly threshold: number;
  readonly direction: TargetDirection;
  /** Whether the figure grows day by day, so that whoever works less is to reach less: a number, never a share or a length of time. */
  readonly grows: boolean;
  readonly givenById: string | null;
  readonly givenAt: Date;
  readonly withdrawnAt: Date | null;
  /** Why it was revised or withdrawn last; null when it never was. */
  readonly because: string | null;
  /** When it is to be looked at next; null when it never is again. */
  readonly nextCheckAt: Date | null;
  readonly version: number;
}

/** How a target stood when it was looked at. Never changed: what came late is a check of its own. */
export interface TargetCheck {
  readonly id: string;
  readonly targetId: string;
  /** From 1, without a gap. */
  readonly number: number;
  /** The first day whose facts are not counted: whole days alone. */
  readonly asOf: string;
  /** The figure; null where there was nothing to measure. */
  readonly value: number | null;
  /** What it is to be over the whole period, with the days that are worked. */
  readonly wanted: number;
  readonly forecast: number | null;
  readonly basis: TargetBasis;
  readonly status: TargetStatus | null;
  readonly workedDays: number;
  readonly workedSoFar: number;
  /** Why a figure is told anew; null when it is told for the first time. */
  readonly note: string | null;
  readonly checkedAt: Date;
}

/** How a target stands. */
export type Standing = Pick<
  TargetCheck,
  'asOf' | 'value' | 'wanted' | 'forecast' | 'basis' | 'status' | 'workedDays' | 'workedSoFar'
>;

/** A target is there. */
export interface TargetOutcome<T extends string> {
  readonly type: T;
  readonly target: Target;
}
/** Somebody was given a target. */
export type TargetGiven = TargetOutcome<'TargetGiven'>;
/** Its threshold was revised. */
export type TargetRevised = TargetOutcome<'TargetRevised'>;
/** It counts no more. */
export type TargetWithdrawn = TargetOutcome<'TargetWithdrawn'>;
/** It was looked at. */
export type TargetChecked = TargetOutcome<'TargetChecked'>;
/** It was withdrawn before. */
export type TargetIsWithdrawn = TargetOutcome<'TargetIsWithdrawn'>;

/** Six decimals: what lies beyond them comes from reckoning, and must not decide whether a target is met. */
const rounded = (value: number): number => Math.round(value * 1_000_000) / 1_000_000;

const least = (one: string, other: string): string => (one < other ? one : other);

/** The day up to which a target is measured: today, which is not over, does not count. */
export const asOfDay = ({ from, to }: Pick<Target, 'from' | 'to'>, today: string): string =>
  today < from ? from : least(today, to);

type Terms = Pick<Target, 'from' | 'to' | 'threshold' | 'direction' | 'grows'>;

/** What the figure is to be over the whole period, in proportion to the days that are worked of it. */
const wantedOf = ({ from, to, threshold, grows }: Terms, whole: number): number =>
  grows ? rounded((threshold * whole) / daysBetween(from, to)) : threshold;

function statusOf(
  { to, direction, grows }: Terms,
  { asOf, value, wanted, forecast }: Pick<Standing, 'asOf' | 'value' | 'wanted' | 'forecast'>,
): TargetStatus | null {
  const meets = (figure: number) => (direction === 'AT_LEAST' ? figure >= wanted : figure <= wanted);
  if (value === null) return null;
  if (asOf >= to) return meets(value) ? 'MET' : 'MISSED';
  // A number only grows: enough stays enough, and too much stays too much.
  if (grows && direction === 'AT_LEAST' && meets(value) && wanted > 0) return 'MET';
  if (grows && direction === 'AT_MOST' && !meets(value)) return 'MISSED';
  if (forecast === null) return null;
  return meets(forecast) ? 'ON_TRACK' : 'AT_RISK';
}

/**
 * How a target stands on a day, with the figure up to it. A number is reckoned on at the pace of the days worked so far, over the days that will be
 * worked; a share or a length of time is reckoned to stay as it is. Days that nobody works count for nothing on either side.
 */
export function standingOf(
  target: Terms,
  { asOf, value, working }: { readonly asOf: string; readonly value: number | null; readonly working: Working | null },
): Standing {
  const { from, to, grows } = target;
  const [whole, soFar] = [workedDays(working, from, to), workedDays(working, from, asOf)];
  const wanted = wantedOf(target, whole);
  const basis: TargetBasis = asOf >= to ? 'FINAL' : grows ? 'PACE' : 'LEVEL';
  const pace = soFar === 0 || value === null ? null : rounded((value * whole) / soFar);
  const forecast = basis === 'PACE' ? pace : value;
  const seen = { asOf, value, wanted, forecast };
  return { ...seen, basis, status: statusOf(target, seen), workedDays: whole, workedSoFar: soFar };
}

/** How near a figure is to what is wanted, from 0 to 1; null where there was nothing to measure. */
export function progressOf(
  { direction }: Pick<Target, 'direction'>,
  check: Pick<TargetCheck, 'value' | 'wanted'>,
): number | null {
  const { value, wanted } = check;
  if (value === null) return null;
  if (direction === 'AT_LEAST') return wanted <= 0 ? 1 : Math.min(1, Math.max(0, value / wanted));
  return value <= wanted ? 1 : Math.max(0, wanted / value);
}

/** In words why a figure is told anew. */
export const lateNote = (before: TargetCheck, value: number | null): string =>
  `Data came late: the figure up to ${before.asOf} was ${before.value ?? 'not known'} when it was told, and is ${value ?? 'not known'} now.`;
