import { breachesOfPerson, dutiesByPerson } from './check.ts';
import { coverBreaches } from './check-cover.ts';
import { daysOf, type RosterDays } from './local-days.ts';
import type {
  Assignment,
  Breach,
  BrokenWish,
  Demand,
  Duty,
  RosterPerson,
  RosterProblem,
  Unmet,
  Wish,
} from './problem.ts';

/** What a roster costs, counted from the roster alone. */
export interface Recount {
  /** Demand, wishes and unfairness together. */
  readonly penalty: number;
  readonly demandPenalty: number;
  readonly wishPenalty: number;
  readonly fairness: number;
  readonly unmet: readonly Unmet[];
  readonly brokenWishes: readonly BrokenWish[];
}

/** Minutes, in milliseconds, of a duty within a span that are not a break. */
function workedWithin(duty: Duty, { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date }): number {
  const shared = (from: Date, until: Date) =>
    Math.max(0, Math.min(endsAt.getTime(), until.getTime()) - Math.max(startsAt.getTime(), from.getTime()));
  const breaks = duty.breaks.reduce((sum, each) => sum + shared(each.startsAt, each.endsAt), 0);
  return shared(duty.startsAt, duty.endsAt) - breaks;
}

/** Whether somebody on a duty counts in an interval of demand: at its site, and at work, not on a break, for half of it at least. */
export const countsIn = (duty: Duty, demand: Demand): boolean =>
  duty.siteId === demand.siteId &&
  workedWithin(duty, demand) * 2 >= demand.endsAt.getTime() - demand.startsAt.getTime();

/**
 * Whether a wish is met by these duties. To work within a time is met by a duty that starts in it, to be off by none that lies in it, even in
 * part. Time that was taken before is not asked: the roster does not decide it.
 */
export function isMet(wish: Wish, duties: readonly Duty[]): boolean {
  const { kind, dutyId, startsAt, endsAt } = wish;
  const worked = duties.some((duty) => {
    if (dutyId !== null) return duty.id === dutyId;
    if (kind === 'WORK') return duty.startsAt >= startsAt && duty.startsAt < endsAt;
    return duty.startsAt < endsAt && duty.endsAt > startsAt;
  });
  return worked === (kind === 'WORK');
}

/** Which intervals of demand each duty counts in, and how many people each interval has. */
interface Presence {
  readonly counted: ReadonlyMap<string, readonly number[]>;
  readonly present: readonly number[];
}

const hasSkill = ({ skillIds }: RosterPerson, skillId: string | null) => skillId === null || skillIds.includes(skillId);

function presenceOf({ people, duties, demand }: RosterProblem, mine: ReadonlyMap<string, readonly Duty[]>): Presence {
  const counted = new Map(
    duties.map((duty) => [duty.id, demand.flatMap((each, i) => (countsIn(duty, each) ? [i] : []))]),
  );
  const present = demand.map(() => 0);
  for (const person of people)
    for (const { id } of mine.get(person.id) ?? [])
      for (const i of counted.get(id) ?? [])
        if (hasSkill(person, demand[i]?.skillId ?? null)) present[i] = (present[i] ?? 0) + 1;
  return { counted, present };
}

const costOf = ({ required, underWeight, overWeight }: Demand, present: number) =>
  Math.max(0, required - present) * underWeight + Math.max(0, present - required) * overWeight;

/** What the demand would cost more, or less, if one person worked other duties. */
function changeOfCost({ problem, presence, mine }: Looked, person: RosterPerson, next: readonly Duty[]): number {
  const change = new Map<number, number>();
  const add = (duties: readonly Duty[], by: number) => {
    for (const { id } of duties)
      for (const i of presence.counted.get(id) ?? []) change.set(i, (change.get(i) ?? 0) + by);
  };
  add(next, 1);
  add(mine.get(person.id) ?? [], -1);
  let cost = 0;
  for (const [i, by] of change) {
    const [demand, present = 0] = [problem.demand[i], presence.present[i]];
    if (demand && hasSkill(person, demand.skillId)) cost += costOf(demand, present + by) - costOf(demand, present);
  }
  return cost;
}

function demandCount({ demand }: RosterProblem, { present }: Presence) {
  const found = demand.map((each, i) => ({ each, there: present[i] ?? 0 }));
  const unmet = found.flatMap(({ each, there }): Unmet[] => {
    const { siteId, skillId, startsAt, endsAt, required } = each;
    return there < required ? [{ siteId, skillId, startsAt, endsAt, required, present: there }] : [];
  });
  return { penalty: found.reduce((sum, { each, there }) => sum + costOf(each, there), 0), unmet };
}

