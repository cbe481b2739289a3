import { coverBreaches } from './check-cover.ts';
import { dayPatternBreaches } from './check-days.ts';
import { dailyRestBreaches, weeklyRestBreaches } from './check-rest.ts';
import { daysOf, instantOf, minutesOf, type RosterDays } from './local-days.ts';
import type { Assignment, Breach, Duty, RosterPerson, RosterProblem, RuleId } from './problem.ts';

/** Something that somebody works: a duty that is proposed, or time that was taken before. In milliseconds since 1970. */
export interface Work {
  readonly start: number;
  readonly end: number;
  /** Number of the local day on which it starts. */
  readonly day: number;
  readonly paidMinutes: number;
  /** Null for time that was taken before: it stays, so that only rules in which a duty has a part are broken by the roster. */
  readonly duty: Duty | null;
}

/** Somebody and their work in order of time, with the problem that it belongs to. */
export interface PersonWork {
  readonly problem: RosterProblem;
  readonly days: RosterDays;
  readonly person: RosterPerson;
  readonly work: readonly Work[];
}

const MINUTE = 60_000;

/** Makes a breach of a rule by one person; `span` in milliseconds. */
export function breachOf(
  ruleId: RuleId,
  { person }: Pick<PersonWork, 'person'>,
  span: { readonly start: number; readonly end: number },
  { found, allowed }: { readonly found: number; readonly allowed: number },
): Breach {
  const times = { startsAt: new Date(span.start), endsAt: new Date(span.end) };
  return { ruleId, personId: person.id, ...times, found, allowed, coverRuleId: null };
}

/** The work of somebody who works these duties beside the time that is taken, in order. */
export function workOf(person: RosterPerson, duties: readonly Duty[]): Work[] {
  const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  const of = (each: Duty | RosterPerson['taken'][number], duty: Duty | null): Work => ({
    ...{ start: each.startsAt.getTime(), end: each.endsAt.getTime(), day: dayOf(each.localDate) },
    ...{ paidMinutes: each.paidMinutes, duty },
  });
  const all = [...person.taken.map((each) => of(each, null)), ...duties.map((each) => of(each, each))];
  return all.sort((a, b) => a.start - b.start || a.end - b.end);
}

function weekBreaches(on: PersonWork, week: number): Breach[] {
  const { problem, days, person, work } = on;
  const { rules } = problem;
  const [from, until] = [days.first + week * 7, Math.min(days.first + (week + 1) * 7, days.first + days.count)];
  const inWeek = work.filter(({ day }) => day >= from && day < until);
  const found = inWeek.reduce((sum, { paidMinutes }) => sum + paidMinutes, 0);
  const span = { start: instantOf(from, 0, problem.timeZone), end: instantOf(until, 0, problem.timeZone) };
  const bounds = person.weeks[week];
  const breaches: Breach[] = [];
  const own = inWeek.some(({ duty }) => duty !== null);
  const atMost = (ruleId: RuleId, allowed: number | null | undefined) => {
    if (own && allowed != null && found > allowed) breaches.push(breachOf(ruleId, on, span, { found, allowed }));
  };
  atMost('WEEKLY_HOURS', rules.maxPaidPerWeek);
  if (person.isMinor) atMost('MINOR_HOURS', rules.maxPaidPerWeekOfMinors);
  atMost('CONTRACT_HOURS', bounds?.maxMinutes);
  const least = bounds?.minMinutes ?? 0;
  if (found < least) breaches.push(breachOf('CONTRACT_HOURS', on, span, { found, allowed: least }));
  return breaches;
}

const sharedMinutes = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)) / MINUTE;

/** Minutes of a duty that lie in the hours at which minors do not work. */
function nightMinutes({ problem }: PersonWork, { start, end, day }: Work): number {
  const night = problem.rules.nightOfMinors;
  if (night === null) return 0;
  const [from, to] = [minutesOf(night.from), minutesOf(night.to)];
  let found = 0;
  for (let each = day - 1; each <= day + 1; each += 1) {
    const dawn = instantOf(to <= from ? each + 1 : each, to, problem.timeZone);
    found += sharedMinutes({ start, end }, { start: instantOf(each, from, problem.timeZone), end: dawn });
  }
  return found;
}

