import { DAYS_BEFORE, dayNumber, daysOf, instantOf, minutesOf, weekdayOf, type RosterDays } from './local-days.ts';
import type { LineModel, LineRules, LineWorker, Need, Period, Slot } from './line-model.ts';
import type { Duty, RosterPerson, RosterProblem, Wish } from './problem.ts';

const MINUTE = 60_000;
const ms = (at: Date) => at.getTime();

interface Compiling {
  readonly problem: RosterProblem;
  readonly days: RosterDays;
}

const touches = (a: { startsAt: Date; endsAt: Date }, b: { startsAt: Date; endsAt: Date }) =>
  ms(a.startsAt) < ms(b.endsAt) && ms(b.startsAt) < ms(a.endsAt);

function liesInNight({ startsAt, endsAt }: Duty, { problem, days }: Compiling): boolean {
  const night = problem.rules.nightOfMinors;
  if (night === null) return false;
  const [from, to] = [minutesOf(night.from), minutesOf(night.to)];
  for (let day = days.first - 2; day <= days.first + days.count + 1; day += 1) {
    const dusk = instantOf(day, from, problem.timeZone);
    if (dusk >= ms(endsAt)) return false;
    if (instantOf(to <= from ? day + 1 : day, to, problem.timeZone) > ms(startsAt)) return true;
  }
  return false;
}

/** Whether a duty can be worked by somebody at all, whatever else they work. */
function mayWork(person: RosterPerson, duty: Duty, isNight: boolean, { problem }: Compiling): boolean {
  if (!duty.requiredSkillIds.every((skill) => person.skillIds.includes(skill))) return false;
  if (person.unavailable.some((away) => touches(away, duty))) return false;
  if (!person.isMinor) return true;
  return !isNight && duty.paidMinutes <= (problem.rules.maxShiftOfMinors ?? Infinity);
}

function periodsOf(person: RosterPerson, { problem, days }: Compiling): Period[] {
  const { maxPaidPerWeek, maxPaidPerWeekOfMinors } = problem.rules;
  return Array.from({ length: Math.ceil(days.count / 7) }, (_, week) => {
    const [from, until] = [week * 7, Math.min((week + 1) * 7, days.count)];
    const taken = person.taken
      .filter(({ localDate }) => dayNumber(localDate) >= days.first + from && dayNumber(localDate) < days.first + until)
      .reduce((sum, { paidMinutes }) => sum + paidMinutes, 0);
    const bounds = person.weeks[week];
    const minors = person.isMinor ? (maxPaidPerWeekOfMinors ?? Infinity) : Infinity;
    const max = Math.min(bounds?.maxMinutes ?? Infinity, maxPaidPerWeek ?? Infinity, minors);
    return { from, until, min: Math.max(0, (bounds?.minMinutes ?? 0) - taken), max: max - taken };
  });
}

function rulesOf(person: RosterPerson, on: Compiling): LineRules {
  const { rules } = on.problem;
  const weekly = person.isMinor ? rules.weeklyRestOfMinors : rules.weeklyRest;
  return {
    minRest: (person.isMinor ? rules.minRestOfMinors : rules.minRest) * MINUTE,
    weeklyRest: weekly === null ? null : { length: weekly * MINUTE, midnights: on.days.midnights, first: DAYS_BEFORE },
    maxRun: rules.maxConsecutiveDays ?? Infinity,
    minRun: rules.minConsecutiveDays ?? 0,
    minOff: rules.minConsecutiveDaysOff ?? 0,
    maxWeekends: rules.maxWeekends ?? Infinity,
    ...{ firstRunIsOpen: false, periods: periodsOf(person, on), kindMax: null, forbidden: null },
  };
}

/** A wish as the line sees it: the duties that it is about. */
interface WishOfLine {
  readonly wish: Wish;
  readonly about: ReadonlySet<number>;
}

