import { addDays, type DayOfWeek } from '@courtesy/kernel';
import type { JobRole } from '@courtesy/graph-types/workforce';
import { breachesOf } from '../rostering/check.ts';
import type {
  Assignment,
  Breach,
  CoverRule,
  Duty,
  RosterPerson,
  RosterProblem,
  Wish,
  WorkRules,
} from '../rostering/problem.ts';
import { paidMinutes } from '../shift-template/shift-template.ts';
import { dateAt, datesBetween, dayOf, instantAt } from '../shift-template/local-time.ts';
import { overlaps, type Shift, type Span } from '../shift/shift.ts';
import { isOfLaw } from './law.ts';
import type { MinimumCover } from './roster-rules.ts';

/** What rules need to know of somebody. */
export interface StaffMember {
  readonly id: string;
  readonly teamId: string | null;
  readonly jobRole: JobRole;
  readonly isMinor: boolean;
  /** Skills that they have from the first to the last instant asked for. */
  readonly skillIds: readonly string[];
  /** By contract, in minutes a week; null when nothing is on record. */
  readonly contract: { readonly leastMinutes: number; readonly mostMinutes: number } | null;
  readonly unavailable: readonly Span[];
  /** Whether leave, or a time that they said, is among it, and not only days that they never work on. */
  readonly isAway: boolean;
  readonly wishes: readonly Wish[];
}

/** A hard rule that does not hold, and whether a reason may set it aside. */
export interface RuleBreach extends Breach {
  readonly isOfLaw: boolean;
  /** Of a rule of cover, what it is called. */
  readonly cover: string | null;
}

/** Rules would be broken. Nothing was done. */
export interface RosterRulesBroken {
  readonly type: 'RosterRulesBroken';
  readonly breaches: readonly RuleBreach[];
}

/** What is on record around a change of shifts at a site. */
export interface RuleSurroundings {
  readonly siteId: string;
  readonly timeZone: string;
  readonly work: WorkRules;
  readonly cover: readonly MinimumCover[];
  readonly staff: ReadonlyMap<string, StaffMember>;
  /** All shifts that count, of everybody concerned. */
  readonly shifts: readonly Shift[];
  /** What the template of each shift asks for, by the template's id. */
  readonly skillsOfTemplates: ReadonlyMap<string, readonly string[]>;
}

/** Shifts that would be there, and those that would be no longer. */
export interface ShiftsChange {
  readonly added: readonly Shift[];
  readonly removed: readonly Shift[];
}

const DAY_MS = 86_400_000;
/** How far around a change its rules look: the seven days of a weekly rest, and one. */
export const AROUND_MS = 8 * DAY_MS;
const WEEK_MINUTES = 10_080;

/** How a job counts as a skill, so that a manager on duty is covered like a first aider. */
export const skillOfJob = (jobRole: JobRole): string => `job:${jobRole}`;

/** What somebody counts as: their skills and their job. */
export const countsAs = ({ skillIds, jobRole }: StaffMember): string[] => [...skillIds, skillOfJob(jobRole)];

/** The times of a rule of cover on the days from one date up to, but without, another. */
export function coverOn(
  cover: readonly MinimumCover[],
  { siteId, timeZone, from, until }: { siteId: string; timeZone: string; from: string; until: string },
): CoverRule[] {
  const on = (each: MinimumCover, date: string): CoverRule => ({
    ...{ id: each.id, siteId, atLeast: each.atLeast },
    skillId: each.skillId ?? (each.jobRole ? skillOfJob(each.jobRole) : null),
    startsAt: instantAt(date, each.startTime, timeZone),
    endsAt: instantAt(each.endTime > each.startTime ? date : addDays(date, 1), each.endTime, timeZone),
  });
  return datesBetween(from, until).flatMap((date) =>
    cover.filter(({ days }) => days.includes(dayOf(date))).map((each) => on(each, date)),
  );
}

/** The time that spans take together; nothing when there are none. */
export function wholeSpan(spans: readonly Span[]): Span | null {
  if (spans.length === 0) return null;
  return {
    startsAt: new Date(Math.min(...spans.map(({ startsAt }) => startsAt.getTime()))),
    endsAt: new Date(Math.max(...spans.map(({ endsAt }) => endsAt.getTime()))),
  };
}

