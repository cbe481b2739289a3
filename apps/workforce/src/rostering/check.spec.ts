import { describe, expect, it } from '@jest/globals';
import { breachesOf } from './check.ts';
import { daysOf } from './local-days.ts';
import type { Duty, RosterPerson, RosterProblem, WorkRules } from './problem.ts';
import { fairnessOf, recount } from './recount.ts';

const rules: WorkRules = {
  ...{ minRest: 660, minRestOfMinors: 720, weeklyRest: 1440, weeklyRestOfMinors: 2880 },
  ...{ maxPaidPerWeek: 2880, maxPaidPerWeekOfMinors: 2400, maxShiftOfMinors: 480 },
  nightOfMinors: { from: '22:00', to: '06:00' },
  ...{ maxConsecutiveDays: null, minConsecutiveDays: null, minConsecutiveDaysOff: null, maxWeekends: null },
};

/** A duty from local times at London, where January keeps UTC. */
const duty = (day: number, from: number, until: number, more: Partial<Duty> = {}): Duty => {
  const at = (hour: number) => new Date(Date.UTC(2024, 0, day, 0, hour * 60));
  const localDate = new Date(Date.UTC(2024, 0, day)).toISOString().slice(0, 10);
  const id = `${localDate} ${from}-${until}`;
  const times = { startsAt: at(from), endsAt: at(until), localDate, paidMinutes: (until - from) * 60 };
  return { id, templateId: 't', siteId: 'site', breaks: [], requiredSkillIds: [], ...times, ...more };
};
const person = (more: Partial<RosterPerson> = {}): RosterPerson => ({
  ...{ id: 'p', skillIds: [], isMinor: false, weeks: [], unavailable: [], taken: [], wishes: [] },
  ...more,
});
/** Two weeks from Monday 1 January 2024. */
const problem = (duties: Duty[], more: Partial<RosterProblem> = {}): RosterProblem => ({
  ...{ from: new Date('2024-01-01T00:00:00Z'), until: new Date('2024-01-15T00:00:00Z'), timeZone: 'Europe/London' },
  ...{ people: [person()], duties, demand: [], cover: [], rules, fairnessWeight: 0 },
  ...more,
});
const found = (on: RosterProblem, duties = on.duties) =>
  breachesOf(
    on,
    duties.map(({ id }) => ({ personId: 'p', dutyId: id })),
  ).map(({ ruleId, found: n, allowed }) => ({ ruleId, found: n, allowed }));

describe('the checker of rosters', () => {
  it('refuses 14:00 after a night until 06:00, since that is 8 hours of rest where 11 are due', () => {
    expect(found(problem([duty(1, 22, 30), duty(2, 14, 22)]))).toEqual([
      { ruleId: 'DAILY_REST', found: 480, allowed: 660 },
    ]);
    expect(found(problem([duty(1, 22, 30), duty(2, 17, 22)]))).toEqual([]);
  });

  it('counts the rest after time that was taken before the roster begins', () => {
    const { id: _, templateId: _t, ...taken } = duty(0, 22, 30);
    const on = problem([duty(1, 14, 22)], { people: [person({ taken: [taken] })] });
    expect(found(on)).toEqual([{ ruleId: 'DAILY_REST', found: 480, allowed: 660 }]);
  });

  it('says nothing of rules that only taken time breaks', () => {
    const [a, b] = [duty(1, 22, 30), duty(2, 8, 16)];
    expect(found(problem([], { people: [person({ taken: [a, b] })] }))).toEqual([]);
  });

  it('wants one rest of 24 hours in each seven days in a row', () => {
    const week = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => duty(day, 9, 15));
    expect(found(problem(week))).toEqual([{ ruleId: 'WEEKLY_REST', found: 1080, allowed: 1440 }]);
    expect(found(problem(week.filter(({ id }) => !id.includes('-05 '))))).toEqual([]);
  });

  it('wants one shift a day that overlaps no other', () => {
    expect(found(problem([duty(1, 6, 12), duty(1, 10, 14)])).map(({ ruleId }) => ruleId)).toEqual([
      'ONE_SHIFT_A_DAY',
      'OVERLAP',
    ]);
  });

  it('counts the hours of a week against the rule and against the contract', () => {
    const days = [1, 2, 3, 4, 5].map((day) => duty(day, 8, 18));
    const on = problem(days, { people: [person({ weeks: [{ minMinutes: 0, maxMinutes: 2400 }] })] });
    expect(found(on)).toEqual([
      { ruleId: 'WEEKLY_HOURS', found: 3000, allowed: 2880 },
      { ruleId: 'CONTRACT_HOURS', found: 3000, allowed: 2400 },
    ]);
    const little = problem([duty(1, 8, 16)], { people: [person({ weeks: [{ minMinutes: 960, maxMinutes: 2400 }] })] });
    expect(found(little)).toEqual([{ ruleId: 'CONTRACT_HOURS', found: 480, allowed: 960 }]);
  });

  it('wants the skills of a duty, and nobody at work while they are away', () => {
    const away = [{ startsAt: new Date('2024-01-01T15:00:00Z'), endsAt: new Date('2024-01-02T00:00:00Z') }];
    const on = problem([duty(1, 8, 16, { requiredSkillIds: ['till', 'keys'] })], {
      people: [person({ skillIds: ['till'], unavailable: away })],
    });
    expect(found(on)).toEqual([
      { ruleId: 'SKILL', found: 1, allowed: 2 },
      { ruleId: 'UNAVAILABLE', found: 60, allowed: 0 },
    ]);
  });

  it('keeps minors from nights, from long shifts and from short rests', () => {
    const on = (duties: Duty[]) => problem(duties, { people: [person({ isMinor: true })] });
    expect(found(on([duty(1, 15, 23)]))).toEqual([{ ruleId: 'MINOR_NIGHT', found: 60, allowed: 0 }]);
    expect(found(on([duty(1, 5, 14)]))).toEqual([
      { ruleId: 'MINOR_HOURS', found: 540, allowed: 480 },
      { ruleId: 'MINOR_NIGHT', found: 60, allowed: 0 },
    ]);
    expect(found(on([duty(1, 14, 21), duty(2, 8.5, 14)]))).toEqual([
      { ruleId: 'DAILY_REST', found: 690, allowed: 720 },
    ]);
  });

  it('counts days in a row, days off together and weekends', () => {
    const days = (...numbers: number[]) => numbers.map((day) => duty(day, 9, 13));
    const on = (rule: Partial<WorkRules>, duties: Duty[]) => problem(duties, { rules: { ...rules, ...rule } });
    expect(found(on({ maxConsecutiveDays: 3 }, days(1, 2, 3, 4)))).toEqual([
      { ruleId: 'CONSECUTIVE_DAYS', found: 4, allowed: 3 },
    ]);
    expect(found(on({ minConsecutiveDays: 2 }, days(2, 4, 5)))).toEqual([
      { ruleId: 'CONSECUTIVE_DAYS', found: 1, allowed: 2 },
    ]);
    // The last day may go on after the problem.
    expect(found(on({ minConsecutiveDays: 2 }, days(14)))).toEqual([]);
    expect(found(on({ minConsecutiveDaysOff: 2 }, days(1, 3)))).toEqual([
      { ruleId: 'DAYS_OFF_TOGETHER', found: 1, allowed: 2 },
    ]);
    expect(found(on({ maxWeekends: 1 }, days(6, 14)))).toEqual([{ ruleId: 'WEEKENDS', found: 2, allowed: 1 }]);
    expect(found(on({ maxWeekends: 1 }, days(6, 7)))).toEqual([]);
  });

  it('wants so many first aiders at all times, and tells the least there were', () => {
    const cover = [
      { ...duty(1, 8, 20), siteId: 'site', id: 'first-aider', skillId: 'first-aid', atLeast: 1, requiredSkillIds: [] },
    ];
    const on = problem([duty(1, 8, 14)], { cover, people: [person({ skillIds: ['first-aid'] })] });
    expect(breachesOf(on, [{ personId: 'p', dutyId: on.duties[0]!.id }])).toEqual([
      {
        ...{ ruleId: 'MINIMUM_COVER', personId: null, found: 0, allowed: 1, coverRuleId: 'first-aider' },
        ...{ startsAt: new Date('2024-01-01T14:00:00Z'), endsAt: new Date('2024-01-01T20:00:00Z') },
      },
    ]);
  });

  it('keeps local days when the clocks change', () => {
    const spring = { from: new Date('2024-03-25T00:00:00Z'), until: new Date('2024-04-07T23:00:00Z') };
    const days = daysOf({ ...spring, timeZone: 'Europe/London' });
    expect(days.count).toBe(14);
    expect(new Date(days.midnights[14]!).toISOString()).toBe('2024-03-31T23:00:00.000Z');
  });
});

