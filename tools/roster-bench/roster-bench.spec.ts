import { describe, expect, it } from '@jest/globals';
import { highsOptimizer } from '@courtesy/workforce/src/highs-optimizer.ts';
import { bestLines } from '@courtesy/workforce/src/rostering/line.ts';
import { solve } from '@courtesy/workforce/src/rostering/solve.ts';
import { modelOf, rosterOf } from './bench-model.ts';
import { evaluate, type BenchRoster } from './evaluate.ts';
import { readInstance, UnreadableInstance } from './instance.ts';

/** Made for this spec: two shifts, an early one that may not follow a late one, and three people over a week. */
const WEEK = `# made for the specs
SECTION_HORIZON
# days
7

SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift | separated
E,480,
L,480,E

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, MinConsecutiveShifts, MinConsecutiveDaysOff, MaxWeekends
A,E=7|L=7,2400,1440,4,2,2,1
B,E=7|L=2,2400,1440,4,2,2,0
C,E=0|L=7,2400,960,4,2,1,1

SECTION_DAYS_OFF
# EmployeeID, DayIndexes
A,2
B,0,6

SECTION_SHIFT_ON_REQUESTS
# EmployeeID, Day, ShiftID, Weight
A,3,E,3

SECTION_SHIFT_OFF_REQUESTS
# EmployeeID, Day, ShiftID, Weight
C,4,L,2

SECTION_COVER
# Day, ShiftID, Requirement, Weight for under, Weight for over
0,E,1,100,1
0,L,1,100,1
3,E,2,10,1
4,L,1,50,2
5,E,1,100,1
6,L,1,100,1
`;
const instance = readInstance(WEEK);
const rows = (...lines: string[]): BenchRoster =>
  lines.map((line) => [...line].map((shift) => (shift === '-' ? null : shift)));

/** Every row that the evaluator lets one employee work. */
function rowsOf(index: number): BenchRoster {
  const staff = instance.staff[index]!;
  const alone = { ...instance, staff: [staff], on: [], off: [], cover: [] };
  const all = Array.from({ length: 3 ** 7 }, (_, i) =>
    Array.from({ length: 7 }, (_day, day) => [null, 'E', 'L'][Math.floor(i / 3 ** day) % 3]!),
  );
  return all.filter((row) => evaluate(alone, [row]).broken.length === 0);
}

describe('the reader of the nurse rostering benchmark', () => {
  it('reads every section', () => {
    expect(instance.days).toBe(7);
    expect(instance.shifts).toEqual([
      { id: 'E', minutes: 480, notBefore: [] },
      { id: 'L', minutes: 480, notBefore: ['E'] },
    ]);
    expect(instance.staff[1]).toEqual({
      ...{ id: 'B', maxMinutes: 2400, minMinutes: 1440, maxConsecutive: 4, minConsecutive: 2, minDaysOff: 2 },
      ...{ maxWeekends: 0, daysOff: [0, 6] },
      maxShifts: new Map([
        ['E', 7],
        ['L', 2],
      ]),
    });
    expect(instance.cover[3]).toEqual({ day: 4, shift: 'L', required: 1, under: 50, over: 2 });
  });

  it('says what is wrong with a file that is not in the format', () => {
    expect(() => readInstance('hello')).toThrow(UnreadableInstance);
    expect(() => readInstance(WEEK.replace('SECTION_COVER', 'SECTION_OTHER'))).toThrow('There is no SECTION_COVER.');
    expect(() => readInstance(WEEK.replace('4,L,1,50,2', '4,N,1,50,2'))).toThrow('the shift N');
    expect(() => readInstance(WEEK.replace('0,E,1,100,1', '0,E,one,100,1'))).toThrow('one is no whole number');
  });
});

describe('the evaluator of the benchmark', () => {
  it('charges wishes and cover by hand count', () => {
    // A works days 0, 3 and 4, B days 1 to 3, C days 0, 3 and 4.
    const found = evaluate(instance, rows('E--EE--', '-EEE---', 'L--LL--'));
    // C works L on day 4 (2); day 5 E and day 6 L are missing (200); A has the wish on day 3.
    expect(found).toEqual({ penalty: 202, broken: [] });
  });

  it('names each hard rule that is broken', () => {
    const broken = (a: string) => evaluate(instance, rows(a, '-EEE---', 'LL-LL--')).broken;
    expect(broken('LE--EE-')).toEqual(['A on day 0: E after L']);
    expect(broken('EEEE---')).toEqual(['A on day 2: a day off']);
    expect(broken('EE-E--E')).toEqual(['A from day 2: only 1 days off', 'A from day 3: only 1 shifts in a row']);
    expect(broken('EE-----')).toEqual(['A: 960 minutes']);
    expect(broken('-----EE')).toEqual(['A: 960 minutes']);
  });

  it('takes a stretch at either end of the time as long enough', () => {
    expect(evaluate(instance, rows('E--EE--', '-EEE---', 'L--L--L')).broken).toEqual([
      'C from day 3: only 1 shifts in a row',
    ]);
    expect(evaluate(instance, rows('E--EE--', '-EEE---', 'L--LL--')).broken).toEqual([]);
  });
});

describe('the solver on the benchmark', () => {
  it('finds as many lines for each employee as the evaluator allows', () => {
    const model = modelOf(instance);
    for (const [i, worker] of model.workers.entries()) {
      const search = { costs: new Float64Array(model.dutyCount), big: model.big, limit: 100_000 };
      const { lines, isExact } = bestLines(worker, { ...search, within: worker.baseCost, lines: 10_000 });
      expect(isExact).toBe(true);
      expect(lines.length).toBe(rowsOf(i).length);
    }
  });

  it('finds the cheapest roster there is and proves it', async () => {
    const all = instance.staff.map((_, i) => rowsOf(i));
    let least = Infinity;
    for (const a of all[0]!)
      for (const b of all[1]!) {
        for (const c of all[2]!) least = Math.min(least, costOf([a, b, c]));
      }
    let now = 0;
    const optimizer = await highsOptimizer();
    const clock = { optimizer, elapsed: () => (now += 0.01), seconds: 30 };
    const { plan, bound, status } = solve(modelOf(instance), { ...clock, gap: 0, seed: 1 });
    const { penalty, broken } = evaluate(instance, rosterOf(instance, plan));
    expect({ penalty, broken, bound, status }).toEqual({ penalty: least, broken: [], bound: least, status: 'OPTIMAL' });
  });
});

/** Cost alone, quickly: the rows keep their rules already. */
function costOf(roster: BenchRoster): number {
  const { on, off, cover } = instance;
  const index = { A: 0, B: 1, C: 2 } as Record<string, number>;
  let cost = 0;
  for (const { staff, day, shift, weight } of on) if (roster[index[staff]!]![day] !== shift) cost += weight;
  for (const { staff, day, shift, weight } of off) if (roster[index[staff]!]![day] === shift) cost += weight;
  for (const { day, shift, required, under, over } of cover) {
    let present = 0;
    for (const row of roster) if (row[day] === shift) present += 1;
    cost += present < required ? (required - present) * under : (present - required) * over;
  }
  return cost;
}
