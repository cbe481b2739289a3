import { describe, expect, it } from '@jest/globals';
import { calendar, dailyWeek, officeWeek, week } from '../test/calendars.ts';
import type { CompiledCalendar } from './index.ts';
import {
  alwaysOpen,
  compileCalendar,
  dueAt,
  durationOf,
  elapsed,
  isOpen,
  nextOpening,
  NoOpenTime,
  parseDuration,
} from './index.ts';

const due = (open: CompiledCalendar, start: string, target: string): string =>
  dueAt(open, new Date(start), parseDuration(target)).toISOString().replace('.000Z', 'Z');
const hoursBetween = (open: CompiledCalendar, from: string, to: string): number =>
  elapsed(open, new Date(from), new Date(to)) / 3_600_000;

describe('vectors of the domain reference, section D row 2', () => {
  it('V1: Friday 16:30 and one hour is Monday 09:30', () => {
    expect(due(calendar('UTC', officeWeek(['09:00', '17:00'])), '2026-01-09T16:30:00Z', 'PT1H')).toBe(
      '2026-01-12T09:30:00Z',
    );
  });
  it('V2: Monday 17:00 and four hours is Tuesday 11:00, and the warning one hour before is Tuesday 10:00', () => {
    const open = calendar('UTC', officeWeek(['08:00', '18:00']));
    expect(due(open, '2026-01-05T17:00:00Z', 'PT4H')).toBe('2026-01-06T11:00:00Z');
    expect(due(open, '2026-01-05T17:00:00Z', 'PT3H')).toBe('2026-01-06T10:00:00Z');
  });
  it('V3: a start in the lunch break counts from its end', () => {
    const open = calendar('UTC', officeWeek(['08:00', '12:00'], ['13:30', '18:00']));
    expect(due(open, '2026-01-05T12:30:00Z', 'PT1H')).toBe('2026-01-05T14:30:00Z');
  });
  it('V4: a shift past midnight goes on in the evening of the same date', () => {
    const open = calendar('UTC', dailyWeek(['21:00', '02:00']));
    expect(due(open, '2026-01-06T01:30:00Z', 'PT1H')).toBe('2026-01-06T21:30:00Z');
  });
  it('V5: around the clock, 24 hours over a change of clocks are 24 real hours', () => {
    const open = compileCalendar(alwaysOpen('Europe/London'));
    expect(due(open, '2026-03-28T12:00:00Z', 'PT24H')).toBe('2026-03-29T12:00:00Z'); // 13:00 on the local clock
    expect(due(open, '2026-10-24T11:00:00Z', 'PT24H')).toBe('2026-10-25T11:00:00Z'); // 12:00 BST to 11:00 GMT
  });
  it('V6: an exception beats the week, whether it closes a weekday or opens a Sunday', () => {
    const open = calendar('UTC', officeWeek(['09:00', '17:00']), [
      { date: '2026-12-25', intervals: [], name: 'Christmas Day' },
      { date: '2026-12-27', intervals: [['10:00', '12:00']] },
    ]);
    expect(due(open, '2026-12-24T16:00:00Z', 'PT2H')).toBe('2026-12-27T11:00:00Z');
    expect(due(open, '2026-12-24T16:00:00Z', 'PT4H')).toBe('2026-12-28T10:00:00Z');
  });
});