describe('the recount', () => {
  const demand = (from: number, until: number, required: number) => ({
    ...duty(1, from, until),
    ...{ skillId: null, required, underWeight: 10, overWeight: 1 },
  });
  const wish = (kind: 'WORK' | 'OFF', day: number, weight: number) => ({
    ...{ kind, dutyId: null, weight },
    ...{ startsAt: new Date(Date.UTC(2024, 0, day)), endsAt: new Date(Date.UTC(2024, 0, day + 1)) },
  });

  it('charges people too few and too many, and whoever is on a break is not there', () => {
    const lunch = { startsAt: new Date('2024-01-01T10:00:00Z'), endsAt: new Date('2024-01-01T11:00:00Z') };
    const on = problem([duty(1, 8, 12, { breaks: [lunch] })], {
      demand: [demand(8, 9, 2), demand(9, 10, 0), demand(10, 11, 1)],
    });
    const { penalty, unmet } = recount(on, [{ personId: 'p', dutyId: on.duties[0]!.id }]);
    expect(penalty).toBe(10 + 1 + 10);
    expect(unmet.map(({ present, required }) => [present, required])).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });

  it('tells what stood against a wish: a rule, the demand, or nothing but other wishes', () => {
    const away = [{ startsAt: new Date('2024-01-03T00:00:00Z'), endsAt: new Date('2024-01-04T00:00:00Z') }];
    const on = problem([duty(1, 8, 16), duty(2, 8, 16), duty(3, 8, 16)], {
      demand: [demand(8, 16, 1)],
      people: [person({ unavailable: away, wishes: [wish('OFF', 1, 3), wish('WORK', 2, 4), wish('WORK', 3, 5)] })],
    });
    const { brokenWishes, wishPenalty } = recount(on, [{ personId: 'p', dutyId: on.duties[0]!.id }]);
    expect(wishPenalty).toBe(12);
    expect(brokenWishes.map(({ because, ruleId }) => [because, ruleId])).toEqual([
      ['DEMAND', null],
      ['OTHERS', null],
      ['RULE', 'UNAVAILABLE'],
    ]);
  });

  it('calls a roster fair in which all have the same share of their wishes', () => {
    expect(fairnessOf([])).toBe(1);
    expect(fairnessOf([0.5, 0.5])).toBeCloseTo(1);
    expect(fairnessOf([1, 0])).toBeCloseTo(0.5);
    expect(fairnessOf([1, 0, 0, 0])).toBeCloseTo(0.25);
  });
});
