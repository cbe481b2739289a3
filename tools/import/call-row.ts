import { formatDuration, type Duration } from '@courtesy/kernel';
import type { LogCallsItemInput } from '@courtesy/graph-types/cases';
import { UnknownHeader } from './columns.ts';
import type { MappedHeader, RowReading, Titles } from './column-mapping.ts';
import type { LocalClock } from './local-clock.ts';

/** The system that the graph knows calls, callers and agents of this log by. */
export const CALL_LOG = 'anonymousbank';

/** What a row of the log can say. */
export type CallField =
  | 'line'
  | 'callId'
  | 'customerId'
  | 'priority'
  | 'type'
  | 'date'
  | 'menuEntry'
  | 'menuTime'
  | 'queueStart'
  | 'queueTime'
  | 'outcome'
  | 'serviceStart'
  | 'serviceTime'
  | 'server';

/** The titles under which each field is found without a mapping: those of the log as it is published. */
export const callTitles: Titles<CallField> = {
  line: ['vru+line', 'vru_line'],
  callId: ['call_id'],
  customerId: ['customer_id'],
  priority: ['priority'],
  type: ['type'],
  date: ['date'],
  menuEntry: ['vru_entry'],
  menuTime: ['vru_time'],
  queueStart: ['q_start'],
  queueTime: ['q_time'],
  outcome: ['outcome'],
  serviceStart: ['ser_start'],
  serviceTime: ['ser_time'],
  server: ['server'],
};

/** Without these no row is a call. */
const needed = [
  ...(['line', 'callId', 'type', 'date', 'menuEntry', 'menuTime'] as const),
  ...(['queueTime', 'outcome', 'serviceTime', 'server'] as const),
];

/** Refuses a header that is none of a call log. @throws UnknownHeader naming every column that is missing. */
export function checkCallHeader(header: MappedHeader<CallField>, titles: readonly string[]): void {
  const missing = needed.filter((field) => header.titleOf(field) === null).map((field) => `"${callTitles[field][0]}"`);
  if (missing.length > 0)
    throw new UnknownHeader(
      `This is not a log of calls: its header has no column ${missing.join(', ')}. It has ${titles.map((title) => `"${title.slice(0, 60)}"`).join(', ')}.`,
    );
}

/** One call of the log, with whom it names by the names of the log. */
export interface ReadCall {
  readonly call: Omit<LogCallsItemInput, 'customerId' | 'siteId' | 'teamId' | 'personId'>;
  /** Null when nobody knows who called. */
  readonly customer: string | null;
  /** Who answered; null when nobody did, or the log does not say who. */
  readonly server: string | null;
}

/** Why a row is no call. */
export interface NoCall {
  readonly reason: string;
}

class BadCell extends Error {}

const DAY = 86_400;
const NOBODY = 'NO_SERVER';

/** Reads the cells of one row. */
interface Cells {
  text(field: CallField): string;
  /** A whole number of nothing or more. */
  number(field: CallField): number;
  /** Whole seconds. A clock that was put right meanwhile may make them less than nothing: that is none. */
  seconds(field: CallField): number;
  /** Seconds since midnight; null when blank or not there. */
  clock(field: CallField): number | null;
}

function cellsOf({ text }: RowReading<CallField>, { titleOf }: MappedHeader<CallField>): Cells {
  const bad = (field: CallField, what: string) =>
    new BadCell(`column "${titleOf(field) ?? callTitles[field][0]}", "${text(field).slice(0, 60)}": ${what}`);
  const whole = (field: CallField) => {
    if (!/^-?\d{1,9}$/.test(text(field))) throw bad(field, 'is no whole number');
    return Number(text(field));
  };
  return {
    text: (field) => {
      if (text(field) === '') throw bad(field, 'is blank');
      return text(field);
    },
    number: (field) => {
      if (whole(field) < 0) throw bad(field, 'is less than nothing');
      return whole(field);
    },
    seconds: (field) => Math.max(whole(field), 0),
    clock: (field) => {
      if (text(field) === '') return null;
      const [, hours = '', minutes = '', seconds = ''] = /^(\d{1,2}):(\d\d):(\d\d)$/.exec(text(field)) ?? [];
      if (hours === '' || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
        throw bad(field, 'is no time of day such as 9:05:00');
      return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    },
  };
}

/** A day written as 990101, 19990101 or 1999-01-01. Of two digits of a year, 70 and more are of the last century. */
function dayOf(text: string): string {
  const short = /^(\d\d)(\d\d)(\d\d)$/.exec(text.length === 5 ? `0${text}` : text);
  const [, year = '', month = '', date = ''] = short ?? /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text) ?? [];
  const century = year.length === 4 ? '' : Number(year) >= 70 ? '19' : '20';
  const day = `${century}${year}-${month}-${date}`;
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day))
    throw new BadCell(`column "date", "${text.slice(0, 60)}": is no day such as 990131`);
  return day;
}

