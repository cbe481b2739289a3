import { seededRandom } from '@courtesy/workforce/src/rostering/search.ts';
import type { Demand, Duty, RosterPerson, RosterProblem, Wish } from '@courtesy/workforce/src/rostering/problem.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIRST = Date.parse('2026-06-01T00:00:00Z');
const WEEKS = 4;
const SKILL = 'first-aid';
const at = (day: number, hours: number) => new Date(FIRST + day * DAY_MS + hours * HOUR_MS);
/** Start, length and unpaid break, in hours. */
const TEMPLATES = [
  ['early', 7, 8, 0.5],
  ['day', 9, 8, 0.5],
  ['late', 14, 8, 0.5],
  ['short', 10, 5, 0],
  ['night', 22, 8, 0.5],
] as const;

function dutiesOf(day: number): Duty[] {
  return TEMPLATES.map(([name, from, hours, unpaid]) => ({
    ...{ id: `${day} ${name}`, templateId: name, siteId: 'site', requiredSkillIds: name === 'night' ? ['nights'] : [] },
    localDate: at(day, 0).toISOString().slice(0, 10),
    ...{ startsAt: at(day, from), endsAt: at(day, from + hours), paidMinutes: (hours - unpaid) * 60 },
    breaks: unpaid === 0 ? [] : [{ startsAt: at(day, from + hours / 2), endsAt: at(day, from + hours / 2 + unpaid) }],
  }));
}

/** Share of the people who are needed at each hour of a day. */
const CURVE = [3, 3, 3, 3, 3, 3, 3, 14, 16, 30, 38, 38, 36, 34, 42, 42, 34, 28, 24, 22, 20, 18, 4, 3];

function demandOf(day: number, people: number): Demand[] {
  const busy = day % 7 >= 5 ? 0.6 : 1;
  return CURVE.flatMap((share, hour) =>
    [0, 0.5].map((half) => ({
      ...{ siteId: 'site', skillId: null, required: Math.round((people * share * busy) / 100) },
      ...{ startsAt: at(day, hour + half), endsAt: at(day, hour + half + 0.5), underWeight: 10, overWeight: 1 },
    })),
  );
}

function wishesOf(random: () => number): Wish[] {
  return Array.from({ length: 3 }, () => {
    const day = Math.floor(random() * WEEKS * 7);
    const kind = random() < 0.7 ? ('OFF' as const) : ('WORK' as const);
    return { kind, dutyId: null, weight: 1 + Math.floor(random() * 9), startsAt: at(day, 0), endsAt: at(day + 1, 0) };
  });
}

function personOf(i: number, random: () => number): RosterPerson {
  const hours = [37.5, 37.5, 37.5, 30, 22.5, 15][Math.floor(random() * 6)] ?? 37.5;
  const isMinor = random() < 0.03;
  const skillIds = [...(random() < 0.25 ? [SKILL] : []), ...(!isMinor && random() < 0.4 ? ['nights'] : [])];
  const leave = Math.floor(random() * WEEKS * 12);
  const isAway = leave < WEEKS;
  const away = isAway ? [{ startsAt: at(leave * 7, 0), endsAt: at(leave * 7 + 7, 0) }] : [];
  const weeks = Array.from({ length: WEEKS }, (_, week) => {
    const off = isAway && week === leave;
    return { minMinutes: off ? 0 : hours * 48, maxMinutes: hours * 60 };
  });
  return { id: `person ${i}`, skillIds, isMinor, weeks, unavailable: away, taken: [], wishes: wishesOf(random) };
}

/** A made-up site of so many people over four weeks from Monday 1 June 2026, open day and night. All of it follows from the seed. */
export function rosterProblem(people: number, seed: number): RosterProblem {
  const random = seededRandom(seed);
  const days = Array.from({ length: WEEKS * 7 }, (_, day) => day);
  return {
    ...{ from: at(0, 0), until: at(WEEKS * 7, 0), timeZone: 'UTC', fairnessWeight: 50 },
    people: Array.from({ length: people }, (_, i) => personOf(i, random)),
    duties: days.flatMap(dutiesOf),
    demand: days.flatMap((day) => demandOf(day, people)),
    cover: days.map((day) => ({
      ...{ id: `first aid ${day}`, siteId: 'site', skillId: SKILL, atLeast: 1 },
      ...{ startsAt: at(day, 9), endsAt: at(day, 22) },
    })),
    rules: {
      ...{ minRest: 660, minRestOfMinors: 720, weeklyRest: 1440, weeklyRestOfMinors: 2880 },
      ...{ maxPaidPerWeek: 2880, maxPaidPerWeekOfMinors: 2400, maxShiftOfMinors: 480 },
      nightOfMinors: { from: '22:00', to: '06:00' },
      ...{ maxConsecutiveDays: 6, minConsecutiveDays: null, minConsecutiveDaysOff: null, maxWeekends: 3 },
    },
  };
}