function wishesOf(person: RosterPerson, slots: readonly Slot[], { problem }: Compiling): WishOfLine[] {
  const isAbout = (duty: Duty | undefined, wish: Wish): boolean => {
    if (!duty) return false;
    if (wish.dutyId !== null) return duty.id === wish.dutyId;
    if (wish.kind === 'OFF') return touches(duty, wish);
    return ms(duty.startsAt) >= ms(wish.startsAt) && ms(duty.startsAt) < ms(wish.endsAt);
  };
  const real = person.wishes.filter(({ weight }) => weight > 0);
  return real.map((wish) => {
    const about = slots.filter(({ duty }) => isAbout(problem.duties[duty], wish)).map(({ duty }) => duty);
    return { wish, about: new Set(about) };
  });
}

/** What wishes cost: exactly for a line, and from below for each duty, by its share of what several days of one wish can break. */
function wishCosts(wishes: readonly WishOfLine[], dayOf: ReadonlyMap<number, number>) {
  const dutyCost = new Map<number, number>();
  for (const { wish, about } of wishes) {
    const days = new Set([...about].map((duty) => dayOf.get(duty))).size;
    const each = wish.kind === 'OFF' ? wish.weight / days : -wish.weight;
    for (const duty of about) dutyCost.set(duty, (dutyCost.get(duty) ?? 0) + each);
  }
  const baseCost = wishes.reduce((sum, { wish }) => sum + (wish.kind === 'WORK' ? wish.weight : 0), 0);
  const costOf = (duties: readonly number[]) =>
    wishes.reduce((sum, { wish, about }) => {
      const worked = duties.some((duty) => about.has(duty));
      return worked === (wish.kind === 'OFF') ? sum + wish.weight : sum;
    }, 0);
  return { dutyCost, baseCost, costOf, wishWeight: wishes.reduce((sum, { wish }) => sum + wish.weight, 0) };
}

function slotsOf(problem: RosterProblem, days: RosterDays): Slot[] {
  const orders = new Map<number, number>();
  return problem.duties.map((duty, index) => {
    const day = dayNumber(duty.localDate) - days.first;
    const order = orders.get(day) ?? 0;
    orders.set(day, order + 1);
    const times = { start: ms(duty.startsAt), end: ms(duty.endsAt), minutes: duty.paidMinutes };
    return { duty: index, day, kind: 0, order, ...times };
  });
}

function takenOf(person: RosterPerson, days: RosterDays): Slot[] {
  const slots = person.taken.map((each, i) => ({
    ...{ duty: -1, day: dayNumber(each.localDate) - days.first, kind: 0, order: 48 + (i % 15) },
    ...{ start: ms(each.startsAt), end: ms(each.endsAt), minutes: each.paidMinutes },
  }));
  return slots.sort((a, b) => a.start - b.start);
}

/** Needs that the same duties serve, for the same skill, are one need. */
interface Needs {
  readonly needs: readonly Need[];
  /** By duty: the needs it serves, and the skill that each asks for. */
  readonly served: readonly (readonly { readonly need: number; readonly skillId: string | null }[])[];
}

function atWork(duty: Duty, from: number, until: number): number {
  const within = (a: Date, b: Date) => Math.max(0, Math.min(until, ms(b)) - Math.max(from, ms(a)));
  return duty.breaks.reduce(
    (left, each) => left - within(each.startsAt, each.endsAt),
    within(duty.startsAt, duty.endsAt),
  );
}

