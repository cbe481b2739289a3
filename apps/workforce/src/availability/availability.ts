import { addDays, type DayOfWeek, type Problem } from '@courtesy/kernel';
import type { AvailabilityKind, RecordAvailabilityInput } from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';
import type { Wish } from '../rostering/problem.ts';
import { dateAt, datesBetween, dayOf, instantAt, isLocalTime } from '../shift-template/local-time.ts';
import { overlaps, type Span } from '../shift/shift.ts';

/** When somebody cannot work, or would like to or not: once, or in each week of a time. */
export interface Availability {
  readonly id: string;
  readonly personId: string;
  readonly kind: AvailabilityKind;
  readonly from: Date;
  /** Null: until it is withdrawn. */
  readonly until: Date | null;
  /** The days of each week that it is about; none is the whole time. */
  readonly days: readonly DayOfWeek[];
  /** `HH:MM` at the site of the person, on each of those days; null is the whole day. */
  readonly startTime: string | null;
  /** `HH:MM`; not after the start is the next day. */
  readonly endTime: string | null;
  /** How much a wish weighs, 1 to 100; 0 for what is no wish. */
  readonly weight: number;
  readonly recordedAt: Date;
  readonly withdrawnAt: Date | null;
  /** Why somebody else withdrew it. */
  readonly reason: string | null;
  readonly version: number;
}

/** It holds from now on. */
export interface AvailabilityRecorded {
  readonly type: 'AvailabilityRecorded';
  readonly availability: Availability;
}

/** It holds no longer. */
export interface AvailabilityWithdrawn {
  readonly type: 'AvailabilityWithdrawn';
  readonly availability: Availability;
}

/** It was withdrawn before. */
export interface AvailabilityIsWithdrawn {
  readonly type: 'AvailabilityIsWithdrawn';
  readonly availability: Availability;
}

/** How much a wish weighs when nothing is said. */
export const DEFAULT_WEIGHT = 10;
const MAX_WEIGHT = 100;
const MAX_REASON = 2000;

function problemsOfWeekly({ days, startTime, endTime }: RecordAvailabilityInput): Problem[] {
  const times = [startTime, endTime].filter((time) => time !== null && time !== undefined);
  if (times.length === 0) return [];
  if ((days ?? []).length === 0) return [{ path: 'days', message: 'must be given with a time of the day' }];
  const isRight = times.length === 2 && times.every(isLocalTime);
  return isRight ? [] : [{ path: 'startTime', message: 'and endTime are given together, as times such as 22:00' }];
}

/** What is wrong with what somebody says of their time; nothing when it is right. */
export function problemsOfAvailability(plan: RecordAvailabilityInput): Problem[] {
  const { kind, from, until, days, weight } = plan;
  const endless = !until && (days ?? []).length === 0;
  const weighs = weight ?? DEFAULT_WEIGHT;
  return [
    ...problemsOfId('personId', 'pers', plan.personId),
    ...(until && until <= from ? [{ path: 'until', message: 'does not lie after from' }] : []),
    ...(endless ? [{ path: 'until', message: 'must be given where no days are' }] : []),
    ...problemsOfWeekly(plan),
    ...(kind !== 'UNAVAILABLE' && (weighs < 1 || weighs > MAX_WEIGHT)
      ? [{ path: 'weight', message: `is ${weighs}; give 1 to ${MAX_WEIGHT}` }]
      : []),
  ];
}

/** What somebody says of their time, as it begins. */
export const newAvailability = (
  plan: RecordAvailabilityInput,
  by: { readonly id: string; readonly personId: string; readonly at: Date },
): Availability => ({
  ...{ id: by.id, personId: by.personId, kind: plan.kind, from: plan.from, until: plan.until ?? null },
  ...{ days: [...new Set(plan.days ?? [])], startTime: plan.startTime ?? null, endTime: plan.endTime ?? null },
  ...{ weight: plan.kind === 'UNAVAILABLE' ? 0 : (plan.weight ?? DEFAULT_WEIGHT), recordedAt: by.at },
  ...{ withdrawnAt: null, reason: null, version: 1 },
});

/** Takes it back. Whoever is not the person says why. */
export function withdraw(
  current: Availability,
  { at, reason, isOwn }: { readonly at: Date; readonly reason: string | null; readonly isOwn: boolean },
): AvailabilityWithdrawn | AvailabilityIsWithdrawn | { readonly type: 'problems'; readonly problems: Problem[] } {
  if (current.withdrawnAt) return { type: 'AvailabilityIsWithdrawn', availability: current };
  const problems = isOwn && reason === null ? [] : problemsOfText('reason', reason ?? '', MAX_REASON);
  if (problems.length > 0) return { type: 'problems', problems };
  const availability = { ...current, withdrawnAt: at, reason, version: current.version + 1 };
  return { type: 'AvailabilityWithdrawn', availability };
}

function onDay({ startTime, endTime }: Availability, date: string, timeZone: string): Span {
  if (startTime === null || endTime === null)
    return { startsAt: instantAt(date, '00:00', timeZone), endsAt: instantAt(addDays(date, 1), '00:00', timeZone) };
  const endsOn = endTime > startTime ? date : addDays(date, 1);
  return { startsAt: instantAt(date, startTime, timeZone), endsAt: instantAt(endsOn, endTime, timeZone) };
}

const within = (span: Span, bounds: Span): Span => ({
  startsAt: span.startsAt > bounds.startsAt ? span.startsAt : bounds.startsAt,
  endsAt: span.endsAt < bounds.endsAt ? span.endsAt : bounds.endsAt,
});

/** The times it is about within a horizon, by the clocks of a zone. */
export function spansOf(availability: Availability, horizon: Span, timeZone: string): Span[] {
  const bounds = { startsAt: availability.from, endsAt: availability.until ?? horizon.endsAt };
  if (!overlaps(bounds, horizon)) return [];
  const held = within(bounds, horizon);
  if (availability.days.length === 0) return [held];
  const dates = datesBetween(addDays(dateAt(held.startsAt, timeZone), -1), addDays(dateAt(held.endsAt, timeZone), 1));
  return dates
    .filter((date) => availability.days.includes(dayOf(date)))
    .map((date) => onDay(availability, date, timeZone))
    .filter((span) => overlaps(span, held))
    .map((span) => within(span, held));
}

/** The wishes among what somebody said, within a horizon. */
export const wishesOf = (said: readonly Availability[], horizon: Span, timeZone: string): Wish[] =>
  said
    .filter(({ kind }) => kind !== 'UNAVAILABLE')
    .flatMap((each) =>
      spansOf(each, horizon, timeZone).map((span) => ({
        ...span,
        ...{ kind: each.kind === 'WISHES_TO_WORK' ? ('WORK' as const) : ('OFF' as const) },
        ...{ dutyId: null, weight: each.weight },
      })),
    );
