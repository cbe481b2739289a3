import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { BLOCK_MS, firstInstantOf, isTimeZone, zoneClock } from './time-zone.ts';

const blockOf = (iso: string): number => Math.floor(Date.parse(iso) / BLOCK_MS);

describe('zoneClock', () => {
  it.each(['Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Gaza', 'America/Nuuk', 'Europe/Dublin', 'Asia/Kathmandu'])(
    'knows the changes of %s that another library finds, from 2020 to 2030',
    (zone) => {
      const [from, until] = [Date.parse('2020-01-01T00:00:00Z'), Date.parse('2030-01-01T00:00:00Z')];
      const expected: number[] = [];
      let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
      for (; at && at.epochMilliseconds < until; at = at.getTimeZoneTransition('next'))
        expected.push(at.epochMilliseconds);
      const found = new Set<number>();
      for (let index = blockOf('2020-01-01'); index <= blockOf('2030-01-01'); index++) {
        for (const period of zoneClock(zone).periodsAround(index).slice(1)) found.add(period.from);
      }
      expect([...found].filter((ms) => ms >= from && ms < until).sort((a, b) => a - b)).toEqual(expected);
    },
  );

  it('sees two changes within a week, as an hourly look at the wall clock does (Gaza in 2040 by the rules of 2026)', () => {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Gaza', timeZoneName: 'longOffset' });
    const offsetAt = (ms: number): string => format.format(ms).slice(-6);
    const hourly: number[] = [];
    const [from, until] = [Date.parse('2040-10-10T00:00:00Z'), Date.parse('2040-11-05T00:00:00Z')];
    for (let ms = from; ms < until; ms += 3_600_000) if (offsetAt(ms) !== offsetAt(ms - 3_600_000)) hourly.push(ms);
    const periods = zoneClock('Asia/Gaza').periodsAround(blockOf('2040-10-20'));
    expect(
      periods
        .slice(1)
        .map((period) => period.from)
        .filter((ms) => ms >= from && ms < until),
    ).toEqual(hourly);
  });

  it('reads the seconds of local mean time', () => {
    const [period] = zoneClock('America/New_York').periodsAround(blockOf('1850-01-01'));
    expect(period?.offset).toBe(-(4 * 3_600 + 56 * 60 + 2) * 1_000);
  });

  it('takes names of zones in any case, and nothing else', () => {
    expect(['UTC', 'europe/london', 'Etc/GMT+5'].every(isTimeZone)).toBe(true);
    expect(['', '+02:00', '-05', 'Europe', 'Mars/Olympus', ' UTC'].some(isTimeZone)).toBe(false);
  });
});

describe('firstInstantOf', () => {
  const hour = 3_600_000;
  const periods = [
    { from: 0, until: 10 * hour, offset: 0 },
    { from: 10 * hour, until: 20 * hour, offset: hour },
    { from: 20 * hour, until: 30 * hour, offset: 0 },
  ];

  it.each([
    ['an ordinary time', 5, 5],
    ['a time in the gap', 10.5, 10],
    ['the end of the gap', 11, 10],
    ['a time that happens twice', 20.5, 19.5],
    ['the end of the time that happens twice', 21, 21],
  ])('%s', (_, local, instant) => {
    expect(firstInstantOf(periods, local * hour)).toBe(instant * hour);
  });
  it('never falls as the local time rises', () => {
    const instants = Array.from({ length: 290 }, (_, step) => firstInstantOf(periods, step * 360_000));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });
  it('refuses a time beyond the offsets given', () => {
    expect(() => firstInstantOf(periods, 31 * hour)).toThrow(RangeError);
  });
});
