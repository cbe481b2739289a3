/** A stretch of time [from, until), in milliseconds since 1970, during which a zone keeps one offset from UTC. */
export interface OffsetPeriod {
  readonly from: number;
  readonly until: number;
  /** Local time less UTC, in milliseconds. */
  readonly offset: number;
}

/** Reads the offsets of one zone. */
export interface ZoneClock {
  /** The periods, in order and without gaps, that cover block `index` of {@link BLOCK_MS} and {@link MARGIN_MS} on both sides. */
  periodsAround(index: number): readonly OffsetPeriod[];
}

const DAY_MS = 86_400_000;
/** Time is worked out and remembered in blocks of this length, counted from 1970 in UTC. */
export const BLOCK_MS = 64 * DAY_MS;
/** How far beyond a block its offsets are known: a local day lies within 16 hours of the UTC day, and a shift ends a day later. */
export const MARGIN_MS = 4 * DAY_MS;

// Zones have changed offset twice within 6.96 days (Recife in 2000, Gaza in 2040 by today's rules), so a weekly look could miss both.
const STEP_MS = 4 * DAY_MS;
const REMEMBERED_BLOCKS = 2_048;

const clocks = new Map<string, ZoneClock>();

/** Whether the engine's time zone database knows this IANA name. A bare offset such as `+02:00` is not a zone: it has no rules. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  if (clocks.has(name.toLowerCase())) return true;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** The clock of a zone; one per zone for the whole process, since its answers never change. @throws RangeError for an unknown zone. */
export function zoneClock(name: string): ZoneClock {
  const key = name.toLowerCase();
  const known = clocks.get(key);
  if (known) return known;
  const clock = createClock(name);
  clocks.set(key, clock);
  return clock;
}

function createClock(name: string): ZoneClock {
  const offsetAt = offsetReader(name);
  const blocks = new Map<number, readonly OffsetPeriod[]>();
  return {
    periodsAround(index) {
      const known = blocks.get(index);
      if (known) return known;
      const periods = findPeriods(offsetAt, index * BLOCK_MS - MARGIN_MS, (index + 1) * BLOCK_MS + MARGIN_MS);
      if (blocks.size >= REMEMBERED_BLOCKS) blocks.clear();
      blocks.set(index, periods);
      return periods;
    },
  };
}

function offsetReader(name: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  return (ms) => {
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms));
    if (!match) throw new RangeError(`The offset of ${name} cannot be read.`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
    const size = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
    return sign === '-' ? -size : size;
  };
}

function findPeriods(offsetAt: (ms: number) => number, from: number, until: number): OffsetPeriod[] {
  const periods: OffsetPeriod[] = [];
  let start = from;
  let offset = offsetAt(from);
  for (let at = from + STEP_MS; at <= until; at += STEP_MS) {
    const next = offsetAt(at);
    if (next === offset) continue;
    const change = findChange(offsetAt, at - STEP_MS, at);
    periods.push({ from: start, until: change, offset });
    start = change;
    offset = next;
  }
  periods.push({ from: start, until, offset });
  return periods;
}

/** The first second after `before` that no longer has its offset. Both ends are whole seconds and exactly one change lies between. */
function findChange(offsetAt: (ms: number) => number, before: number, after: number): number {
  const offset = offsetAt(before);
  let [low, high] = [before / 1_000, after / 1_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1_000) === offset) low = middle;
    else high = middle;
  }
  return high * 1_000;
}

/**
 * The first instant at which the zone's wall clock reads `local` (milliseconds as if the clock were UTC) or later: in an hour that
 * happens twice the first one, and for a time that the clock skips the instant right after the gap. Never falls as `local` rises.
 */
export function firstInstantOf(periods: readonly OffsetPeriod[], local: number): number {
  for (const { from, until, offset } of periods) {
    const instant = Math.max(from, local - offset);
    if (instant < until) return instant;
  }
  throw new RangeError('The local time lies outside the offsets given.');
}
