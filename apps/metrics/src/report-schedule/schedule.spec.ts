import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeOf } from '../metric/period.ts';
import { instantOf, nextRunAfter, periodBefore, problemsOfSchedule, recipientsOf } from './schedule.ts';

const ZONE = 'Europe/London';
const shown = (at: Date, zone = ZONE) => {
  const { bucket, time } = placeOf(at.toISOString(), 'HOUR', zone);
  return `${bucket} ${time}`;
};

describe('when a report is run by itself', () => {
  it('is at the time of its day, summer and winter, later where the clocks skip it and once where they repeat it', () => {
    expect(instantOf('2026-01-05', '07:30', ZONE).toISOString()).toBe('2026-01-05T07:30:00.000Z');
    expect(instantOf('2026-07-06', '07:30', ZONE).toISOString()).toBe('2026-07-06T06:30:00.000Z');
    expect(instantOf('2026-03-29', '07:30', ZONE).toISOString()).toBe('2026-03-29T06:30:00.000Z');
    expect(shown(instantOf('2026-03-29', '01:30', ZONE))).toBe('2026-03-29 02:30');
    expect(instantOf('2026-10-25', '01:30', ZONE).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('is next after any instant, on its day, and no such time lies between', () => {
    const zones = fc.constantFrom('Europe/London', 'Pacific/Auckland', 'America/St_Johns', 'UTC');
    const schedules = fc.oneof(
      fc.record({ rhythm: fc.constant('MONTHLY' as const), day: fc.integer({ min: 1, max: 28 }) }),
      fc.record({ rhythm: fc.constant('WEEKLY' as const), day: fc.integer({ min: 1, max: 7 }) }),
    );
    const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        schedules,
        fc.constantFrom('00:00', '07:30', '23:59'),
        instants,
        zones,
        (given, time, after, zone) => {
          const schedule = { ...given, time };
          const next = nextRunAfter(schedule, after, zone);
          expect(next > after).toBe(true);
          const [day = '', at] = shown(next, zone).split(' ');
          expect(at).toBe(time);
          const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
          expect(given.rhythm === 'WEEKLY' ? weekday : Number(day.slice(8))).toBe(given.day);
          const longest = given.rhythm === 'WEEKLY' ? 7.1 : 31.1;
          expect(next.getTime() - after.getTime()).toBeLessThanOrEqual(longest * 86_400_000);
          expect(nextRunAfter(schedule, new Date(next.getTime() - 1), zone)).toEqual(next);
        },
      ),
    );
  });

  it('tells of the week or the month that is over', () => {
    expect(periodBefore({ rhythm: 'MONTHLY' }, '2026-03-05')).toEqual({ from: '2026-02-01', to: '2026-03-01' });
    expect(periodBefore({ rhythm: 'MONTHLY' }, '2026-01-01')).toEqual({ from: '2025-12-01', to: '2026-01-01' });
    expect(periodBefore({ rhythm: 'WEEKLY' }, '2026-03-08')).toEqual({ from: '2026-02-23', to: '2026-03-02' });
  });

  it('is refused with the place of everything that is wrong', () => {
    const input = {
      key: 'monthly-service',
      rhythm: 'MONTHLY' as const,
      day: 3,
      time: '07:30',
      recipients: ['a@b.org'],
    };
    const paths = (more: object) => problemsOfSchedule({ ...input, ...more }).map(({ path }) => path);
    expect(paths({})).toEqual([]);
    expect(paths({ day: 29, time: '24:00', recipients: [] })).toEqual(['day', 'time', 'recipients']);
    expect(paths({ rhythm: 'WEEKLY', day: 8, recipients: ['a@b.org', 'nobody'] })).toEqual(['day', 'recipients']);
    expect(recipientsOf([' Board@Example.org', 'board@example.org'])).toEqual(['board@example.org']);
  });
});