function dutyBreaches(on: PersonWork, work: Work, duty: Duty): Breach[] {
  const { person, problem } = on;
  const breaches: Breach[] = [];
  const add = (ruleId: RuleId, found: number, allowed: number) =>
    breaches.push(breachOf(ruleId, on, work, { found, allowed }));
  const needed = duty.requiredSkillIds.length;
  const held = duty.requiredSkillIds.filter((skill) => person.skillIds.includes(skill)).length;
  if (held < needed) add('SKILL', held, needed);
  const away = person.unavailable.reduce(
    (sum, { startsAt, endsAt }) => sum + sharedMinutes(work, { start: startsAt.getTime(), end: endsAt.getTime() }),
    0,
  );
  if (away > 0) add('UNAVAILABLE', away, 0);
  if (!person.isMinor) return breaches;
  const longest = problem.rules.maxShiftOfMinors;
  if (longest !== null && duty.paidMinutes > longest) add('MINOR_HOURS', duty.paidMinutes, longest);
  const night = nightMinutes(on, work);
  if (night > 0) add('MINOR_NIGHT', night, 0);
  return breaches;
}

function oneADayBreaches(on: PersonWork): Breach[] {
  const byDay = Map.groupBy(on.work, ({ day }) => day);
  return [...byDay.values()].flatMap((work) => {
    const last = work.at(-1);
    const [first] = work;
    if (!first || !last || work.length < 2 || work.every(({ duty }) => duty === null)) return [];
    const span = { start: first.start, end: Math.max(...work.map(({ end }) => end)) };
    return [breachOf('ONE_SHIFT_A_DAY', on, span, { found: work.length, allowed: 1 })];
  });
}

/**
 * The hard rules that somebody would break who works these duties beside the time that is taken: each with what was found and what was allowed,
 * in minutes or days. Rules that only taken time breaks are left out, since the roster cannot change it. Before the first taken time
 * somebody was off; what comes after the problem's end and is not taken is open, so that a stretch of work that lasts until the last day is not too short.
 */
export function breachesOfPerson(
  problem: RosterProblem,
  person: RosterPerson,
  duties: readonly Duty[],
  days: RosterDays = daysOf(problem),
): readonly Breach[] {
  const on: PersonWork = { problem, days, person, work: workOf(person, duties) };
  const weeks = Math.ceil(days.count / 7);
  return [
    ...on.work.flatMap((each) => (each.duty === null ? [] : dutyBreaches(on, each, each.duty))),
    ...oneADayBreaches(on),
    ...dailyRestBreaches(on),
    ...weeklyRestBreaches(on),
    ...Array.from({ length: weeks }, (_, week) => weekBreaches(on, week)).flat(),
    ...dayPatternBreaches(on),
  ];
}

/** The duties of each person, by id. @throws RangeError for a person or a duty that the problem does not have. */
export function dutiesByPerson(
  { people, duties }: RosterProblem,
  assignments: readonly Assignment[],
): ReadonlyMap<string, readonly Duty[]> {
  const byId = new Map(duties.map((duty) => [duty.id, duty]));
  const found = new Map<string, Duty[]>(people.map(({ id }) => [id, []]));
  for (const { personId, dutyId } of assignments) {
    const [mine, duty] = [found.get(personId), byId.get(dutyId)];
    if (!mine) throw new RangeError(`The problem has nobody with the id ${personId}.`);
    if (!duty) throw new RangeError(`The problem has no duty with the id ${dutyId}.`);
    mine.push(duty);
  }
  return found;
}

/** Every hard rule that a roster breaks, of people and of cover. It knows nothing of how the roster was found. */
export function breachesOf(problem: RosterProblem, assignments: readonly Assignment[]): readonly Breach[] {
  const days = daysOf(problem);
  const mine = dutiesByPerson(problem, assignments);
  return [
    ...problem.people.flatMap((person) => breachesOfPerson(problem, person, mine.get(person.id) ?? [], days)),
    ...coverBreaches(problem, mine),
  ];
}