describe('edges of opening hours', () => {
  const open = calendar('UTC', officeWeek(['09:00', '17:00']));

  it('a deadline exactly on closing is the closing instant, and is no longer open', () => {
    expect(due(open, '2026-01-05T16:00:00Z', 'PT1H')).toBe('2026-01-05T17:00:00Z');
    expect(isOpen(open, new Date('2026-01-05T17:00:00Z'))).toBe(false);
    expect(isOpen(open, new Date('2026-01-05T09:00:00Z'))).toBe(true);
  });
  it('no duration at all gives the first open instant at or after the start', () => {
    expect(due(open, '2026-01-05T16:59:59Z', 'PT0S')).toBe('2026-01-05T16:59:59Z');
    expect(due(open, '2026-01-05T17:00:00Z', 'PT0S')).toBe('2026-01-06T09:00:00Z');
    expect(nextOpening(open, new Date('2026-01-10T00:00:00Z')).toISOString()).toBe('2026-01-12T09:00:00.000Z');
  });
  it('milliseconds count', () => {
    const start = new Date('2026-01-05T16:59:59.999Z');
    expect(dueAt(open, start, durationOf(2)).toISOString()).toBe('2026-01-06T09:00:00.001Z');
  });
  it('intervals that overlap or touch count once, in whatever order they stand', () => {
    const merged = calendar('UTC', officeWeek(['12:00', '17:00'], ['09:00', '12:00'], ['10:00', '13:00']));
    expect(hoursBetween(merged, '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z')).toBe(8);
  });
  it('a night shift that reaches into the morning shift counts once', () => {
    const merged = calendar('UTC', week({ mon: [['22:00', '06:00']], tue: [['05:00', '12:00']] }));
    expect(hoursBetween(merged, '2026-01-05T00:00:00Z', '2026-01-12T00:00:00Z')).toBe(14);
  });
  it('a closing time equal to the opening time is 24 hours, and 00:00 closes at midnight', () => {
    expect(
      hoursBetween(
        calendar('UTC', week({ mon: [['09:00', '09:00']] })),
        '2026-01-05T00:00:00Z',
        '2026-01-12T00:00:00Z',
      ),
    ).toBe(24);
    expect(
      hoursBetween(
        calendar('UTC', week({ mon: [['18:00', '00:00']] })),
        '2026-01-05T00:00:00Z',
        '2026-01-12T00:00:00Z',
      ),
    ).toBe(6);
  });
  it('an exception takes away the night shift that opens on its date, not the one that ends there', () => {
    const nights = calendar('UTC', dailyWeek(['22:00', '06:00']), [{ date: '2026-01-06', intervals: [] }]);
    expect(isOpen(nights, new Date('2026-01-06T05:00:00Z'))).toBe(true);
    expect(isOpen(nights, new Date('2026-01-06T23:00:00Z'))).toBe(false);
    expect(isOpen(nights, new Date('2026-01-07T05:00:00Z'))).toBe(false);
    expect(isOpen(nights, new Date('2026-01-07T22:00:00Z'))).toBe(true);
  });
  it('a reply that is logged before its question took no time', () => {
    expect(hoursBetween(open, '2026-01-06T12:00:00Z', '2026-01-05T12:00:00Z')).toBe(0);
  });
  it('the question and the answer may lie years apart', () => {
    const years = durationOf(8 * 3_600_000 * 261 * 30);
    const answer = dueAt(open, new Date('1999-12-31T12:00:00Z'), years);
    expect(elapsed(open, new Date('1999-12-31T12:00:00Z'), answer)).toBe(years);
  });
});

