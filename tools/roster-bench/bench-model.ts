import type { LineModel, LineRules, LineWorker, Slot } from '@courtesy/workforce/src/rostering/line-model.ts';
import type { Plan } from '@courtesy/workforce/src/rostering/plan.ts';
import type { BenchRoster } from './evaluate.ts';
import type { BenchInstance, BenchRequest, BenchStaff } from './instance.ts';

/** A duty is a shift of a day; its index is `day * shifts + shift`. */
const dutyOf = ({ shifts }: BenchInstance, day: number, shift: string) =>
  day * shifts.length + shifts.findIndex(({ id }) => id === shift);

function rulesOf({ shifts, days }: BenchInstance, staff: BenchStaff): LineRules {
  const most = shifts.map(({ id }) => staff.maxShifts.get(id) ?? Infinity);
  const counted = most.map((each) => (each >= days ? Infinity : each));
  return {
    ...{ minRest: 0, weeklyRest: null, firstRunIsOpen: true },
    ...{ maxRun: staff.maxConsecutive, minRun: staff.minConsecutive, minOff: staff.minDaysOff },
    maxWeekends: staff.maxWeekends >= Math.ceil(days / 7) ? Infinity : staff.maxWeekends,
    periods: [{ from: 0, until: days, min: staff.minMinutes, max: staff.maxMinutes }],
    kindMax: counted.every((each) => each === Infinity) ? null : counted,
    forbidden: shifts.map(({ notBefore }) => shifts.map(({ id }) => notBefore.includes(id))),
  };
}

function optionsOf({ shifts, days }: BenchInstance, { daysOff, maxShifts }: BenchStaff): Slot[][] {
  return Array.from({ length: days }, (_, day) =>
    daysOff.includes(day)
      ? []
      : shifts.flatMap(({ id, minutes }, kind) => {
          const slot = { duty: day * shifts.length + kind, day, start: day, end: day, minutes, kind, order: kind };
          return maxShifts.get(id) === 0 ? [] : [slot];
        }),
  );
}

function requestCosts(instance: BenchInstance, on: readonly BenchRequest[], off: readonly BenchRequest[]) {
  const dutyCost = new Map<number, number>();
  const add = ({ day, shift }: BenchRequest, weight: number) => {
    const duty = dutyOf(instance, day, shift);
    dutyCost.set(duty, (dutyCost.get(duty) ?? 0) + weight);
  };
  for (const request of on) add(request, -request.weight);
  for (const request of off) add(request, request.weight);
  const baseCost = on.reduce((sum, { weight }) => sum + weight, 0);
  const costOf = (duties: readonly number[]) => duties.reduce((sum, duty) => sum + (dutyCost.get(duty) ?? 0), baseCost);
  return { dutyCost, baseCost, costOf, wishWeight: 0 };
}

/** Writes an instance as lines; the order of employees stays. */
export function modelOf(instance: BenchInstance): LineModel {
  const { shifts, cover, staff, days } = instance;
  const served = new Map<number, number[]>();
  for (const [need, { day, shift }] of cover.entries()) {
    const duty = dutyOf(instance, day, shift);
    served.set(duty, [...(served.get(duty) ?? []), need]);
  }
  const needsOf = (duty: number) => served.get(duty) ?? [];
  const workers = staff.map((each): LineWorker => {
    const mine = (requests: readonly BenchRequest[]) => requests.filter((request) => request.staff === each.id);
    const costs = requestCosts(instance, mine(instance.on), mine(instance.off));
    const of = { options: optionsOf(instance, each), taken: [], rules: rulesOf(instance, each), firstWeekday: 0 };
    return { ...of, ...costs, needsOf };
  });
  const needs = cover.map(({ required, under, over }) => ({ required, under, over, hard: false }));
  const big = 10 * needs.reduce((most, { under, over }) => Math.max(most, under, over), 1000);
  return { workers, needs, dutyCount: days * shifts.length, big, fairnessWeight: 0, isWhole: true };
}

/** The roster that a plan is. */
export function rosterOf({ shifts, days, staff }: BenchInstance, plan: Plan): BenchRoster {
  return staff.map((_, i) => {
    const row = Array.from({ length: days }, (): string | null => null);
    for (const duty of plan.lines[i]?.duties ?? [])
      row[Math.floor(duty / shifts.length)] = shifts[duty % shifts.length]?.id ?? null;
    return row;
  });
}
