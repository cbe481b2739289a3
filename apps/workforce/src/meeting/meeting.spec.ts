import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '@courtesy/kernel';
import { attendanceOf, daysOfFigure } from './meeting.ts';

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));
const lengthOf = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

describe('the figure of an agenda', () => {
  it.each([
    ['DAY_BEFORE', '2026-03-01', '2026-02-28', '2026-03-01'],
    ['WEEK_BEFORE', '2026-03-02', '2026-02-23', '2026-03-02'],
    ['WEEK_BEFORE', '2026-03-08', '2026-02-23', '2026-03-02'],
    ['MONTH_BEFORE', '2026-03-31', '2026-02-01', '2026-03-01'],
    ['MONTH_BEFORE', '2027-01-01', '2026-12-01', '2027-01-01'],
  ] as const)('of %s a meeting on %s is from %s to %s', (period, day, from, to) => {
    expect(daysOfFigure(period, day)).toEqual({ from, to });
  });

  it('is of whole days that have ended by the day of the meeting, whichever that is', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('DAY_BEFORE', 'WEEK_BEFORE', 'MONTH_BEFORE'), (day, period) => {
        const days = daysOfFigure(period, day);
        expect(days.to <= day).toBe(true);
        const known = { DAY_BEFORE: [1], WEEK_BEFORE: [7], MONTH_BEFORE: [28, 29, 30, 31] };
        expect(known[period]).toContain(lengthOf(days));
        if (period === 'WEEK_BEFORE') expect(new Date(days.from).getUTCDay()).toBe(1);
      }),
    );
  });
});

describe('who came to a meeting', () => {
  it('is on record beside who was asked, each once', () => {
    const asked = ['pers_ann', 'pers_bob'].map((personId) => ({
      ...{ id: `matt_${personId}`, meetingId: 'meet_1', personId, attendance: 'ASKED' as const },
    }));
    const came = { cameIds: ['pers_bob', 'pers_cor', 'pers_cor'], newId: () => 'matt_new' };
    expect(attendanceOf('meet_1', asked, came)).toEqual([
      { ...asked[0], attendance: 'ABSENT' },
      { ...asked[1], attendance: 'CAME' },
      { id: 'matt_new', meetingId: 'meet_1', personId: 'pers_cor', attendance: 'CAME' },
    ]);
  });
});
