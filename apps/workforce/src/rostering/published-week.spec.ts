import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { proposeInThread } from '../roster-solver.ts';
import { breachesOf } from './check.ts';
import type { Duty, RosterProblem, Wish } from './problem.ts';

interface PublishedWeek {
  readonly num_days: number;
  readonly resources: readonly string[];
  readonly shifts: readonly string[];
  readonly shifts_hours: readonly number[];
  readonly min_working_hours: number;
  readonly banned_shifts: readonly { readonly resource: string; readonly shift: string; readonly day: number }[];
  readonly required_resources: Readonly<Record<string, readonly number[]>>;
  readonly resources_preferences: readonly { readonly resource: string; readonly shift: string }[];
  readonly resources_prioritization: readonly { readonly resource: string; readonly weight: number }[];
}

const file = new URL('../../../../../shared/data/scheduling/pyworkforce_rostering_data.json', import.meta.url);
const isThere = existsSync(file);
const startHours: Readonly<Record<string, number>> = { Morning: 5, Afternoon: 13, Night: 21, Mixed: 9 };
const at = (day: number, hours: number) => new Date(Date.UTC(2024, 0, 1 + day, hours));

/** Each kind of shift is a place of its own, so that as many are needed of each as are published. */
function problemOf(week: PublishedWeek): RosterProblem {
  const days = Array.from({ length: week.num_days }, (_, day) => day);
  const duties = days.flatMap((day) =>
    week.shifts.map((shift, kind): Duty => {
      const [from, hours] = [startHours[shift] ?? 0, week.shifts_hours[kind] ?? 0];
      return {
        ...{ id: `${shift} ${day}`, templateId: shift, siteId: shift, paidMinutes: hours * 60, breaks: [] },
        ...{ startsAt: at(day, from), endsAt: at(day, from + hours), requiredSkillIds: [] },
        localDate: at(day, 0).toISOString().slice(0, 10),
      };
    }),
  );
  const dutyOf = (shift: string, day: number) => duties.find(({ id }) => id === `${shift} ${day}`) as Duty;
  const wishesOf = (person: string): Wish[] =>
    week.resources_preferences
      .filter(({ resource }) => resource === person)
      .flatMap(({ shift }) =>
        days.map((day) => {
          const { id: dutyId, startsAt, endsAt } = dutyOf(shift, day);
          const weight = week.resources_prioritization.find(({ resource }) => resource === person)?.weight ?? 0.1;
          return { kind: 'WORK' as const, dutyId, startsAt, endsAt, weight };
        }),
      );
  return {
    ...{ from: at(0, 0), until: at(week.num_days, 0), timeZone: 'UTC', duties, cover: [], fairnessWeight: 0 },
    people: week.resources.map((id) => ({
      ...{ id, skillIds: [], isMinor: false, taken: [], wishes: wishesOf(id) },
      weeks: [{ minMinutes: week.min_working_hours * 60, maxMinutes: 7 * 8 * 60 }],
      unavailable: week.banned_shifts
        .filter(({ resource }) => resource === id)
        .map(({ shift, day }) => dutyOf(shift, day)),
    })),
    demand: duties.map(({ siteId, startsAt, endsAt, localDate }) => ({
      ...{ siteId, skillId: null, startsAt, endsAt, underWeight: 100, overWeight: 1 },
      required: week.required_resources[siteId]?.[new Date(localDate).getUTCDate() - 1] ?? 0,
    })),
    rules: {
      // A night that ends at five is not followed by the morning that begins then.
      ...{ minRest: 60, minRestOfMinors: 60, weeklyRest: null, weeklyRestOfMinors: null },
      ...{ maxPaidPerWeek: null, maxPaidPerWeekOfMinors: null, maxShiftOfMinors: null, nightOfMinors: null },
      ...{ maxConsecutiveDays: null, minConsecutiveDays: null, minConsecutiveDaysOff: null, maxWeekends: null },
    },
  };
}

describe('the published week of 55 people and four kinds of shift', () => {
  const withData = isThere || process.env['CI'] === 'true' ? it : it.skip;

  withData(
    'is covered whole: forty hours each, no morning after a night, and nobody where they are barred',
    async () => {
      const problem = problemOf(JSON.parse(readFileSync(file, 'utf8')) as PublishedWeek);
      const solution = await proposeInThread(problem, { seconds: 10, gap: 0.02, seed: 1 });
      expect(solution).toMatchObject({ unmet: [], breaches: [] });
      expect(breachesOf(problem, solution?.assignments ?? [])).toEqual([]);
      for (const { siteId, startsAt, required } of problem.demand) {
        const there = solution?.assignments.filter(({ dutyId }) => {
          const duty = problem.duties.find(({ id }) => id === dutyId);
          return duty?.siteId === siteId && duty.startsAt.getTime() === startsAt.getTime();
        });
        expect(there?.length).toBeGreaterThanOrEqual(required);
      }
    },
  );
});
