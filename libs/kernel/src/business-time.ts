import type { CompiledCalendar, OpenBlock, OpenSpan } from './compiled-calendar.ts';
import type { Duration } from './duration.ts';
import { durationOf } from './duration.ts';
import { BLOCK_MS } from './time-zone.ts';

/**
 * The calendar has no open time that could answer. `CLOSED_FOR_GOOD`: no weekday opens and the last open date is past (or there is
 * none). `TOO_FAR`: the answer lies more than {@link SEARCH_YEARS} years after the start.
 */
export class NoOpenTime extends Error {
  override readonly name = 'NoOpenTime';
  readonly code: 'CLOSED_FOR_GOOD' | 'TOO_FAR';
  /** The instant from which open time was looked for. */
  readonly from: Date;

  constructor(code: 'CLOSED_FOR_GOOD' | 'TOO_FAR', from: Date) {
    super(
      code === 'CLOSED_FOR_GOOD'
        ? `The calendar has not enough open time after ${from.toISOString()}. Give at least one weekday opening hours.`
        : `The calendar has not enough open time within ${SEARCH_YEARS} years of ${from.toISOString()}. Widen its hours or shorten the target.`,
    );
    this.code = code;
    this.from = from;
  }
}

/** How many years ahead an answer is looked for. */
export const SEARCH_YEARS = 200;
const SEARCH_BLOCKS = Math.ceil((SEARCH_YEARS * 365.2425 * 86_400_000) / BLOCK_MS);
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The first instant at which `duration` of open time has passed since `start`; exactly on closing it is the closing instant, not
 * the next opening. A zero duration gives the first open instant at or after `start`. Open time is real time: a shift over the
 * change to summer time is an hour short. To warn an hour before the deadline, ask for `duration` less an hour.
 * @throws NoOpenTime when the calendar never opens long enough; the search is bounded.
 * @throws RangeError for a negative duration, or a start outside the years 1 to 9999.
 */
export function dueAt(calendar: CompiledCalendar, start: Date, duration: Duration): Date {
  if (!Number.isSafeInteger(duration) || duration < 0) {
    throw new RangeError(`A target is zero or more whole milliseconds of open time, not ${duration}.`);
  }
  if (duration === 0) return nextOpening(calendar, start);
  const from = instantOf(start);
  const first = blockIndexOf(from);
  let target = duration + openBefore(calendar.blockAt(first), from);
  return search(calendar, start, (block) => {
    if (target > block.total) {
      target -= block.total;
      return null;
    }
    const span = block.spans[countWhile(block.spans, ({ before }) => before < target) - 1];
    return span ? span.open + target - span.before : null;
  });
}

/**
 * The first open instant at or after `at`: `at` itself when it is open then. Closing time is no longer open.
 * @throws NoOpenTime when the calendar does not open again; the search is bounded.
 * @throws RangeError for an instant outside the years 1 to 9999.
 */
export function nextOpening(calendar: CompiledCalendar, at: Date): Date {
  const from = instantOf(at);
  return search(calendar, at, ({ spans }) => {
    const span = spans[countWhile(spans, ({ close }) => close <= from)];
    return span ? Math.max(from, span.open) : null;
  });
}

/** Whether the calendar is open at an instant: from the opening instant on, up to but not at closing. @throws RangeError as {@link dueAt}. */
export function isOpen(calendar: CompiledCalendar, at: Date): boolean {
  const instant = instantOf(at);
  const span = lastOpened(calendar.blockAt(blockIndexOf(instant)), instant);
  return span !== undefined && instant < span.close;
}

/**
 * The open time between two instants; zero when `to` is not after `from`, as with a reply logged before its question.
 * @throws RangeError for instants outside the years 1 to 9999 or more than {@link SEARCH_YEARS} years apart.
 */
export function elapsed(calendar: CompiledCalendar, from: Date, to: Date): Duration {
  const [start, end] = [instantOf(from), instantOf(to)];
  if (end <= start) return durationOf(0);
  const [first, last] = [blockIndexOf(start), blockIndexOf(end)];
  if (last - first > SEARCH_BLOCKS) {
    throw new RangeError(`Open time is counted over at most ${SEARCH_YEARS} years.`);
  }
  let open = openBefore(calendar.blockAt(last), end) - openBefore(calendar.blockAt(first), start);
  for (let index = first; index < last; index++) open += calendar.blockAt(index).total;
  return durationOf(open);
}

/** Asks block after block until one knows the instant. */
function search(calendar: CompiledCalendar, start: Date, find: (block: OpenBlock) => number | null): Date {
  const first = blockIndexOf(start.getTime());
  for (let index = first; index <= first + SEARCH_BLOCKS; index++) {
    if (index * BLOCK_MS >= calendar.closedFrom) throw new NoOpenTime('CLOSED_FOR_GOOD', start);
    const found = find(calendar.blockAt(index));
    if (found !== null) return new Date(found);
  }
  throw new NoOpenTime('TOO_FAR', start);
}

function instantOf(date: Date): number {
  const ms = date.getTime();
  if (ms >= EARLIEST_MS && ms <= LATEST_MS) return ms;
  throw new RangeError('Business time needs a valid date of the years 1 to 9999.');
}

function blockIndexOf(instant: number): number {
  return Math.floor(instant / BLOCK_MS);
}

/** Open milliseconds of the block up to an instant of it. */
function openBefore(block: OpenBlock, instant: number): number {
  const span = lastOpened(block, instant);
  return span ? span.before + Math.min(instant, span.close) - span.open : 0;
}

function lastOpened({ spans }: OpenBlock, instant: number): OpenSpan | undefined {
  return spans[countWhile(spans, ({ open }) => open <= instant) - 1];
}

/** How many spans from the first on satisfy a condition that no later one does after the first that does not. */
function countWhile(spans: readonly OpenSpan[], holds: (span: OpenSpan) => boolean): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const span = spans[middle];
    if (span && holds(span)) low = middle + 1;
    else high = middle;
  }
  return low;
}