/** One minus the Gini coefficient of shares from 0 to 1: 1 when all are alike, also when there are none. */
export function fairnessOf(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum === 0) return 1;
  const sorted = [...shares].sort((a, b) => a - b);
  const weighted = sorted.reduce((total, share, i) => total + (i + 1) * share, 0);
  const n = sorted.length;
  return 1 - ((2 * weighted) / (n * sum) - (n + 1) / n);
}

/** The wishes that count: those with a weight. */
const realWishes = ({ wishes }: RosterPerson) => wishes.filter(({ weight }) => weight > 0);

interface Looked {
  readonly problem: RosterProblem;
  readonly days: RosterDays;
  readonly mine: ReadonlyMap<string, readonly Duty[]>;
  readonly presence: Presence;
}

/** The nearest rosters of one person in which a wish would be met. */
function alternatives({ problem }: Looked, wish: Wish, duties: readonly Duty[]): readonly (readonly Duty[])[] {
  if (wish.kind === 'OFF') return [duties.filter((duty) => isMet(wish, [duty]))];
  const wanted = problem.duties.filter((duty) => isMet(wish, [duty]));
  return wanted.map((duty) => [...duties.filter(({ localDate }) => localDate !== duty.localDate), duty]);
}

/** The rules of cover that would be broken by taking somebody off duties, and are not without it. */
function coverLost({ problem, mine }: Looked, person: RosterPerson, next: readonly Duty[]): readonly Breach[] {
  const removed = (mine.get(person.id) ?? []).filter((duty) => !next.includes(duty));
  const cover = problem.cover.filter((rule) =>
    removed.some(({ startsAt, endsAt }) => startsAt < rule.endsAt && rule.startsAt < endsAt),
  );
  if (cover.length === 0) return [];
  const before = coverBreaches({ ...problem, cover }, mine);
  const after = coverBreaches({ ...problem, cover }, new Map(mine).set(person.id, next));
  return after.length > before.length ? after : [];
}

/** What stood against a wish, all others' duties staying as they are: a rule when no way to meet it keeps all, else the demand, else other wishes. */
function reasonFor(on: Looked, person: RosterPerson, wish: Wish): Pick<BrokenWish, 'because' | 'ruleId'> {
  const { problem, days, mine } = on;
  const duties = mine.get(person.id) ?? [];
  const before = breachesOfPerson(problem, person, duties, days).length;
  let refused: BrokenWish['ruleId'] = null;
  const allowed = alternatives(on, wish, duties).filter((next) => {
    const broken = breachesOfPerson(problem, person, next, days);
    const against = broken.length > before ? broken : coverLost(on, person, next);
    refused ??= against.at(-1)?.ruleId ?? null;
    return against.length === 0;
  });
  if (allowed.length === 0) return { because: 'RULE', ruleId: refused };
  const worse = allowed.every((next) => changeOfCost(on, person, next) > 0);
  return { because: worse ? 'DEMAND' : 'OTHERS', ruleId: null };
}

/** Counts the penalty of a roster anew, from the roster alone: it shares nothing with the solver but the problem. `reasons: false` leaves out why wishes are broken. */
export function recount(
  problem: RosterProblem,
  assignments: readonly Assignment[],
  { reasons = true }: { readonly reasons?: boolean } = {},
): Recount {
  const mine = dutiesByPerson(problem, assignments);
  const on: Looked = { problem, days: daysOf(problem), mine, presence: presenceOf(problem, mine) };
  const { penalty: demandPenalty, unmet } = demandCount(problem, on.presence);
  const brokenWishes: BrokenWish[] = [];
  const shares: number[] = [];
  for (const person of problem.people) {
    const wishes = realWishes(person);
    const broken = wishes.filter((wish) => !isMet(wish, mine.get(person.id) ?? []));
    const weigh = (of: readonly Wish[]) => of.reduce((sum, { weight }) => sum + weight, 0);
    if (wishes.length > 0) shares.push(1 - weigh(broken) / weigh(wishes));
    for (const wish of broken) {
      const why = reasons ? reasonFor(on, person, wish) : { because: 'OTHERS' as const, ruleId: null };
      brokenWishes.push({ personId: person.id, wish, ...why });
    }
  }
  const wishPenalty = brokenWishes.reduce((sum, { wish }) => sum + wish.weight, 0);
  const fairness = fairnessOf(shares);
  const penalty = demandPenalty + wishPenalty + problem.fairnessWeight * (1 - fairness);
  return { penalty, demandPenalty, wishPenalty, fairness, unmet, brokenWishes };
}
