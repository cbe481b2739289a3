import type { BenchInstance, BenchStaff } from './instance.ts';

/** Each employee's shift on each day, null when off; by the order of the instance. */
export type BenchRoster = readonly (readonly (string | null)[])[];

/** What a roster costs, and the hard rules it breaks, in words. */
export interface Evaluation {
  readonly penalty: number;
  readonly broken: readonly string[];
}

interface Stretch {
  readonly works: boolean;
  readonly from: number;
  readonly length: number;
}

function stretchesOf(row: readonly (string | null)[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [day, shift] of row.entries()) {
    const last = stretches.at(-1);
    const works = shift !== null;
    if (last?.works === works) stretches[stretches.length - 1] = { ...last, length: last.length + 1 };
    else stretches.push({ works, from: day, length: 1 });
  }
  return stretches;
}

/** The days in a row: before the first day and after the last one there is as much work, or as many days off, as is good for the least numbers, and a day off for the most. */
function brokenStretches(staff: BenchStaff, row: readonly (string | null)[]): string[] {
  return stretchesOf(row).flatMap(({ works, from, length }) => {
    const isInside = from > 0 && from + length < row.length;
    const where = `${staff.id} from day ${from}`;
    if (works && length > staff.maxConsecutive) return [`${where}: ${length} shifts in a row`];
    if (works && isInside && length < staff.minConsecutive) return [`${where}: only ${length} shifts in a row`];
    if (!works && isInside && length < staff.minDaysOff) return [`${where}: only ${length} days off`];
    return [];
  });
}

function brokenSums({ shifts }: BenchInstance, staff: BenchStaff, row: readonly (string | null)[]): string[] {
  const broken: string[] = [];
  let minutes = 0;
  for (const { id, minutes: length } of shifts) {
    const count = row.filter((shift) => shift === id).length;
    minutes += count * length;
    if (count > (staff.maxShifts.get(id) ?? Infinity)) broken.push(`${staff.id}: ${count} shifts ${id}`);
  }
  if (minutes > staff.maxMinutes || minutes < staff.minMinutes) broken.push(`${staff.id}: ${minutes} minutes`);
  let weekends = 0;
  for (let saturday = 5; saturday < row.length; saturday += 7)
    if (row[saturday] != null || row[saturday + 1] != null) weekends += 1;
  if (weekends > staff.maxWeekends) broken.push(`${staff.id}: ${weekends} weekends`);
  return broken;
}

function brokenRules(instance: BenchInstance, roster: BenchRoster): string[] {
  const notBefore = new Map(instance.shifts.map((shift) => [shift.id, shift.notBefore]));
  return instance.staff.flatMap((staff, i) => {
    const row = roster[i] ?? [];
    const days = row.flatMap((shift, day) => {
      if (shift === null) return [];
      if (!notBefore.has(shift)) return [`${staff.id} on day ${day}: no such shift`];
      const next = row[day + 1] ?? '';
      const off = staff.daysOff.includes(day) ? [`${staff.id} on day ${day}: a day off`] : [];
      return notBefore.get(shift)?.includes(next) ? [...off, `${staff.id} on day ${day}: ${next} after ${shift}`] : off;
    });
    return [...days, ...brokenSums(instance, staff, row), ...brokenStretches(staff, row)];
  });
}

/** Counts what a roster costs and which hard rules it breaks, from the instance and the roster alone. */
export function evaluate(instance: BenchInstance, roster: BenchRoster): Evaluation {
  const index = new Map(instance.staff.map(({ id }, i) => [id, i]));
  const shiftOn = (staff: string, day: number) => roster[index.get(staff) ?? -1]?.[day] ?? null;
  let penalty = 0;
  for (const { staff, day, shift, weight } of instance.on) if (shiftOn(staff, day) !== shift) penalty += weight;
  for (const { staff, day, shift, weight } of instance.off) if (shiftOn(staff, day) === shift) penalty += weight;
  for (const { day, shift, required, under, over } of instance.cover) {
    const present = roster.filter((row) => row[day] === shift).length;
    penalty += Math.max(0, required - present) * under + Math.max(0, present - required) * over;
  }
  return { penalty, broken: brokenRules(instance, roster) };
}