describe('changes of the clock', () => {
  it('a whole day has 23 hours in spring and 25 in autumn', () => {
    const open = compileCalendar(alwaysOpen('America/New_York'));
    expect(hoursBetween(open, '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z')).toBe(23);
    const sundays = calendar('America/New_York', week({ sun: [['00:00', '24:00']] }));
    expect(hoursBetween(sundays, '2026-03-06T00:00:00Z', '2026-03-10T00:00:00Z')).toBe(23);
    expect(hoursBetween(sundays, '2026-10-30T00:00:00Z', '2026-11-03T00:00:00Z')).toBe(25);
  });
  it('an opening time that the clock skips moves to the first instant after the gap', () => {
    const open = calendar('Europe/Berlin', dailyWeek(['02:30', '04:00']));
    expect(nextOpening(open, new Date('2026-03-28T23:00:00Z')).toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(hoursBetween(open, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(1);
  });
  it('an interval that lies in the gap whole does not open that day', () => {
    const open = calendar('Europe/Berlin', dailyWeek(['02:15', '02:45']));
    expect(nextOpening(open, new Date('2026-03-28T23:00:00Z')).toISOString()).toBe('2026-03-30T00:15:00.000Z');
  });
  it('in an hour that happens twice, opening and closing times mean the first', () => {
    const open = calendar('Europe/London', dailyWeek(['00:00', '01:30']));
    expect(hoursBetween(open, '2026-10-24T23:00:00Z', '2026-10-25T23:00:00Z')).toBe(1.5);
    const nights = calendar('Europe/London', dailyWeek(['22:00', '06:00']));
    expect(hoursBetween(nights, '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(9);
  });
  it('half an hour of summer time on Lord Howe is half an hour', () => {
    const sundays = calendar('Australia/Lord_Howe', week({ sun: [['00:00', '24:00']] }));
    expect(hoursBetween(sundays, '2026-04-03T00:00:00Z', '2026-04-07T00:00:00Z')).toBe(24.5);
    expect(hoursBetween(sundays, '2026-10-02T00:00:00Z', '2026-10-06T00:00:00Z')).toBe(23.5);
  });
  it('a date that a country skipped has no open time', () => {
    const open = calendar('Pacific/Apia', dailyWeek(['09:00', '17:00']));
    expect(hoursBetween(open, '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z')).toBe(16);
  });
  it('midnight that the clock skips opens with the day, at one', () => {
    const open = calendar('Africa/Cairo', dailyWeek(['00:00', '08:00']));
    expect(hoursBetween(open, '2026-04-23T12:00:00Z', '2026-04-24T12:00:00Z')).toBe(7);
  });
  it('two changes within a week are both seen', () => {
    const sundays = calendar('America/Recife', week({ sun: [['00:00', '24:00']] }));
    expect(hoursBetween(sundays, '2000-10-06T00:00:00Z', '2000-10-10T00:00:00Z')).toBe(23);
    const saturdays = calendar('America/Recife', week({ sat: [['00:00', '24:00']] }));
    expect(hoursBetween(saturdays, '2000-10-13T00:00:00Z', '2000-10-17T00:00:00Z')).toBe(25);
  });
});

describe('questions without an answer', () => {
  const refusal = (ask: () => unknown): unknown => {
    try {
      return ask();
    } catch (error) {
      return error;
    }
  };

  it('a calendar that never opens says so at once and counts nothing', () => {
    const closed = calendar('UTC', week({}));
    const start = new Date('2026-01-05T00:00:00Z');
    for (const ask of [() => nextOpening(closed, start), () => dueAt(closed, start, parseDuration('PT1H'))]) {
      const error = refusal(ask);
      expect(error).toBeInstanceOf(NoOpenTime);
      expect(error).toMatchObject({ code: 'CLOSED_FOR_GOOD', from: start });
    }
    expect(hoursBetween(closed, '2026-01-05T00:00:00Z', '2027-01-05T00:00:00Z')).toBe(0);
  });
  it('a calendar of single dates answers up to its last one', () => {
    const fair = calendar('Asia/Kathmandu', week({}), [{ date: '2030-05-01', intervals: [['20:00', '04:00']] }]);
    expect(due(fair, '2026-01-05T00:00:00Z', 'PT8H')).toBe('2030-05-01T22:15:00Z');
    expect(refusal(() => due(fair, '2026-01-05T00:00:00Z', 'PT8H1S'))).toMatchObject({ code: 'CLOSED_FOR_GOOD' });
  });
  it('a target that takes centuries is refused', () => {
    const rare = calendar('UTC', week({ mon: [['09:00', '09:01']] }));
    expect(refusal(() => due(rare, '2026-01-05T00:00:00Z', 'P30D'))).toMatchObject({ code: 'TOO_FAR' });
  });
  it('a negative target, a broken date and a span of centuries are refused', () => {
    const open = compileCalendar(alwaysOpen());
    expect(() => due(open, '2026-01-05T00:00:00Z', '-PT1S')).toThrow(RangeError);
    expect(() => dueAt(open, new Date(Number.NaN), durationOf(1))).toThrow(/valid date/);
    expect(() => hoursBetween(open, '1700-01-01T00:00:00Z', '2026-01-05T00:00:00Z')).toThrow(/200 years/);
  });
});
