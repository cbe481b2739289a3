import { durationOf } from '@courtesy/kernel';
import type { CaseClockKind, CaseStatus, ClockEventKind } from '@courtesy/graph-types/cases';
import { isUnended } from '../case/case.ts';
import { CLOCKS, isNoticed, type CalendarOf, type ClockEvent, type Terms } from './clock.ts';
import { readClock, timelineOf, type Stretch } from './reading.ts';

interface Signalled<T extends string> {
  readonly type: T;
  /** When it happened; of contacts, not always when it was recorded. */
  readonly at: Date;
  /** What goes on record as the cause. */
  readonly cause: string;
}

/** Something that happened to a case and may move its clocks. */
export type ClockSignal =
  /** The case was opened. `answered`: the first answer was given elsewhere already. `promisedOnly`: no clocks when no standard promises anything. */
  | (Signalled<'OPENED'> & { readonly answered: boolean; readonly promisedOnly: boolean })
  /** The contact `of` was put on record wrongly: what it ended goes on as if it had not, until the corrected one says more. */
  | (Signalled<'TAKEN_BACK'> & { readonly of: string })
  /** Another case was merged into this one. */
  | Signalled<'JOINED'>
  /** Another case was merged into this one and went its own way again with these contacts: what they asked is asked of this one no more. */
  | (Signalled<'PARTED'> & { readonly contacts: readonly string[] })
  /** A person of the service spoke to the customer. */
  | Signalled<'ANSWERED'>
  /** The customer's earliest word that nobody has answered yet. */
  | Signalled<'ASKED'>
  /** The case stands elsewhere. */
  | (Signalled<'MOVED'> & { readonly from: CaseStatus; readonly to: CaseStatus; readonly reason: string | null })
  /** The case has another priority. */
  | (Signalled<'PRIORITISED'> & { readonly reason: string | null })
  /** The rules of its complaint say by when something must be sent next; null when nothing must. */
  | (Signalled<'REGULATED'> & { readonly dueBy: Date | null });

/** All that deciding about a case's clocks needs. */
export interface Situation {
  readonly caseId: string;
  /** Where the case stands now. */
  readonly status: CaseStatus;
  /** What is on record, in the order of recording. */
  readonly ledger: readonly ClockEvent[];
  /** By what clocks that start, or get another target, are measured. */
  readonly terms: Terms;
  /** In which statuses a clock measured by this standard stands still. */
  readonly pausesOf: (clock: CaseClockKind, standardId: string | null) => readonly CaseStatus[];
  readonly calendarOf: CalendarOf;
  readonly recordedAt: Date;
  readonly newId: () => string;
}

/** The ledger while it is being written. */
interface Book extends Situation {
  readonly events: ClockEvent[];
  readonly added: ClockEvent[];
}

interface Entry {
  readonly at: Date;
  readonly cause: string;
  readonly reason?: string | null;
}

/** Earlier than anything on record. */
const FIRST = new Date(-8.64e15);
/** Later than anything on record. */
const LAST = new Date(8.64e15);
/** How old a matter may be to have clocks: a mistyped century must not be counted through day by day. */
const OLDEST_MS = 100 * 366 * 86_400_000;

const later = (a: Date, b: Date) => (a > b ? a : b);
const standingOf = (book: Book, clock: CaseClockKind): Stretch | null =>
  timelineOf(book.events, clock, LAST).at(-1) ?? null;
/** The same when the clock counts or stands still; null when it has ended or never began. */
const openOf = (book: Book, clock: CaseClockKind): Stretch | null => {
  const standing = standingOf(book, clock);
  return standing?.state === 'STOPPED' ? null : standing;
};
const promises = (terms: Terms, clock: CaseClockKind) => terms.promised[clock] !== undefined;

function startOf(book: Book, standing: Stretch): Date {
  const start = book.events.find(
    ({ clock, kind, segment }) => clock === standing.terms.clock && kind === 'START' && segment === standing.segment,
  );
  return start?.at ?? standing.from;
}

/** Adds a row under the terms of `like`, which says which clock and segment it is about. */
function write(book: Book, kind: ClockEventKind, like: ClockEvent, { at, cause, reason = null }: Entry): void {
  const row: ClockEvent = { ...like, id: book.newId(), kind, at, recordedAt: book.recordedAt, cause, reason };
  book.events.push(row);
  book.added.push(row);
}

