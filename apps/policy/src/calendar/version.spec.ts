import { describe, expect, it } from '@jest/globals';
import { firstInstantOf, firstVersion, hoursOf, problemsOfHours } from './version.ts';

const sound = { effectiveFrom: '2026-01-01', timeZone: 'Europe/London', week: {} };
const nine = { opens: '09:00', closes: '17:00' };

describe('hours as a caller gives them', () => {
  it('become those of the kernel, days left out being closed', () => {
    const week = { monday: [nine, { opens: '21:00', closes: '02:00' }], sunday: null };
    const exceptions = [
      { date: '2026-12-25', name: 'Christmas Day' },
      { date: '2026-12-24', intervals: [nine] },
    ];
    expect(hoursOf({ ...sound, week, exceptions })).toEqual({
      timeZone: 'Europe/London',
      week: {
        mon: [
          ['09:00', '17:00'],
          ['21:00', '02:00'],
        ],
        tue: [],
        wed: [],
        thu: [],
        fri: [],
        sat: [],
        sun: [],
      },
      exceptions: [
        { date: '2026-12-25', intervals: [], name: 'Christmas Day' },
        { date: '2026-12-24', intervals: [['09:00', '17:00']] },
      ],
    });
  });

  it('are kept with their exceptions by date', () => {
    const exceptions = [{ date: '2026-12-25' }, { date: '2026-01-01' }];
    const record = { id: 'v', calendarId: 'c', authorId: null, publishedBy: 's', publishedAt: new Date(0) };
    expect(firstVersion({ ...sound, exceptions }, record).exceptions.map(({ date }) => date)).toEqual([
      '2026-01-01',
      '2026-12-25',
    ]);
  });

  it('say everything that is wrong with them at its place in the input', () => {
    const problems = problemsOfHours({
      effectiveFrom: '1899-12-31',
      timeZone: 'Mars/Olympus',
      week: { monday: [nine, { opens: '24:00', closes: '25:00' }] },
      exceptions: [
        { date: '2026-12-25', intervals: [{ opens: '9', closes: '17:00' }] },
        { date: '2026-12-25', name: 'x'.repeat(201) },
      ],
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'effectiveFrom',
      'timeZone',
      'week.monday[1].opens',
      'week.monday[1].closes',
      'exceptions[0].intervals[0].opens',
      'exceptions[1].date',
      'exceptions[1].name',
    ]);
    expect(problems[5]?.message).toBe(
      '2026-12-25 already stands at exceptions[0]. Keep one, with all intervals of that date',
    );
  });

  it('are refused when there are more of them than anyone can mean', () => {
    const crowded = { ...sound, week: { friday: Array.from({ length: 25 }, () => nine) } };
    expect(problemsOfHours(crowded).map(({ path }) => path)).toEqual(['week.friday']);
    const endless = { ...sound, exceptions: Array.from({ length: 2_001 }, () => ({ date: '2026-12-25' })) };
    expect(problemsOfHours(endless).at(-1)?.path).toBe('exceptions');
  });
});

describe('the first instant of a day', () => {
  it.each([
    ['midnight in UTC', '2026-06-01', 'UTC', '2026-06-01T00:00:00.000Z'],
    ['midnight on the local clock', '2026-06-01', 'Europe/London', '2026-05-31T23:00:00.000Z'],
    ['far east of UTC', '2026-06-01', 'Pacific/Kiritimati', '2026-05-31T10:00:00.000Z'],
    ['far west of UTC', '2026-06-01', 'Pacific/Pago_Pago', '2026-06-01T11:00:00.000Z'],
    ['01:00 where the clocks skip midnight', '2024-03-31', 'Asia/Beirut', '2024-03-30T22:00:00.000Z'],
    ['that of the next day where a zone left the date out', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('is %s', (_, date, timeZone, instant) => {
    expect(firstInstantOf(date, timeZone).toISOString()).toBe(instant);
  });
});
