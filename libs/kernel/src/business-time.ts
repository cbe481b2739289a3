import type { CompiledCalendar, OpenBlock } from './compiled-calendar.ts';
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
    const span = lastBelow(block.before, target);
    return block.opens[span]! + target - block.before[span]!;
  });
}

/**
 * The first open instant at or after `at`: `at` itself when it is open then. Closing time is no longer open.
 * @throws NoOpenTime when the calendar does not open again; the search is bounded.
 * @throws RangeError for an instant outside the years 1 to 9999.
 */
export function nextOpening(calendar: CompiledCalendar, at: Date): Date {
  const from = instantOf(at);
  return search(calendar, at, ({ opens, closes }) => {
    const span = countUpTo(closes, from);
    return span < opens.length ? Math.max(from, opens[span]!) : null;
  });
}

/** Whether the calendar is open at an instant: from the opening instant on, up to but not at closing. @throws RangeError as {@link dueAt}. */
export function isOpen(calendar: CompiledCalendar, at: Date): boolean {
  const instant = instantOf(at);
  const { opens, closes } = calendar.blockAt(blockIndexOf(instant));
  const span = countUpTo(opens, instant) - 1;
  return span >= 0 && instant < closes[span]!;
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
function openBefore({ opens, closes, before }: OpenBlock, instant: number): number {
  const span = countUpTo(opens, instant) - 1;
  return span < 0 ? 0 : before[span]! + Math.min(instant, closes[span]!) - opens[span]!;
}

/** How many of the rising values are at most `limit`. */
function countUpTo(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the last of the rising values that is below `limit`. */
function lastBelow(values: Float64Array, limit: number): number {
  return countUpTo(values, limit - 1) - 1;
}
