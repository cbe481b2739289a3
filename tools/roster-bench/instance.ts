/** A shift of the benchmark: its length in minutes, and the shifts that may not follow it on the next day. */
export interface BenchShift {
  readonly id: string;
  readonly minutes: number;
  readonly notBefore: readonly string[];
}

/** Somebody of the benchmark, and the bounds of their roster. */
export interface BenchStaff {
  readonly id: string;
  readonly maxShifts: ReadonlyMap<string, number>;
  readonly maxMinutes: number;
  readonly minMinutes: number;
  readonly maxConsecutive: number;
  readonly minConsecutive: number;
  readonly minDaysOff: number;
  readonly maxWeekends: number;
  /** Days on which they must not work. */
  readonly daysOff: readonly number[];
}

/** A wish to work a shift on a day, or not to. */
export interface BenchRequest {
  readonly staff: string;
  readonly day: number;
  readonly shift: string;
  readonly weight: number;
}

/** How many are wanted on a shift of a day, and the cost of each one too few or too many. */
export interface BenchCover {
  readonly day: number;
  readonly shift: string;
  readonly required: number;
  readonly under: number;
  readonly over: number;
}

/** An instance of the nurse rostering benchmark of schedulingbenchmarks.org. Day 0 is a Monday. */
export interface BenchInstance {
  readonly days: number;
  readonly shifts: readonly BenchShift[];
  readonly staff: readonly BenchStaff[];
  readonly on: readonly BenchRequest[];
  readonly off: readonly BenchRequest[];
  readonly cover: readonly BenchCover[];
}

/** What a file is that cannot be read: which line, and what is wrong with it. */
export class UnreadableInstance extends Error {}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function sectionsOf(text: string): Map<string, Row[]> {
  const sections = new Map<string, Row[]>();
  let rows: Row[] | null = null;
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('SECTION_')) {
      rows = [];
      sections.set(line, rows);
    } else if (rows === null) throw new UnreadableInstance(`Line ${i + 1} stands before the first section.`);
    else rows.push({ line: i + 1, cells: line.split(',').map((cell) => cell.trim()) });
  }
  return sections;
}

function whole({ line, cells }: Row, index: number): number {
  const value = Number(cells[index] === '' ? Number.NaN : cells[index]);
  if (!Number.isInteger(value) || value < 0)
    throw new UnreadableInstance(`Line ${line}: ${cells[index]} is no whole number.`);
  return value;
}

const wordsOf = (cell: string | undefined) => (cell ?? '').split('|').filter((word) => word !== '');

function shiftOf(row: Row): BenchShift {
  return { id: row.cells[0] ?? '', minutes: whole(row, 1), notBefore: wordsOf(row.cells[2]) };
}

function staffOf(row: Row, daysOff: ReadonlyMap<string, readonly number[]>): BenchStaff {
  const [id = '', maxima] = row.cells;
  const maxShifts = new Map(
    wordsOf(maxima).map((each) => {
      const [shift = '', most] = each.split('=');
      return [shift, whole({ ...row, cells: [most ?? ''] }, 0)];
    }),
  );
  return {
    ...{ id, maxShifts, maxMinutes: whole(row, 2), minMinutes: whole(row, 3), maxConsecutive: whole(row, 4) },
    ...{ minConsecutive: whole(row, 5), minDaysOff: whole(row, 6), maxWeekends: whole(row, 7) },
    daysOff: daysOff.get(id) ?? [],
  };
}

const requestOf = (row: Row): BenchRequest => ({
  ...{ staff: row.cells[0] ?? '', day: whole(row, 1), shift: row.cells[2] ?? '', weight: whole(row, 3) },
});

const coverOf = (row: Row): BenchCover => ({
  ...{ day: whole(row, 0), shift: row.cells[1] ?? '', required: whole(row, 2) },
  ...{ under: whole(row, 3), over: whole(row, 4) },
});

function refuseUnknown({ days, shifts, staff, on, off, cover }: BenchInstance): void {
  const shiftIds = new Set(shifts.map(({ id }) => id));
  const staffIds = new Set(staff.map(({ id }) => id));
  const unknown = (what: string) => new UnreadableInstance(`The instance names ${what}, which it does not have.`);
  for (const { day, shift } of [...on, ...off, ...cover]) {
    if (!shiftIds.has(shift)) throw unknown(`the shift ${shift}`);
    if (day >= days) throw unknown(`the day ${day}`);
  }
  for (const each of [...on, ...off]) if (!staffIds.has(each.staff)) throw unknown(`the employee ${each.staff}`);
}

/** Reads an instance from the text of its file. @throws UnreadableInstance when it is not in the format. */
export function readInstance(text: string): BenchInstance {
  const sections = sectionsOf(text);
  const rows = (name: string) => {
    const found = sections.get(`SECTION_${name}`);
    if (!found) throw new UnreadableInstance(`There is no SECTION_${name}.`);
    return found;
  };
  const [horizon] = rows('HORIZON');
  if (!horizon) throw new UnreadableInstance('SECTION_HORIZON is empty.');
  const daysOff = new Map(
    rows('DAYS_OFF').map((row) => [row.cells[0] ?? '', row.cells.slice(1).map((_, i) => whole(row, i + 1))]),
  );
  const instance = {
    days: whole(horizon, 0),
    shifts: rows('SHIFTS').map(shiftOf),
    staff: rows('STAFF').map((row) => staffOf(row, daysOff)),
    on: rows('SHIFT_ON_REQUESTS').map(requestOf),
    off: rows('SHIFT_OFF_REQUESTS').map(requestOf),
    cover: rows('COVER').map(coverOf),
  };
  refuseUnknown(instance);
  return instance;
}