const lasting = (seconds: number) => formatDuration((seconds * 1_000) as Duration);
const after = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1_000);

/** Seconds from when the call came in to a later time of day, which may be past midnight; null for one that lies before. */
function sinceEntry(entry: number, later: number | null): number | null {
  if (later === null) return null;
  const seconds = later - entry;
  if (seconds >= 0) return seconds;
  return seconds < -DAY / 2 ? seconds + DAY : null;
}

/** When it waited, and for how long. */
function waitOf(cells: Cells, entry: number, occurredAt: Date) {
  const waited = cells.seconds('queueTime');
  const since = waited > 0 ? sinceEntry(entry, cells.clock('queueStart')) : null;
  const queuedAt = since === null ? null : after(occurredAt, since);
  return { waitTime: lasting(waited), ...(queuedAt && { queuedAt }) };
}

/** When it was served, and for how long. A service time of 0 is one that nobody took. */
function serviceOf(cells: Cells, entry: number, occurredAt: Date) {
  const served = cells.seconds('serviceTime');
  if (served === 0) return {};
  const since = sinceEntry(entry, cells.clock('serviceStart'));
  const answeredAt = since === null ? null : after(occurredAt, since);
  return { handleTime: lasting(served), ...(answeredAt && { answeredAt, endedAt: after(answeredAt, served) }) };
}

/** How it went. What the log says of the service of a caller who hung up is of no service to them, and is left out. */
function courseOf(cells: Cells, entry: number, occurredAt: Date): Pick<ReadCall, 'call'>['call'] | object {
  const outcome = cells.text('outcome').toUpperCase();
  if (outcome === 'PHANTOM') throw new BadCell('is a phantom: the switch logged it, but nobody called');
  const menuTime = lasting(cells.number('menuTime'));
  if (outcome === 'AGENT')
    return {
      ...{ outcome: 'ANSWERED', menuTime },
      ...waitOf(cells, entry, occurredAt),
      ...serviceOf(cells, entry, occurredAt),
    };
  if (outcome !== 'HANG')
    throw new BadCell(`column "outcome", "${outcome.slice(0, 60)}": is none of AGENT, HANG, PHANTOM`);
  const waited = cells.seconds('queueTime');
  if (waited === 0) return { outcome: 'LEFT_MENU', menuTime, endedAt: after(occurredAt, cells.number('menuTime')) };
  const wait = waitOf(cells, entry, occurredAt);
  return { outcome: 'ABANDONED', menuTime, ...wait, ...(wait.queuedAt && { endedAt: after(wait.queuedAt, waited) }) };
}

function read(cells: Cells, row: RowReading<CallField>, clock: LocalClock): ReadCall {
  const day = dayOf(cells.text('date'));
  const entry = cells.clock('menuEntry');
  if (entry === null) throw new BadCell('column "vru_entry": is blank');
  const occurredAt = clock(day, entry);
  const course = courseOf(cells, entry, occurredAt) as Pick<LogCallsItemInput, 'outcome'>;
  const customer = row.text('customerId');
  const server = row.text('server');
  const [line, callId] = [cells.text('line'), cells.text('callId')];
  const priority = row.text('priority') === '' ? null : cells.number('priority');
  return {
    call: {
      // The log numbers calls anew on each line, and begins again in time: only all of it names one call.
      externalReference: { source: CALL_LOG, id: `${line}-${callId}-${day}-${String(entry).padStart(5, '0')}` },
      ...{ occurredAt, line, service: row.text('type') || null, priority },
      ...course,
    },
    customer: /^0*$/.test(customer) ? null : customer,
    server: course.outcome !== 'ANSWERED' || server === '' || server === NOBODY ? null : server,
  };
}

/** A row of the log as a call, or why it is none. */
export function callOf(
  row: RowReading<CallField>,
  header: MappedHeader<CallField>,
  clock: LocalClock,
): ReadCall | NoCall {
  try {
    return read(cellsOf(row, header), row, clock);
  } catch (error) {
    if (error instanceof BadCell) return { reason: error.message };
    throw error;
  }
}
