import { addDays, type DayOfWeek, type Problem } from '@courtesy/kernel';
import type { DefineShiftTemplateInput } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfId, problemsOfText } from '../directory/problems.ts';
import type { Duty } from '../rostering/problem.ts';
import { MAX_BREAKS, type ShiftBreak } from '../shift/shift.ts';
import { datesBetween, dayOf, instantAt, isLocalTime } from './local-time.ts';

/** A break of a template, in minutes that pass, whatever the clocks do. */
export interface TemplateBreak {
  /** From the start of the shift. */
  readonly afterMinutes: number;
  readonly minutes: number;
  readonly isPaid: boolean;
}

/** A shift that is worked on many days: when by the clocks of its site, with which breaks, and what it asks of people. */
export interface ShiftTemplate {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  /** `HH:MM` at the site. */
  readonly startTime: string;
  /** `HH:MM`; not after the start is the next day. */
  readonly endTime: string;
  /** The days on which it starts. */
  readonly days: readonly DayOfWeek[];
  readonly breaks: readonly TemplateBreak[];
  readonly requiredSkillIds: readonly string[];
  /** From when nobody plans with it; null while they do. */
  readonly withdrawnAt: Date | null;
  readonly version: number;
}

/** A template on one day. */
export interface TemplateDuty extends Duty {
  readonly breaks: readonly ShiftBreak[];
}

/** A template is there to plan with. */
export interface ShiftTemplateDefined {
  readonly type: 'ShiftTemplateDefined';
  readonly template: ShiftTemplate;
}

/** Nobody plans with a template any more. */
export interface ShiftTemplateWithdrawn {
  readonly type: 'ShiftTemplateWithdrawn';
  readonly template: ShiftTemplate;
}

