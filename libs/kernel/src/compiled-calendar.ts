import type { BusinessCalendar, Interval } from './calendar.ts';
import { dayNumberOf, InvalidCalendar, minuteOf, validateCalendar, weekdays } from './calendar.ts';
import type { OffsetPeriod, ZoneClock } from './time-zone.ts';
import { BLOCK_MS, firstInstantOf, zoneClock } from './time-zone.ts';

/** The open spans of one block of time, clipped to it: sorted, apart from each other, in milliseconds since 1970. */
export interface OpenBlock {
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** Open milliseconds of the block before each span. */
  readonly before: Float64Array;
  /** Open milliseconds of the whole block. */
  readonly total: number;
}

/**
 * A calendar made ready for arithmetic by {@link compileCalendar}. Compile once per calendar version and keep it: it remembers
 * the spans it has worked out, so that a question over years costs microseconds. Holds no reference to the calendar it came from.
 */
export interface CompiledCalendar {
  readonly timeZone: string;
  /** The instant from which no block has open time any more: Infinity when some weekday opens, -Infinity when nothing ever does. */
  readonly closedFrom: number;
  /** The open spans of the block that starts at `index` times BLOCK_MS. */
  blockAt(index: number): OpenBlock;
}

/** Opening and closing in minutes from the midnight that starts the day; closing may lie up to a day beyond it. */
interface MinuteSpan {
  readonly open: number;
  readonly close: number;
}

interface OpeningHours {
  readonly zone: ZoneClock;
  readonly week: readonly (readonly MinuteSpan[])[];
  readonly exceptions: ReadonlyMap<number, readonly MinuteSpan[]>;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const REMEMBERED_BLOCKS = 512;

/** Makes a calendar ready for {@link dueAt} and {@link elapsed}. @throws InvalidCalendar with every problem of {@link validateCalendar}. */
export function compileCalendar(calendar: BusinessCalendar): CompiledCalendar {
  const problems = validateCalendar(calendar);
  if (problems.length > 0) throw new InvalidCalendar(problems);

  const hours: OpeningHours = {
    zone: zoneClock(calendar.timeZone),
    week: weekdays.map((day) => spansOf(calendar.week[day])),
    exceptions: new Map(calendar.exceptions.map(({ date, intervals }) => [dayNumberOf(date)!, spansOf(intervals)])),
  };
  const blocks = new Map<number, OpenBlock>();
  return {
    timeZone: calendar.timeZone,
    closedFrom: closedFrom(hours),
    blockAt(index) {
      const known = blocks.get(index);
      if (known) return known;
      const block = openBlock(hours, index);
      if (blocks.size >= REMEMBERED_BLOCKS) blocks.clear();
      blocks.set(index, block);
      return block;
    },
  };
}

function spansOf(intervals: readonly Interval[]): MinuteSpan[] {
  return intervals
    .map(([opening, closing]) => {
      const [open, close] = [minuteOf(opening)!, minuteOf(closing)!];
      return { open, close: close <= open ? close + 1_440 : close };
    })
    .sort((a, b) => a.open - b.open);
}

function closedFrom({ week, exceptions }: OpeningHours): number {
  if (week.some((spans) => spans.length > 0)) return Infinity;
  const openDays = [...exceptions].filter(([, spans]) => spans.length > 0).map(([day]) => day);
  // A local day and its night shift end within three UTC days, whatever the zone.
  return openDays.reduce((latest, day) => Math.max(latest, (day + 3) * DAY_MS), -Infinity);
}

function openBlock(hours: OpeningHours, index: number): OpenBlock {
  const [from, until] = [index * BLOCK_MS, (index + 1) * BLOCK_MS];
  const opens: number[] = [];
  const closes: number[] = [];
  const periods = hours.zone.periodsAround(index);
  // Two days early: the local day may be a day behind UTC, and the night shift of the day before reaches into it.
  for (let day = from / DAY_MS - 2; day <= until / DAY_MS + 1; day++) {
    for (const { open, close } of spansOn(hours, day)) {
      addSpan(
        opens,
        closes,
        Math.max(from, instantOn(periods, day, open)),
        Math.min(until, instantOn(periods, day, close)),
      );
    }
  }
  return withTotals(opens, closes);
}

function spansOn({ week, exceptions }: OpeningHours, day: number): readonly MinuteSpan[] {
  // Day 0, 1970-01-01, was a Thursday.
  return exceptions.get(day) ?? week[(((day + 4) % 7) + 7) % 7]!;
}

function instantOn(periods: readonly OffsetPeriod[], day: number, minute: number): number {
  return firstInstantOf(periods, day * DAY_MS + minute * MINUTE_MS);
}

/** Appends a span to those so far, of which none opens later, and joins it to the last where they overlap or touch. */
function addSpan(opens: number[], closes: number[], open: number, close: number): void {
  if (close <= open) return;
  const last = closes.length - 1;
  if (last >= 0 && open <= closes[last]!) {
    closes[last] = Math.max(closes[last]!, close);
    return;
  }
  opens.push(open);
  closes.push(close);
}

function withTotals(opens: number[], closes: number[]): OpenBlock {
  const before = new Float64Array(opens.length);
  let total = 0;
  for (let index = 0; index < opens.length; index++) {
    before[index] = total;
    total += closes[index]! - opens[index]!;
  }
  return { opens: Float64Array.from(opens), closes: Float64Array.from(closes), before, total };
}