/** Puts a breach on record that has happened by `at` and that nobody has noticed: after the next row it might not be found any more. */
function notice(book: Book, { terms, segment }: Stretch, at: Date): void {
  const readings = readClock(book.events, terms.clock, book.calendarOf, at);
  const breachedAt = readings.find((each) => each.segment === segment)?.breachedAt;
  if (breachedAt && !isNoticed(book.events, terms.clock, breachedAt))
    write(book, 'BREACH', terms, { at: breachedAt, cause: 'DUE' });
}

/** Starts a clock that does not run, under the terms of now. Its time begins where its last segment ended, at the earliest. */
function start(book: Book, clock: CaseClockKind, entry: Entry): void {
  const standing = standingOf(book, clock);
  if (openOf(book, clock) || book.recordedAt.getTime() - entry.at.getTime() > OLDEST_MS) return;
  const { standardId, calendarVersionId, promised } = book.terms;
  const row = {
    ...{ id: '', caseId: book.caseId, clock, segment: (standing?.segment ?? 0) + 1, kind: 'START' as const },
    ...{ at: entry.at, recordedAt: book.recordedAt, target: promised[clock]?.within ?? null },
    ...{ calendarVersionId, standardId, cause: entry.cause, reason: null },
  };
  write(book, 'START', row, { ...entry, at: standing ? later(entry.at, standing.from) : entry.at });
  settle(book, clock, entry);
}

/** Ends a clock, also at an instant before what was recorded last; but not before its segment began: then it was no answer to this. */
function stop(book: Book, clock: CaseClockKind, entry: Entry): boolean {
  const standing = openOf(book, clock);
  if (!standing || entry.at < startOf(book, standing)) return false;
  notice(book, standing, entry.at);
  write(book, 'STOP', standing.terms, entry);
  return true;
}

/** Lets a clock stand still or go on, as its standard says for where the case stands. While a case is merged all do: its survivor's go on for it. */
function settle(book: Book, clock: CaseClockKind, entry: Entry): void {
  const standing = openOf(book, clock);
  if (!standing) return;
  const pausing = book.status === 'MERGED' || book.pausesOf(clock, standing.terms.standardId).includes(book.status);
  if (pausing === (standing.state === 'PAUSED')) return;
  const at = later(entry.at, standing.from);
  if (pausing) notice(book, standing, at);
  write(book, pausing ? 'PAUSE' : 'RESUME', standing.terms, { ...entry, at });
}

/** Measures a running clock by the terms of now, keeping what it has counted. A target that is promised no more is taken away. */
function retarget(book: Book, clock: CaseClockKind, entry: Entry): void {
  const standing = openOf(book, clock);
  if (!standing) return;
  const { standardId, calendarVersionId, promised } = book.terms;
  const terms = { standardId, calendarVersionId, target: promised[clock]?.within ?? null };
  const { terms: before } = standing;
  const same =
    before.target === terms.target &&
    before.standardId === standardId &&
    before.calendarVersionId === calendarVersionId;
  if (same) return;
  const at = later(entry.at, standing.from);
  notice(book, standing, at);
  write(book, 'RETARGET', { ...before, ...terms }, { ...entry, at });
  settle(book, clock, entry);
}

/** Begins the clocks of a case that begins, or begins again. Nobody is measured by a time that nobody promised, but for the two everybody asks about. */
function begin(book: Book, entry: Entry, answered: boolean): void {
  if (!answered) start(book, 'FIRST_RESPONSE', entry);
  start(book, 'RESOLUTION', entry);
  for (const clock of ['UPDATE', 'REGULATORY'] as const) if (promises(book.terms, clock)) start(book, clock, entry);
}

/** Takes back the end of a response that a wrong record brought about. One after which the clock began again stays as it was. */
function takeBack(
  book: Book,
  clock: CaseClockKind,
  { cause, of }: { readonly cause: string; readonly of: string },
): void {
  const standing = standingOf(book, clock);
  if (standing?.state !== 'STOPPED') return;
  const end = book.events.findLast(
    (each) => each.clock === clock && each.kind === 'STOP' && each.at.getTime() === standing.from.getTime(),
  );
  if (end?.cause === of) write(book, 'RESUME', standing.terms, { at: end.at, cause });
}

function answer(book: Book, entry: Entry): void {
  stop(book, 'FIRST_RESPONSE', entry);
  stop(book, 'NEXT_RESPONSE', entry);
  if (stop(book, 'UPDATE', entry) && isUnended(book.status) && promises(book.terms, 'UPDATE'))
    start(book, 'UPDATE', entry);
}

