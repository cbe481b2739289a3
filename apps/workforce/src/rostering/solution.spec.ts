import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highsOptimizer } from '../highs-optimizer.ts';
import { breachesOf } from './check.ts';
import type { Optimizer } from './optimizer.ts';
import type { Assignment, Duty, RosterPerson, RosterProblem, WorkRules } from './problem.ts';
import { recount } from './recount.ts';
import { greedyRoster, solveRoster } from './solution.ts';

const DAY = 86_400_000;
const FIRST = Date.parse('2024-01-01T00:00:00Z');
const at = (day: number, hours: number) => new Date(FIRST + day * DAY + hours * 3_600_000);
/** Start and length in hours. */
const kinds = [
  [7, 8],
  [14, 8],
  [22, 8],
] as const;

interface Size {
  readonly people: number;
  readonly days: number;
  readonly kinds: number;
}

function dutiesOf({ days, kinds: count }: Size): Duty[] {
  return Array.from({ length: days }, (_, day) =>
    kinds.slice(0, count).map(([from, hours], kind) => ({
      ...{ id: `${day}/${kind}`, templateId: `${kind}`, siteId: 's', paidMinutes: hours * 60, breaks: [] },
      ...{ startsAt: at(day, from), endsAt: at(day, from + hours) },
      localDate: at(day, 0).toISOString().slice(0, 10),
      requiredSkillIds: kind === 2 ? ['nights'] : [],
    })),
  ).flat();
}

const maybe = (values: fc.Arbitrary<number>) => fc.option(values, { nil: null });
const rules: fc.Arbitrary<WorkRules> = fc.record({
  ...{ minRest: fc.constant(660), minRestOfMinors: fc.constant(720) },
  ...{ weeklyRest: fc.constantFrom(null, 1440), weeklyRestOfMinors: fc.constantFrom(null, 2880) },
  ...{ maxPaidPerWeek: fc.constantFrom(null, 2880, 1440), maxPaidPerWeekOfMinors: fc.constantFrom(null, 960) },
  ...{ maxShiftOfMinors: fc.constant(480), nightOfMinors: fc.constantFrom(null, { from: '22:00', to: '06:00' }) },
  ...{ maxConsecutiveDays: maybe(fc.integer({ min: 1, max: 4 })), minConsecutiveDays: fc.constantFrom(null, 2) },
  ...{ minConsecutiveDaysOff: fc.constantFrom(null, 2), maxWeekends: fc.constantFrom(null, 0, 1) },
});

const span = (days: number) =>
  fc
    .integer({ min: 0, max: days - 1 })
    .chain((from) =>
      fc.integer({ min: 1, max: 2 }).map((length) => ({ startsAt: at(from, 0), endsAt: at(from + length, 0) })),
    );

const personOf = (size: Size, i: number): fc.Arbitrary<RosterPerson> =>
  fc.record({
    id: fc.constant(`p${i}`),
    skillIds: fc.subarray(['nights', 'aid']),
    isMinor: fc.boolean(),
    weeks: fc.constantFrom([], [{ minMinutes: 0, maxMinutes: 960 }], [{ minMinutes: 480, maxMinutes: 2400 }]),
    unavailable: fc.array(span(size.days), { maxLength: 1 }),
    taken: fc.constantFrom([], [{ startsAt: at(-1, 22), endsAt: at(0, 6), localDate: '2023-12-31', paidMinutes: 480 }]),
    wishes: fc.array(
      fc
        .tuple(span(size.days), fc.constantFrom('WORK' as const, 'OFF' as const), fc.integer({ min: 0, max: 5 }))
        .map(([time, kind, weight]) => ({ ...time, kind, weight, dutyId: null })),
      { maxLength: 2 },
    ),
  });

const problemOf = (size: Size, fairness: number): fc.Arbitrary<RosterProblem> =>
  fc.record({
    ...{ from: fc.constant(at(0, 0)), until: fc.constant(at(size.days, 0)), timeZone: fc.constant('UTC') },
    people: fc.tuple(...Array.from({ length: size.people }, (_, i) => personOf(size, i))),
    duties: fc.constant(dutiesOf(size)),
    demand: fc.array(
      fc
        .tuple(fc.nat(size.days - 1), fc.nat(22), fc.nat(2), fc.nat(9), fc.constantFrom(null, 'aid'))
        .map(([day, hour, required, underWeight, skillId]) => ({
          ...{ siteId: 's', skillId, required, underWeight, overWeight: 1 },
          ...{ startsAt: at(day, hour), endsAt: at(day, hour + 2) },
        })),
      { maxLength: 6 },
    ),
    cover: fc.constant([]),
    rules,
    fairnessWeight: fc.constant(fairness),
  });

