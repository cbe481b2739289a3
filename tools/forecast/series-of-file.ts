import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { addDays } from '@courtesy/kernel';
import type { Series } from '@courtesy/workforce/src/forecast/series.ts';
import { callOf, callTitles, type CallField } from '../import/call-row.ts';
import { applyMapping } from '../import/column-mapping.ts';
import type { WholeRow } from '../import/csv-rows.ts';
import { localClock } from '../import/local-clock.ts';
import { rowsOf } from '../import/tab-rows.ts';

/** A series of a file, and what it counts. */
export interface FileSeries {
  readonly name: string;
  readonly series: Series;
}

/** A file of which no series can be made. */
export class NoSeries extends Error {}

/** When something came, as the file's own clock said: the day, and seconds since its midnight. */
interface Came {
  readonly day: string;
  readonly seconds: number;
}

/** Titles of columns that say when something came, in the order in which they are looked for. */
const DATES = ['Date received', 'date_received', 'Created Date', 'created_at', 'date'];

/** Half hours of a day. */
const SLOTS = 48;
const SLOT_SECONDS = 1_800;

function rowsIn(path: string): { readonly titles: readonly string[]; readonly rows: readonly WholeRow[] } {
  const bytes = readFileSync(path);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  const reader = rowsOf(text);
  const rows = [...reader.push(text).whole, ...reader.end().whole];
  return { titles: reader.header ?? [], rows };
}

/** Calls that were offered to agents: answered, or given up while waiting. The clock of the switch is read as it stands, so that a half hour is a half hour of its day. */
function offeredCalls(titles: readonly string[], rows: readonly WholeRow[]): Came[] {
  const header = applyMapping<CallField>(titles, {}, callTitles);
  const clock = localClock('Etc/UTC');
  return rows.flatMap(({ fields }): Came[] => {
    const read = callOf(
      header.row(fields, (cell) => cell),
      header,
      clock,
    );
    if ('reason' in read || read.call.outcome === 'LEFT_MENU') return [];
    const [day = '', time = ''] = read.call.occurredAt.toISOString().split('T');
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return [{ day, seconds: hours * 3_600 + minutes * 60 }];
  });
}

/** A day written as 2012-01-31 or 1/31/2012, with or without a time after it; null for anything else. */
function dayOf(text: string): string | null {
  const [, month = '', date = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text) ?? [];
  const day = year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text.slice(0, 10);
  return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? null : day;
}

/** The days of what came, one after another; one on which nothing came at all is one on which nobody counted when slots are half hours. */
function seriesOf(came: readonly Came[], slots: number, holidaysOf: HolidaysOf): Series {
  const days = [...new Set(came.map(({ day }) => day))].sort();
  const [from, last] = [days[0], days.at(-1)];
  if (!from || !last) throw new NoSeries('The file has no row that says when something came.');
  const counted = new Map(days.map((day) => [day, new Array<number>(slots).fill(0)]));
  for (const { day, seconds } of came) {
    const row = counted.get(day);
    const slot = slots === 1 ? 0 : Math.floor(seconds / SLOT_SECONDS);
    if (row) row[slot] = (row[slot] ?? 0) + 1;
  }
  const all: (readonly (number | null)[])[] = [];
  const empty = new Array<number | null>(slots).fill(slots === 1 ? 0 : null);
  for (let day = from; day <= last; day = addDays(day, 1)) all.push(counted.get(day) ?? empty);
  return { from, slots, days: all, holidays: holidaysOf(from, last) };
}

/** The days like no other between two days, both included. */
export type HolidaysOf = (from: string, until: string) => ReadonlySet<string>;

/** The series of a file: of a call log, offered calls by half hour and by day; of any other, rows by day. Throws NoSeries for a file without dates. */
export function seriesOfFile(path: string, name: string, holidaysOf: HolidaysOf): FileSeries[] {
  const { titles, rows } = rowsIn(path);
  if (titles.some((title) => callTitles.line.includes(title))) {
    const calls = offeredCalls(titles, rows);
    const halfHours = seriesOf(calls, SLOTS, holidaysOf);
    const days = { ...halfHours, slots: 1, days: halfHours.days.map((day) => [sumOf(day)]) };
    return [
      { name: `${name}, offered calls by half hour`, series: halfHours },
      { name: `${name}, offered calls by day`, series: days },
    ];
  }
  const column = DATES.map((title) => titles.indexOf(title)).find((place) => place >= 0);
  if (column === undefined)
    throw new NoSeries(`${name} has no column ${DATES.map((title) => `"${title}"`).join(', ')}.`);
  const came = rows.flatMap(({ fields }): Came[] => {
    const day = dayOf(fields[column] ?? '');
    return day === null ? [] : [{ day, seconds: 0 }];
  });
  return [{ name: `${name}, rows by day`, series: seriesOf(came, 1, holidaysOf) }];
}

const sumOf = (day: readonly (number | null)[]): number | null =>
  day.every((each) => each === null) ? null : day.reduce<number>((sum, each) => sum + (each ?? 0), 0);
