import { describe, expect, it } from '@jest/globals';
import { dailyWeek, officeWeek, week } from '../test/calendars.ts';
import { alwaysOpen, compileCalendar, InvalidCalendar, validateCalendar } from './index.ts';

const sound = { timeZone: 'Europe/London', week: officeWeek(['09:00', '17:00']), exceptions: [] };

describe('validateCalendar', () => {
  it('finds nothing wrong with split days, night shifts, closed weeks and named exceptions', () => {
    const exceptions = [
      { date: '2028-02-29', intervals: [], name: 'Leap day' },
      { date: '2026-12-24', intervals: [['09:00', '12:00']] },
    ];
    const night = dailyWeek(['21:00', '02:00'], ['08:00', '24:00'], ['09:00', '09:00']);
    expect(validateCalendar({ timeZone: 'america/new_york', week: night, exceptions })).toEqual([]);
    expect(validateCalendar({ ...sound, week: week({}) })).toEqual([]);
    expect(validateCalendar(alwaysOpen('Pacific/Apia'))).toEqual([]);
  });

  it.each([
    [
      'a city that is no zone',
      { timeZone: 'Europe/Lodnon' },
      'timeZone',
      /"Europe\/Lodnon" is not an IANA.*"Europe\/London"/,
    ],
    ['an offset, which has no rules', { timeZone: '+02:00' }, 'timeZone', /IANA time zone/],
    ['no zone', { timeZone: undefined }, 'timeZone', /A missing value/],
    ['no week', { week: null }, 'week', /sun to sat/],
    ['a day that does not exist', { week: { ...sound.week, monday: [] } }, 'week.monday', /The days are sun, mon/],
    ['a day without intervals', { week: { ...sound.week, sat: undefined } }, 'week.sat', /or \[\] for a closed day/],
    ['an interval without an end', { week: { ...sound.week, sat: [['09:00']] } }, 'week.sat.0', /\[open, close\]/],
    ['a sloppy time', { week: { ...sound.week, sat: [['9:00', '12:00']] } }, 'week.sat.0.0', /"9:00".*HH:MM/],
    ['a time past the day', { week: { ...sound.week, sat: [['09:00', '24:01']] } }, 'week.sat.0.1', /00:00 to 24:00/],
    ['an opening at 24:00', { week: { ...sound.week, sat: [['24:00', '02:00']] } }, 'week.sat.0.0', /next day/],
    ['no exceptions', { exceptions: undefined }, 'exceptions', /\[\] when every week is alike/],
    ['an exception that is a date only', { exceptions: ['2026-12-25'] }, 'exceptions.0', /date and intervals/],
    [
      'a date that does not exist',
      { exceptions: [{ date: '2026-02-30', intervals: [] }] },
      'exceptions.0.date',
      /"2026-02-30" is not a date/,
    ],
    [
      'a name that is no text',
      { exceptions: [{ date: '2026-02-03', intervals: [], name: 7 }] },
      'exceptions.0.name',
      /text/,
    ],
    [
      'an exception with bad hours',
      { exceptions: [{ date: '2026-02-03', intervals: [['x', '12:00']] }] },
      'exceptions.0.intervals.0.0',
      /"x"/,
    ],
  ])('says where and how to mend %s', (_, change, path, message) => {
    const problems = validateCalendar({ ...sound, ...change });
    expect(problems).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('names the first of two exceptions for one date', () => {
    const twice = [0, 1].map(() => ({ date: '2026-12-25', intervals: [] }));
    expect(validateCalendar({ ...sound, exceptions: twice })).toEqual([
      { path: 'exceptions.1.date', message: expect.stringMatching(/exceptions\.0\. Keep one/) },
    ]);
  });

  it('lists every problem at once and survives any input', () => {
    expect(validateCalendar({ timeZone: 'Mars', week: {}, exceptions: 'none' })).toHaveLength(9);
    for (const input of [null, undefined, 7, 'x', []]) expect(validateCalendar(input)).toHaveLength(1);
  });
});

describe('compileCalendar', () => {
  it('refuses an unsound calendar with its problems', () => {
    const compile = (): unknown => compileCalendar({ ...sound, timeZone: 'Mars' });
    expect(compile).toThrow(InvalidCalendar);
    expect(compile).toThrow(/timeZone: "Mars" is not an IANA time zone/);
  });
});
