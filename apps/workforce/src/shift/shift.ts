import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { InputMaybe, ScheduleShiftsItemInput, ShiftStatus } from '@courtesy/graph-types/workforce';
import { nothingThere, problemsOfId, problemsOfText } from '../directory/problems.ts';
import type { RuleBreach } from '../roster-rules/rule-check.ts';
import type { Person } from '../person/person.ts';
import type { Site } from '../site/site.ts';

/** A time at which somebody is to work at a site. Two instants: it may lie across midnight, and a change of the clocks moves neither. */
export interface Shift {
  readonly id: string;
  readonly personId: string;
  readonly siteId: string;
  readonly startsAt: Date;
  /** Exclusive: at this instant the next shift may start. */
  readonly endsAt: Date;
  readonly status: ShiftStatus;
  /** When they rest, in order; each within the shift. */
  readonly breaks: readonly ShiftBreak[];
  /** The template it was made from; null when it was made by hand. */
  readonly templateId: string | null;
  /** The roster it was published with; null when it was not. */
  readonly rosterId: string | null;
  /** Why it was last changed or cancelled; null when it never was. */
  readonly reason: string | null;
  readonly version: number;
}

/** One item of a bulk that was taken. */
export interface BulkShift {
  readonly index: number;
  readonly shift: Shift;
}

/** One item of a bulk that was refused. */
export interface RefusedShift {
  readonly index: number;
  readonly problems: readonly Problem[];
  /** The hard rules that it would break, when nothing else is wrong with it. */
  readonly breaches: readonly RuleBreach[];
}

/** What became of a bulk. */
export interface ShiftsScheduled {
  readonly type: 'ShiftsScheduled';
  readonly shifts: readonly BulkShift[];
  readonly refused: readonly RefusedShift[];
}

/** A shift is at another time or site. */
export interface ShiftChanged {
  readonly type: 'ShiftChanged';
  readonly shift: Shift;
}

/** A shift is not worked by the person it was for. */
export interface ShiftCancelled {
  readonly type: 'ShiftCancelled';
  readonly shift: Shift;
}

/** The person would work two shifts at once; `overlapping` is the other one. */
export interface ShiftOverlaps {
  readonly type: 'ShiftOverlaps';
  readonly shift: Shift;
  readonly overlapping: Shift;
}

/** A shift that was cancelled stays so. */
export interface ShiftIsCancelled {
  readonly type: 'ShiftIsCancelled';
  readonly shift: Shift;
}

/** The longest shift, in milliseconds: 24 hours. A longer one is two, or a mistyped day. */
export const MAX_SHIFT_MS = 86_400_000;
/** The longest reason, in characters. */
export const MAX_REASON = 2000;

/** From when to when. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A rest within a shift. */
export interface ShiftBreak extends Span {
  readonly isPaid: boolean;
}

/** Breaks as they are kept: unpaid unless it is said. */
export const breaksOf = (
  breaks: InputMaybe<readonly (Span & { readonly isPaid?: InputMaybe<boolean> })[]>,
): ShiftBreak[] =>
  (breaks ?? []).map(({ startsAt, endsAt, isPaid }) => ({ startsAt, endsAt, isPaid: isPaid ?? false }));

/** What is wrong with the times of a shift; nothing when they are right. */
export function problemsOfSpan({ startsAt, endsAt }: Span): Problem[] {
  if (endsAt <= startsAt) return [{ path: 'endsAt', message: 'does not lie after startsAt' }];
  const tooLong = endsAt.getTime() - startsAt.getTime() > MAX_SHIFT_MS;
  return tooLong ? [{ path: 'endsAt', message: 'lies more than 24 hours after startsAt' }] : [];
}

/** The most breaks a shift has. */
export const MAX_BREAKS = 10;

/** What is wrong with the breaks of a shift: each lies within it, and after the one before. */
export function problemsOfBreaks({ startsAt, endsAt, breaks }: Span & { readonly breaks: readonly Span[] }): Problem[] {
  if (breaks.length > MAX_BREAKS) return [{ path: 'breaks', message: `are more than ${MAX_BREAKS}` }];
  return breaks.flatMap((each, i): Problem[] => {
    const path = `breaks.${i}`;
    const [earliest, after] = [
      breaks[i - 1]?.endsAt ?? startsAt,
      i === 0 ? 'within the shift' : 'after the one before',
    ];
    if (each.endsAt <= each.startsAt) return [{ path, message: 'does not end after it begins' }];
    if (each.startsAt < earliest) return [{ path, message: `does not begin ${after}` }];
    return each.endsAt > endsAt ? [{ path, message: 'does not end within the shift' }] : [];
  });
}

/** What is wrong with an item in itself. */
export function problemsOfPlan(plan: ScheduleShiftsItemInput): Problem[] {
  return [
    ...problemsOfId('personId', 'pers', plan.personId),
    ...problemsOfId('siteId', 'site', plan.siteId),
    ...problemsOfSpan(plan),
    ...problemsOfBreaks({ ...plan, breaks: plan.breaks ?? [] }),
  ];
}

