import { describe, expect, it } from '@jest/globals';
import { InvalidCalendar } from './calendar.ts';
import { startOfDay } from './local-day.ts';

describe('the start of a day', () => {
  it.each([
    ['2026-03-02', 'UTC', '2026-03-02T00:00:00.000Z'],
    ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'],
    ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
    // Clocks went from 00:00 to 01:00 that night.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    // The day that Apia left out.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s in %s is %s', (date, timeZone, instant) => {
    expect(startOfDay(date, timeZone).toISOString()).toBe(instant);
  });

  it('is of a date and a zone that exist', () => {
    expect(() => startOfDay('2026-02-30', 'UTC')).toThrow(InvalidCalendar);
    expect(() => startOfDay('2026-02-03', 'Mars/Olympus')).toThrow(InvalidCalendar);
  });
});