function needsOf({ duties, demand, cover }: RosterProblem): {
  needs: Need[];
  served: { need: number; skillId: string | null }[][];
  big: number;
} {
  const found = new Map<string, { need: Need; skillId: string | null; by: readonly number[] }>();
  const add = (skillId: string | null, by: readonly number[], need: Need) => {
    const key = JSON.stringify([skillId, by, need.required, need.hard]);
    const known = found.get(key)?.need;
    const sum = { ...need, under: need.under + (known?.under ?? 0), over: need.over + (known?.over ?? 0) };
    found.set(key, { need: need.hard ? need : sum, skillId, by });
  };
  const index = duties.map((duty, i) => ({ duty, i }));
  for (const each of demand) {
    const [from, until] = [ms(each.startsAt), ms(each.endsAt)];
    const by = index.filter(({ duty }) => duty.siteId === each.siteId && atWork(duty, from, until) * 2 >= until - from);
    const { required, underWeight: under, overWeight: over } = each;
    add(
      each.skillId,
      by.map(({ i }) => i),
      { required, under, over, hard: false },
    );
  }
  const dearest = [...found.values()].reduce((sum, { need }) => sum + Math.max(need.under, need.over), 0);
  const big = Math.max(1000, dearest);
  for (const rule of cover) {
    const near = index.filter(({ duty }) => duty.siteId === rule.siteId && touches(duty, rule));
    const inside = near.flatMap(({ duty }) => [ms(duty.startsAt), ms(duty.endsAt)]);
    const marks = inside.filter((at) => at > ms(rule.startsAt) && at < ms(rule.endsAt));
    const bounds = [...new Set([ms(rule.startsAt), ...marks])];
    for (const at of bounds) {
      const by = near.filter(({ duty }) => ms(duty.startsAt) <= at && ms(duty.endsAt) > at).map(({ i }) => i);
      add(rule.skillId, by, { required: rule.atLeast, under: big, over: 0, hard: true });
    }
  }
  const served = duties.map((): { need: number; skillId: string | null }[] => []);
  const all = [...found.values()];
  for (const [need, { by, skillId }] of all.entries()) for (const i of by) served[i]?.push({ need, skillId });
  return { needs: all.map(({ need }) => need), served, big };
}

/** Writes a roster as lines. The order of people and duties stays: a worker's index is that of the person. */
export function compileRoster(problem: RosterProblem): LineModel {
  const days = daysOf(problem);
  const on: Compiling = { problem, days };
  const slots = slotsOf(problem, days);
  const nights = problem.duties.map((duty) => problem.people.some(({ isMinor }) => isMinor) && liesInNight(duty, on));
  const { needs, served, big } = needsOf(problem);
  const dayOf = new Map(slots.map(({ duty, day }) => [duty, day]));
  const bySkills = new Map<string, (duty: number) => readonly number[]>();
  const workers = problem.people.map((person): LineWorker => {
    const mine = slots.filter(({ duty }) => {
      const each = problem.duties[duty];
      return each !== undefined && mayWork(person, each, nights[duty] ?? false, on);
    });
    const options = Array.from({ length: days.count }, (_, day) => mine.filter((slot) => slot.day === day));
    const skills = [...person.skillIds].sort().join('\n');
    const counted = bySkills.get(skills) ?? countedNeeds(person, served);
    bySkills.set(skills, counted);
    const rules = rulesOf(person, on);
    const of = { options, rules, taken: takenOf(person, days), firstWeekday: weekdayOf(days.first) };
    return { ...of, ...wishCosts(wishesOf(person, mine, on), dayOf), needsOf: counted };
  });
  const weights = [
    ...needs.flatMap(({ under, over }) => [under, over]),
    ...problem.people.flatMap(({ wishes }) => wishes.map(({ weight }) => weight)),
  ];
  const isWhole = weights.every((weight) => Number.isInteger(weight));
  const { fairnessWeight } = problem;
  return { workers, needs, dutyCount: problem.duties.length, big, fairnessWeight, isWhole };
}

function countedNeeds({ skillIds }: RosterPerson, served: Needs['served']): (duty: number) => readonly number[] {
  const counted = served.map((each) =>
    each.filter(({ skillId }) => skillId === null || skillIds.includes(skillId)).map(({ need }) => need),
  );
  return (duty) => counted[duty] ?? [];
}