/** It was withdrawn before. */
export interface ShiftTemplateIsWithdrawn {
  readonly type: 'ShiftTemplateIsWithdrawn';
  readonly template: ShiftTemplate;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** The longest time of duties that is read at once, in days. */
export const MAX_HORIZON_DAYS = 92;
/** The most skills that a template asks for. */
const MAX_SKILLS = 10;
/** Whoever works longer than this many minutes rests within it (Working Time Regulations 1998, reg. 12). */
const RESTLESS_MINUTES = 360;
/** For at least so many minutes without interruption. */
const LEAST_REST_MINUTES = 20;

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** How long a template lasts where the clocks do not change, in minutes. */
export function nominalMinutes({ startTime, endTime }: Pick<ShiftTemplate, 'startTime' | 'endTime'>): number {
  const length = minuteOf(endTime) - minuteOf(startTime);
  return length > 0 ? length : length + DAY_MINUTES;
}

function problemsOfRests(breaks: readonly TemplateBreak[], length: number): Problem[] {
  if (breaks.length > MAX_BREAKS) return [{ path: 'breaks', message: `are more than ${MAX_BREAKS}` }];
  const problems = breaks.flatMap((each, i): Problem[] => {
    const before = breaks[i - 1];
    const earliest = before ? before.afterMinutes + before.minutes : 0;
    const isRight = each.minutes > 0 && each.afterMinutes >= earliest && each.afterMinutes + each.minutes <= length;
    return isRight ? [] : [{ path: `breaks.${i}`, message: 'does not lie within the shift, after the one before' }];
  });
  const rests = length <= RESTLESS_MINUTES || breaks.some(({ minutes }) => minutes >= LEAST_REST_MINUTES);
  const lacking = `lack one of ${LEAST_REST_MINUTES} minutes, which more than six hours need (Working Time Regulations 1998, reg. 12)`;
  return [...problems, ...(rests ? [] : [{ path: 'breaks', message: lacking }])];
}

/** What is wrong with a template in itself; nothing when it is right. */
export function problemsOfTemplate(plan: DefineShiftTemplateInput): Problem[] {
  const { startTime, endTime, days, breaks, requiredSkillIds } = plan;
  const times = Object.entries({ startTime, endTime }).flatMap(([path, time]) =>
    isLocalTime(time) ? [] : [{ path, message: `"${time}" is no time of the clock such as 22:00` }],
  );
  return [
    ...problemsOfId('siteId', 'site', plan.siteId),
    ...problemsOfText('name', plan.name, MAX_NAME),
    ...times,
    ...(days.length === 0 ? [{ path: 'days', message: 'name none' }] : []),
    ...(times.length === 0 ? problemsOfRests(breaksOf(breaks), nominalMinutes(plan)) : []),
    ...((requiredSkillIds ?? []).length > MAX_SKILLS
      ? [{ path: 'requiredSkillIds', message: `are more than ${MAX_SKILLS}` }]
      : []),
  ];
}

const breaksOf = (breaks: DefineShiftTemplateInput['breaks']): TemplateBreak[] =>
  (breaks ?? []).map(({ afterMinutes, minutes, isPaid }) => ({ afterMinutes, minutes, isPaid: isPaid ?? false }));

/** A template as it begins. */
export const newTemplate = (id: string, plan: DefineShiftTemplateInput): ShiftTemplate => ({
  ...{ id, siteId: plan.siteId, name: plan.name.trim(), startTime: plan.startTime, endTime: plan.endTime },
  ...{ days: [...new Set(plan.days)], breaks: breaksOf(plan.breaks) },
  ...{ requiredSkillIds: [...new Set(plan.requiredSkillIds ?? [])], withdrawnAt: null, version: 1 },
});

/** Nobody plans with it any more. Shifts made from it stay. */
export const withdraw = (current: ShiftTemplate, at: Date): ShiftTemplateWithdrawn | ShiftTemplateIsWithdrawn =>
  current.withdrawnAt
    ? { type: 'ShiftTemplateIsWithdrawn', template: current }
    : { type: 'ShiftTemplateWithdrawn', template: { ...current, withdrawnAt: at, version: current.version + 1 } };

/** A template on a date: two instants, so that a night on which the clocks change is paid for the minutes that pass, an hour fewer or more. */
export function dutyOn(template: ShiftTemplate, localDate: string, timeZone: string): TemplateDuty {
  const { id, siteId, startTime, endTime, requiredSkillIds } = template;
  const startsAt = instantAt(localDate, startTime, timeZone);
  const endsOn = minuteOf(endTime) > minuteOf(startTime) ? localDate : addDays(localDate, 1);
  const endsAt = instantAt(endsOn, endTime, timeZone);
  const after = (minutes: number) => new Date(Math.min(startsAt.getTime() + minutes * MINUTE_MS, endsAt.getTime()));
  const breaks = template.breaks
    .map(({ afterMinutes, minutes, isPaid }) => ({
      ...{ startsAt: after(afterMinutes), endsAt: after(afterMinutes + minutes), isPaid },
    }))
    .filter((each) => each.endsAt > each.startsAt);
  const duty = { id: `${id}/${localDate}`, templateId: id, siteId, localDate, startsAt, endsAt, breaks };
  return { ...duty, requiredSkillIds, paidMinutes: paidMinutes(duty) };
}

/** The minutes of a shift that are paid: all that pass between its instants, unpaid breaks taken off. */
export function paidMinutes(shift: {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly breaks: readonly ShiftBreak[];
}): number {
  const length = (span: { readonly startsAt: Date; readonly endsAt: Date }) =>
    (span.endsAt.getTime() - span.startsAt.getTime()) / MINUTE_MS;
  const unpaid = shift.breaks.filter(({ isPaid }) => !isPaid);
  return Math.round(unpaid.reduce((rest, each) => rest - length(each), length(shift)));
}

/** The duties of templates on the dates from one up to, but without, another, in order. */
export function dutiesOf(
  templates: readonly ShiftTemplate[],
  { from, until }: { readonly from: string; readonly until: string },
  timeZone: string,
): TemplateDuty[] {
  return datesBetween(from, until).flatMap((date) =>
    templates.filter(({ days }) => days.includes(dayOf(date))).map((template) => dutyOn(template, date, timeZone)),
  );
}