const fromMonday: readonly DayOfWeek[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const mondayOf = (date: string) => addDays(date, -fromMonday.indexOf(dayOf(date)));

/** The week, from Monday on, in which an instant lies. */
export function weekOf(at: Date, timeZone: string): Span {
  const monday = mondayOf(dateAt(at, timeZone));
  return { startsAt: instantAt(monday, '00:00', timeZone), endsAt: instantAt(addDays(monday, 7), '00:00', timeZone) };
}

/** Whole weeks, from a Monday on, around a time. */
export function weeksAround(span: Span, timeZone: string): { readonly from: string; readonly until: string } {
  const first = dateAt(new Date(span.startsAt.getTime() - AROUND_MS), timeZone);
  const last = dateAt(new Date(span.endsAt.getTime() + AROUND_MS), timeZone);
  return { from: mondayOf(first), until: addDays(mondayOf(last), 7) };
}

const dutyOf = (shift: Shift, around: RuleSurroundings): Duty => ({
  ...{ id: shift.id, templateId: shift.templateId ?? '', siteId: shift.siteId },
  ...{ startsAt: shift.startsAt, endsAt: shift.endsAt, breaks: shift.breaks },
  ...{ localDate: dateAt(shift.startsAt, around.timeZone), paidMinutes: paidMinutes(shift) },
  requiredSkillIds: around.skillsOfTemplates.get(shift.templateId ?? '') ?? [],
});

function personOf(member: StaffMember, weeks: number): RosterPerson {
  const { id, isMinor, unavailable } = member;
  const week = { minMinutes: 0, maxMinutes: WEEK_MINUTES };
  const bounds = Array.from({ length: weeks }, () => week);
  return { id, isMinor, unavailable, skillIds: countsAs(member), weeks: bounds, taken: [], wishes: [] };
}

function problemOf(around: RuleSurroundings, shifts: readonly Shift[], changed: Span): RosterProblem {
  const { siteId, timeZone, work, staff } = around;
  const { from, until } = weeksAround(changed, timeZone);
  const dates = { from: dateAt(changed.startsAt, timeZone), until: addDays(dateAt(changed.endsAt, timeZone), 1) };
  const cover = coverOn(around.cover, { siteId, timeZone, ...dates });
  const weeks = datesBetween(from, until).length / 7;
  const people = [...new Set(shifts.map(({ personId }) => personId))].flatMap((id) => staff.get(id) ?? []);
  return {
    ...{ from: instantAt(from, '00:00', timeZone), until: instantAt(until, '00:00', timeZone), timeZone },
    people: people.map((member) => personOf(member, weeks)),
    duties: shifts.map((shift) => dutyOf(shift, around)),
    ...{ demand: [], cover: cover.filter((each) => overlaps(each, changed)), rules: work, fairnessWeight: 0 },
  };
}

const assignmentsOf = (shifts: readonly Shift[]): Assignment[] =>
  shifts.map(({ id, personId }) => ({ dutyId: id, personId }));

const badness = ({ found, allowed }: Breach) => Math.abs(found - allowed);

/** Breaches that a change brings or makes worse: what was broken before and is no worse is nobody's fault now. */
export const broughtBy = (before: readonly Breach[], after: readonly Breach[]): Breach[] =>
  after.filter(
    (each) =>
      !before.some(
        (other) =>
          other.ruleId === each.ruleId &&
          other.personId === each.personId &&
          other.coverRuleId === each.coverRuleId &&
          (overlaps(other, each) || other.startsAt.getTime() === each.startsAt.getTime()) &&
          badness(other) >= badness(each),
      ),
  );

/** A breach with what a screen needs. */
export const told = (breach: Breach, { staff, cover }: Pick<RuleSurroundings, 'staff' | 'cover'>): RuleBreach => ({
  ...breach,
  isOfLaw: isOfLaw(breach, staff.get(breach.personId ?? '')?.isMinor ?? false),
  cover: cover.find(({ id }) => id === breach.coverRuleId)?.name ?? null,
});

/** The hard rules that a change of shifts would break. Found by the one checker that proposed rosters are verified with. */
export function breachesOfChange(around: RuleSurroundings, { added, removed }: ShiftsChange): RuleBreach[] {
  const changed = wholeSpan([...added, ...removed]);
  if (!changed) return [];
  const gone = new Set([...removed, ...added].map(({ id }) => id));
  const concerned = new Set([...added, ...removed].map(({ personId }) => personId));
  const coverCounts = removed.length > 0 && around.cover.length > 0;
  const others = around.shifts.filter(
    ({ id, personId, siteId }) =>
      !gone.has(id) && (concerned.has(personId) || (coverCounts && siteId === around.siteId)),
  );
  const among = (shifts: readonly Shift[]) => {
    const problem = problemOf(around, shifts, changed);
    return breachesOf(coverCounts ? problem : { ...problem, cover: [] }, assignmentsOf(shifts));
  };
  const before = among([...others, ...removed]);
  return broughtBy(before, among([...others, ...added])).map((each) => told(each, around));
}

/** What stands against a change although somebody gave a reason for it: every breach of the law, and all of them where no reason is given. */
export function refusalOf(breaches: readonly RuleBreach[], overrideReason: string | null): RosterRulesBroken | null {
  const stands = breaches.length > 0 && (overrideReason === null || breaches.some((each) => each.isOfLaw));
  return stands ? { type: 'RosterRulesBroken', breaches } : null;
}