/** Every roster there is, one person after another. */
function cheapestByForce(problem: RosterProblem): number {
  const lines = problem.people.map((person) => {
    const all = problem.duties.reduce<Assignment[][]>(
      (sets, { id }) => [...sets, ...sets.map((set) => [...set, { personId: person.id, dutyId: id }])],
      [[]],
    );
    const alone = { ...problem, people: [person] };
    return all.filter((set) => breachesOf(alone, set).length === 0);
  });
  const rosters = lines.reduce<Assignment[][]>(
    (sets, mine) => sets.flatMap((a) => mine.map((b) => [...a, ...b])),
    [[]],
  );
  return rosters.reduce((least, each) => Math.min(least, recount(problem, each, { reasons: false }).penalty), Infinity);
}

/** Whether somebody cannot reach their least hours whatever they work, so that no roster keeps every rule. */
const mustBreak = (problem: RosterProblem) =>
  problem.people.some((person) => {
    const [week] = person.weeks;
    if (!week || week.minMinutes === 0) return false;
    const alone = { ...problem, people: [person] };
    return problem.duties.every(({ id }) => breachesOf(alone, [{ personId: person.id, dutyId: id }]).length > 0);
  });

let optimizer: Optimizer;
beforeAll(async () => {
  optimizer = await highsOptimizer();
});

/** Time that passes with what is done, so that nothing hangs on the machine. */
const ticking = (step: number) => {
  let now = 0;
  return () => (now += step);
};
const solved = (problem: RosterProblem) =>
  solveRoster(problem, { optimizer, elapsed: ticking(0.02), seconds: 20, gap: 0, seed: 1 });

describe('a proposed roster', () => {
  it('keeps every hard rule, costs what the recount says, and is not below its bound', () => {
    fc.assert(
      fc.property(problemOf({ people: 4, days: 7, kinds: 3 }, 20), (problem) => {
        for (const solution of [greedyRoster(problem, ticking(1)), solved(problem)]) {
          const broken = breachesOf(problem, solution.assignments);
          expect(solution.breaches).toEqual(broken);
          expect(broken.filter(({ ruleId }) => ruleId !== 'CONTRACT_HOURS')).toEqual([]);
          if (!mustBreak(problem) && problem.rules.minConsecutiveDays === null) expect(broken).toEqual([]);
          const again = recount(problem, solution.assignments);
          expect(solution.penalty).toBeCloseTo(again.penalty, 6);
          expect(solution.bound).toBeLessThanOrEqual(solution.penalty + 1e-6);
        }
      }),
      { numRuns: 25, seed: 6 },
    );
  });

  it('is the cheapest of all rosters, and says so, when the problem is small', () => {
    fc.assert(
      fc.property(problemOf({ people: 2, days: 3, kinds: 2 }, 0), (problem) => {
        const least = cheapestByForce(problem);
        fc.pre(Number.isFinite(least));
        const { penalty, bound, status, breaches } = solved(problem);
        expect(breaches).toEqual([]);
        expect(penalty).toBeCloseTo(least, 6);
        expect(bound).toBeCloseTo(least, 6);
        expect(status).toBe('OPTIMAL');
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  it('has a bound below every roster there is, also where fairness counts', () => {
    fc.assert(
      fc.property(problemOf({ people: 2, days: 3, kinds: 2 }, 7), (problem) => {
        const least = cheapestByForce(problem);
        fc.pre(Number.isFinite(least));
        const { penalty, bound } = solved(problem);
        expect(bound).toBeLessThanOrEqual(least + 1e-6);
        expect(penalty).toBeGreaterThanOrEqual(least - 1e-6);
      }),
      { numRuns: 25, seed: 6 },
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(problemOf({ people: 3, days: 7, kinds: 2 }, 5), (problem) => {
        const { seconds: _, ...first } = solved(problem);
        expect(solved(problem)).toMatchObject(first);
      }),
      { numRuns: 5, seed: 6 },
    );
  });

  it('has the first aider there whom a rule of cover asks for', () => {
    const duties = dutiesOf({ people: 2, days: 2, kinds: 2 });
    const none = { isMinor: false, weeks: [], unavailable: [], taken: [], wishes: [] };
    const problem: RosterProblem = {
      ...{ from: at(0, 0), until: at(2, 0), timeZone: 'UTC', duties, demand: [], fairnessWeight: 0 },
      people: [
        { ...none, id: 'a', skillIds: ['aid'] },
        { ...none, id: 'b', skillIds: [] },
      ],
      cover: [{ id: 'c', siteId: 's', skillId: 'aid', atLeast: 1, startsAt: at(1, 9), endsAt: at(1, 12) }],
      rules: fc.sample(rules, { seed: 1, numRuns: 1 })[0]!,
    };
    const free = { ...problem.rules, minConsecutiveDays: null };
    const { assignments, breaches } = solved({ ...problem, rules: free });
    expect(breaches).toEqual([]);
    expect(assignments).toContainEqual({ personId: 'a', dutyId: '1/0' });
  });
});
