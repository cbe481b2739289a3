import type { BusinessCalendar, Interval } from './calendar.ts';
import { dayNumberOf, InvalidCalendar, minuteOf, validateCalendar, weekdays } from './calendar.ts';
import type { OffsetPeriod, ZoneClock } from './time-zone.ts';
import { BLOCK_MS, firstInstantOf, zoneClock } from './time-zone.ts';

/** A stretch of open time [open, close) within a block, in milliseconds since 1970. */
export interface OpenSpan {
  readonly open: number;
  readonly close: number;
  /** Open milliseconds of the block before this span. */
  readonly before: number;
}

/** The open time of one block: its spans, clipped to it, in order and apart from each other. */
export interface OpenBlock {
  readonly spans: readonly OpenSpan[];
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
    exceptions: new Map(calendar.exceptions.map(({ date, intervals }) => [dayNumberOf(date), spansOf(intervals)])),
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
      const [open, close] = [minuteOf(opening), minuteOf(closing)];
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
  const spans: { open: number; close: number; before: number }[] = [];
  const periods = hours.zone.periodsAround(index);
  let total = 0;
  // Two days early: the local day may be a day behind UTC, and the night shift of the day before reaches into it.
  for (let day = from / DAY_MS - 2; day <= until / DAY_MS + 1; day++) {
    for (const minutes of spansOn(hours, day)) {
      const last = spans.at(-1);
      // No span opens before the last one did, so what it has not covered is new.
      const open = Math.max(from, instantOn(periods, day, minutes.open), last?.close ?? from);
      const close = Math.min(until, instantOn(periods, day, minutes.close));
      if (close <= open) continue;
      if (last?.close === open) last.close = close;
      else spans.push({ open, close, before: total });
      total += close - open;
    }
  }
  return { spans, total };
}

function spansOn({ week, exceptions }: OpeningHours, day: number): readonly MinuteSpan[] {
  // Day 0, 1970-01-01, was a Thursday.
  return exceptions.get(day) ?? week[(((day + 4) % 7) + 7) % 7] ?? [];
}

function instantOn(periods: readonly OffsetPeriod[], day: number, minute: number): number {
  return firstInstantOf(periods, day * DAY_MS + minute * MINUTE_MS);
}