/** Whether two spans share an instant. One that ends when the other starts does not. */
export const overlaps = (a: Span, b: Span): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

/** The shift of the same person that this one would overlap; null when it fits. Cancelled ones take no time. */
export function overlapping(wanted: Span & Pick<Shift, 'id' | 'personId'>, known: readonly Shift[]): Shift | null {
  const others = known.filter(({ id, personId }) => id !== wanted.id && personId === wanted.personId);
  return others.find((each) => each.status !== 'CANCELLED' && overlaps(wanted, each)) ?? null;
}

/** What the items of a bulk name, and the shifts that are there already. */
export interface Surroundings {
  readonly people: ReadonlyMap<string, Person>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly known: readonly Shift[];
  /** The hard rules that stand against a shift, beside those there already and those taken before it. */
  readonly breachesOf: (shift: Shift, taken: readonly Shift[]) => readonly RuleBreach[];
  /** Those whose time is in a roster that is locked, and not to be changed. */
  readonly locked: ReadonlySet<string>;
}

const spanWords = ({ startsAt, endsAt }: Span) => `${startsAt.toISOString()} to ${endsAt.toISOString()}`;

function problemsOfPlace(shift: Shift, { people, sites }: Surroundings): Problem[] {
  const person = people.get(shift.personId);
  if (!person) return [nothingThere('personId', shift.personId)];
  if (person.leftAt) return [{ path: 'personId', message: 'has left the organisation' }];
  return sites.has(shift.siteId) ? [] : [nothingThere('siteId', shift.siteId)];
}

/** Takes the items of a bulk one after another: each must fit those there already and those before it. */
export function scheduleAll(wanted: readonly BulkShift[], around: Surroundings): Omit<ShiftsScheduled, 'type'> {
  const shifts: BulkShift[] = [];
  const refused: RefusedShift[] = [];
  const known = [...around.known];
  for (const item of wanted) {
    const problems = problemsOfPlace(item.shift, around);
    const other = overlapping(item.shift, known);
    if (other) problems.push({ path: 'startsAt', message: `overlaps the shift ${other.id}, ${spanWords(other)}` });
    if (around.locked.has(item.shift.id))
      problems.push({ path: 'startsAt', message: 'lies in a roster that is locked' });
    const taken = shifts.map(({ shift }) => shift);
    const breaches = problems.length > 0 ? [] : around.breachesOf(item.shift, taken);
    if (problems.length > 0 || breaches.length > 0) refused.push({ index: item.index, problems, breaches });
    else {
      shifts.push(item);
      known.push(item.shift);
    }
  }
  return { shifts, refused };
}

/** A shift as it begins. */
export const newShift = (id: string, plan: ScheduleShiftsItemInput): Shift => ({
  ...{ id, personId: plan.personId, siteId: plan.siteId, startsAt: plan.startsAt, endsAt: plan.endsAt },
  ...{ status: 'SCHEDULED', breaks: breaksOf(plan.breaks), templateId: null, rosterId: null, reason: null, version: 1 },
});

/** Where and when a shift is to be. What is absent stays. */
export interface ShiftMove {
  readonly siteId?: InputMaybe<string>;
  readonly startsAt?: InputMaybe<Date>;
  readonly endsAt?: InputMaybe<Date>;
  readonly breaks?: InputMaybe<readonly (Span & { readonly isPaid?: InputMaybe<boolean> })[]>;
  readonly reason: string;
}

/** The shift at another time or site; what keeps it from being there is said by others of these functions. */
export const moved = (current: Shift, to: ShiftMove): Shift => ({
  ...current,
  siteId: to.siteId ?? current.siteId,
  startsAt: to.startsAt ?? current.startsAt,
  endsAt: to.endsAt ?? current.endsAt,
  breaks: to.breaks ? breaksOf(to.breaks) : current.breaks,
  reason: to.reason,
  version: current.version + 1,
});

/** Puts a shift elsewhere in time or place. `others` are the shifts of the same person. */
export function change(
  current: Shift,
  to: ShiftMove,
  others: readonly Shift[],
): ShiftChanged | ShiftOverlaps | ShiftIsCancelled | InvalidInput {
  if (current.status === 'CANCELLED') return { type: 'ShiftIsCancelled', shift: current };
  const shift = moved(current, to);
  const problems = [
    ...problemsOfText('reason', to.reason, MAX_REASON),
    ...problemsOfSpan(shift),
    ...problemsOfBreaks(shift),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const other = overlapping(shift, others);
  return other ? { type: 'ShiftOverlaps', shift: current, overlapping: other } : { type: 'ShiftChanged', shift };
}

/** Calls a shift off. It stays on record: that somebody was to be there says why nobody was. */
export function cancel(current: Shift, reason: string): ShiftCancelled | ShiftIsCancelled | InvalidInput {
  if (current.status === 'CANCELLED') return { type: 'ShiftIsCancelled', shift: current };
  const problems = problemsOfText('reason', reason, MAX_REASON);
  if (problems.length > 0) return invalidInput(problems);
  return { type: 'ShiftCancelled', shift: { ...current, status: 'CANCELLED', reason, version: current.version + 1 } };
}
