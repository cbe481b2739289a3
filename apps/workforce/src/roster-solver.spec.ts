import { describe, expect, it } from '@jest/globals';
import { proposeInThread } from './roster-solver.ts';
import { breachesOf } from './rostering/check.ts';
import type { Duty, RosterProblem } from './rostering/problem.ts';

const at = (day: number, hours: number) => new Date(Date.UTC(2024, 0, 1 + day, hours));
const duty = (day: number): Duty => ({
  ...{ id: `day ${day}`, templateId: 't', siteId: 's', paidMinutes: 480, breaks: [], requiredSkillIds: [] },
  ...{ startsAt: at(day, 8), endsAt: at(day, 16), localDate: at(day, 0).toISOString().slice(0, 10) },
});
const duties = [0, 1, 2, 3, 4, 5, 6].map(duty);
const nobody = { skillIds: [], isMinor: false, weeks: [], unavailable: [], taken: [], wishes: [] };
const problem: RosterProblem = {
  ...{ from: at(0, 0), until: at(7, 0), timeZone: 'UTC', duties, cover: [], fairnessWeight: 0 },
  people: ['a', 'b'].map((id) => ({ ...nobody, id })),
  demand: duties.map(({ startsAt, endsAt }) => ({
    ...{ siteId: 's', skillId: null, required: 1, underWeight: 5, overWeight: 1, startsAt, endsAt },
  })),
  rules: {
    ...{ minRest: 660, minRestOfMinors: 720, weeklyRest: 1440, weeklyRestOfMinors: 2880 },
    ...{ maxPaidPerWeek: 1920, maxPaidPerWeekOfMinors: null, maxShiftOfMinors: null, nightOfMinors: null },
    ...{ maxConsecutiveDays: 3, minConsecutiveDays: null, minConsecutiveDaysOff: null, maxWeekends: null },
  },
};
const effort = { seconds: 20, gap: 0, seed: 1 };

describe('proposing a roster in a thread', () => {
  it('answers with the best roster, and tells how far it is', async () => {
    const phases: string[] = [];
    const solution = await proposeInThread(problem, effort, { onProgress: ({ phase }) => phases.push(phase) });
    expect(solution).toMatchObject({ status: 'OPTIMAL', penalty: 0, bound: 0, unmet: [], breaches: [] });
    expect(breachesOf(problem, solution!.assignments)).toEqual([]);
    expect(phases).toContain('GREEDY');
    expect(phases.at(-1)).toBe('DONE');
  });

  it('answers nothing when it is called off', async () => {
    const stop = new AbortController();
    const proposed = proposeInThread(problem, effort, { signal: stop.signal });
    stop.abort();
    expect(await proposed).toBeNull();
    expect(await proposeInThread(problem, effort, { signal: stop.signal })).toBeNull();
  });

  it('answers with a greedy roster that keeps every hard rule when there is no time', async () => {
    const solution = await proposeInThread(problem, { ...effort, seconds: 0 });
    expect(solution).toMatchObject({ status: 'GREEDY', breaches: [] });
    expect(solution!.assignments.length).toBeGreaterThan(0);
  });
});