function ask(book: Book, entry: Entry): void {
  if (book.events.length === 0 || !isUnended(book.status)) return;
  const responses = ['FIRST_RESPONSE', 'NEXT_RESPONSE'] as const;
  const waitsAlready = responses.some((clock) => openOf(book, clock));
  const isAnswered = responses.some((clock) => entry.at <= (standingOf(book, clock)?.from ?? FIRST));
  if (!waitsAlready && !isAnswered) start(book, 'NEXT_RESPONSE', entry);
}

function move(book: Book, signal: Extract<ClockSignal, { readonly type: 'MOVED' }>): void {
  const { from, to } = signal;
  // A merged case has neither ended nor begun again: its clocks stand still, and go on when it goes its own way.
  const standsStill = to === 'MERGED' || from === 'MERGED';
  if (isUnended(to) && !isUnended(from) && !standsStill) begin(book, signal, false);
  else if (isUnended(to) || to === 'MERGED') for (const clock of CLOCKS) settle(book, clock, signal);
  else
    for (const clock of CLOCKS) {
      const standing = standingOf(book, clock);
      if (standing) stop(book, clock, { ...signal, at: later(signal.at, startOf(book, standing)) });
    }
}

/** Ends the wait for an answer to somebody whose word went elsewhere. */
function part(book: Book, signal: Extract<ClockSignal, { readonly type: 'PARTED' }>): void {
  const standing = openOf(book, 'NEXT_RESPONSE');
  const asked = book.events.find(
    ({ clock, kind, segment }) => clock === 'NEXT_RESPONSE' && kind === 'START' && segment === standing?.segment,
  );
  if (standing && asked && signal.contacts.includes(asked.cause))
    stop(book, 'NEXT_RESPONSE', { ...signal, at: later(signal.at, standing.from) });
}

function prioritise(book: Book, entry: Entry): void {
  for (const clock of CLOCKS) if (clock !== 'REGULATORY') retarget(book, clock, entry);
  const isMeasured = book.events.length > 0 && isUnended(book.status);
  if (isMeasured && promises(book.terms, 'UPDATE')) start(book, 'UPDATE', entry);
}

/**
 * Lets the regulatory clock run to what must be sent next, by the wall clock: what is due at the end of a day is due then, whatever was closed
 * meanwhile. A time that a standard set stays.
 */
function regulate(book: Book, { dueBy, ...entry }: Extract<ClockSignal, { readonly type: 'REGULATED' }>): void {
  const clock = 'REGULATORY';
  const standing = openOf(book, clock);
  if (standing?.terms.standardId) return;
  if (!dueBy) {
    if (standing) stop(book, clock, { ...entry, at: later(entry.at, startOf(book, standing)) });
    return;
  }
  if (!isUnended(book.status)) return;
  const at = later(entry.at, standingOf(book, clock)?.from ?? FIRST);
  const counted = readClock(book.events, clock, book.calendarOf, at).at(-1)?.elapsed ?? 0;
  const within = durationOf(Math.max(1, counted + dueBy.getTime() - at.getTime()));
  const terms = { standardId: null, calendarVersionId: null, promised: { [clock]: { within, pausedIn: [] } } };
  const regulated: Book = { ...book, terms };
  if (standing) retarget(regulated, clock, entry);
  else start(regulated, clock, entry);
}

function apply(book: Book, signal: ClockSignal): void {
  switch (signal.type) {
    case 'OPENED':
      if (!signal.promisedOnly || book.terms.standardId !== null) begin(book, signal, signal.answered);
      return;
    case 'TAKEN_BACK':
      for (const clock of ['FIRST_RESPONSE', 'NEXT_RESPONSE'] as const) takeBack(book, clock, signal);
      return;
    case 'ANSWERED':
      return answer(book, signal);
    case 'ASKED':
      return ask(book, signal);
    case 'MOVED':
      return move(book, signal);
    case 'PRIORITISED':
      return prioritise(book, signal);
    case 'REGULATED':
      return regulate(book, signal);
    case 'PARTED':
      return part(book, signal);
    case 'JOINED':
      // What is asked of this case since then comes as a word of its own.
      return;
  }
}

/**
 * The rows that follow from what happened to a case, in the order in which they are to be recorded. Only these functions make rows, so no clock
 * goes on that does not stand still or whose end is not taken back, none moves before it starts, and no time goes back but that of an answer
 * recorded late.
 */
export function follow(situation: Situation, signals: readonly ClockSignal[]): ClockEvent[] {
  const book: Book = { ...situation, events: [...situation.ledger], added: [] };
  for (const signal of signals) apply(book, signal);
  return book.added;
}
