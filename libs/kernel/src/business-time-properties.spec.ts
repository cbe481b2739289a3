import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { BusinessCalendar, CompiledCalendar, Interval } from './index.ts';
import { compileCalendar, dueAt, durationOf, elapsed, isOpen, nextOpening, NoOpenTime, weekdays } from './index.ts';

const zones = [
  ...['Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu', 'America/New_York', 'Europe/London', 'UTC'],
  ...[
    'America/St_Johns',
    'Pacific/Apia',
    'Pacific/Chatham',
    'Africa/Cairo',
    'America/Havana',
    'Asia/Gaza',
    'America/Nuuk',
  ],
];

const two = (value: number): string => String(value).padStart(2, '0');
const text = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const opening = fc.oneof(
  fc.nat(287).map((slot) => slot * 5),
  fc.nat(1_439),
);
const closing = fc.oneof(
  fc.nat(288).map((slot) => slot * 5),
  fc.nat(1_440),
);
const interval = fc.tuple(opening, closing).map(([open, close]): Interval => [text(open), text(close)]);
const day = fc.array(interval, { maxLength: 3 });
const date = fc
  .integer({ min: 19_700, max: 20_800 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));
const exceptions = fc.uniqueArray(fc.record({ date, intervals: fc.oneof(fc.constant([]), day) }), {
  maxLength: 8,
  selector: (exception) => exception.date,
});
const calendars: fc.Arbitrary<BusinessCalendar> = fc.record({
  timeZone: fc.constantFrom(...zones),
  week: fc.record({ sun: day, mon: day, tue: day, wed: day, thu: day, fri: day, sat: day }),
  exceptions,
});

const DAY_MS = 86_400_000;
const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 11, 31) }).map((ms) => new Date(ms));
const target = fc
  .oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 48 }).map((half) => half * 1_800_000),
    fc.nat(6 * DAY_MS),
  )
  .map(durationOf);
const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** The answer, or null when the calendar has no such time: then it must be true that it has not. */
function dueOrNever(open: CompiledCalendar, start: Date, ms: number): Date | null {
  try {
    return dueAt(open, start, durationOf(ms));
  } catch (error) {
    if (!(error instanceof NoOpenTime)) throw error;
    expect(error.code).toBe('CLOSED_FOR_GOOD');
    const counted = elapsed(open, start, later(start, 5 * 366 * DAY_MS));
    expect(ms === 0 ? counted === 0 : counted < ms).toBe(true);
    return null;
  }
}

/** Membership read off the wall clock by another library: the date's own intervals, or last night's that are still running. */
function wallClockSaysOpen(source: BusinessCalendar, at: Temporal.ZonedDateTime): boolean {
  const minute = at.hour * 60 + at.minute;
  const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const spans = (plain: Temporal.PlainDate): number[][] => {
    const exception = source.exceptions.find((one) => one.date === plain.toString());
    const intervals = exception?.intervals ?? source.week[weekdays[plain.dayOfWeek % 7]!];
    return intervals.map(([open, close]) => [minutesOf(open), minutesOf(close) + (close <= open ? 1_440 : 0)]);
  };
  const today = at.toPlainDate();
  return (
    spans(today).some(([open, close]) => open! <= minute && minute < close!) ||
    spans(today.subtract({ days: 1 })).some(([, close]) => minute + 1_440 < close!)
  );
}

describe('business time, over random calendars', () => {
  it('10,000 calendars: the elapsed time up to the deadline is the target, and one millisecond earlier it is not', () => {
    let answered = 0;
    fc.assert(
      fc.property(calendars, instant, target, (source, start, ms) => {
        const open = compileCalendar(source);
        const due = dueOrNever(open, start, ms);
        if (!due) return;
        answered++;
        expect(due >= start).toBe(true);
        expect(elapsed(open, start, due)).toBe(ms);
        if (ms > 0) expect(elapsed(open, start, later(due, -1))).toBe(ms - 1);
        else expect(isOpen(open, due)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
    expect(answered).toBeGreaterThan(9_000);
  });

  it('a longer target or a later start is never due earlier', () => {
    fc.assert(
      fc.property(calendars, instant, target, target, (source, start, one, other) => {
        const open = compileCalendar(source);
        const base = dueOrNever(open, start, one);
        const longer = dueOrNever(open, start, one + other);
        const afterwards = dueOrNever(open, later(start, other), one);
        if (longer) expect(base! <= longer).toBe(true);
        if (afterwards) expect(base! <= afterwards).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('elapsed times add up, and two targets one after the other are due like their sum', () => {
    fc.assert(
      fc.property(calendars, instant, target, target, (source, start, one, other) => {
        const open = compileCalendar(source);
        const [middle, end] = [later(start, one), later(start, one + other)];
        expect(elapsed(open, start, middle) + elapsed(open, middle, end)).toBe(elapsed(open, start, end));
        const first = dueOrNever(open, start, one);
        if (first && other > 0) expect(dueOrNever(open, first, other)).toEqual(dueOrNever(open, start, one + other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('the next opening is open, and nothing before it is', () => {
    fc.assert(
      fc.property(calendars, instant, (source, start) => {
        const open = compileCalendar(source);
        const opens = dueOrNever(open, start, 0);
        if (!opens) return;
        expect(nextOpening(open, start)).toEqual(opens);
        expect(isOpen(open, opens)).toBe(true);
        expect(elapsed(open, start, opens)).toBe(0);
        if (opens > start) expect(isOpen(open, later(opens, -1))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('it is open when the wall clock says so, as another library reads it, but for hours that happen twice', () => {
    let compared = 0;
    fc.assert(
      fc.property(calendars, fc.integer({ min: 28_400_000, max: 29_980_000 }), (source, minute) => {
        const at = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(source.timeZone);
        const [before, after] = [at.subtract({ hours: 27 }), at.add({ hours: 27 })];
        if (before.offsetNanoseconds > after.offsetNanoseconds) return;
        compared++;
        const open = compileCalendar(source);
        const start = new Date(minute * 60_000);
        const expected = wallClockSaysOpen(source, at);
        expect(isOpen(open, start)).toBe(expected);
        expect(elapsed(open, start, later(start, 60_000))).toBe(expected ? 60_000 : 0);
      }),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(3_500);
  });
});
