import { describe, expect, it } from '@jest/globals';
import { createId } from '@courtesy/kernel';
import fc from 'fast-check';
import { dutiesOf, dutyOn, newTemplate, problemsOfTemplate } from './shift-template.ts';

const everyDay = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const plan = (startTime: string, endTime: string, more: object = {}) => ({
  ...{ siteId: createId('site', 0, new Uint8Array(10)), name: 'Shift', startTime, endTime, days: [...everyDay] },
  ...more,
});
const night = newTemplate('shtm_1', plan('22:00', '06:00'));
const LONDON = 'Europe/London';

describe('a shift template', () => {
  it('across midnight ends on the next day, and is paid for eight hours', () => {
    expect(dutyOn(night, '2026-03-02', LONDON)).toMatchObject({
      ...{ startsAt: new Date('2026-03-02T22:00:00Z'), endsAt: new Date('2026-03-03T06:00:00Z'), paidMinutes: 480 },
    });
  });

  it('is paid for seven hours in the night on which the clocks go forward, and for nine in that on which they go back', () => {
    expect(dutyOn(night, '2026-03-28', LONDON).paidMinutes).toBe(420);
    expect(dutyOn(night, '2026-10-24', LONDON).paidMinutes).toBe(540);
    expect(dutyOn(night, '2026-10-24', 'America/New_York').paidMinutes).toBe(480);
    expect(dutyOn(night, '2026-10-31', 'America/New_York').paidMinutes).toBe(540);
  });

  it('pays its paid breaks and takes the others off', () => {
    const breaks = [
      { afterMinutes: 120, minutes: 15, isPaid: true },
      { afterMinutes: 240, minutes: 30 },
    ];
    const duty = dutyOn(newTemplate('shtm_1', plan('09:00', '17:00', { breaks })), '2026-03-02', LONDON);
    expect(duty.paidMinutes).toBe(450);
    expect(duty.breaks[1]).toEqual({
      ...{ startsAt: new Date('2026-03-02T13:00:00Z'), endsAt: new Date('2026-03-02T13:30:00Z'), isPaid: false },
    });
  });

  it('is there on the days it names, and on no other', () => {
    const weekend = newTemplate('shtm_1', plan('09:00', '13:00', { days: ['SATURDAY', 'SUNDAY'] }));
    const dates = dutiesOf([weekend], { from: '2026-03-02', until: '2026-03-16' }, LONDON).map(
      (duty) => duty.localDate,
    );
    expect(dates).toEqual(['2026-03-07', '2026-03-08', '2026-03-14', '2026-03-15']);
  });

  it('of more than six hours is refused without a break of 20 minutes', () => {
    const short = [{ afterMinutes: 180, minutes: 15 }];
    const long = [{ afterMinutes: 180, minutes: 20 }];
    const paths = (more: object, end = '15:01') => problemsOfTemplate(plan('09:00', end, more)).map(({ path }) => path);
    expect([paths({ breaks: short }), paths({ breaks: long }), paths({}, '15:00')]).toEqual([['breaks'], [], []]);
  });

  it('is refused with times that no clock shows, without days, and with breaks beyond it', () => {
    const found = problemsOfTemplate(plan('24:00', '6:00', { days: [], breaks: [] })).map(({ path }) => path);
    expect(found).toEqual(['startTime', 'endTime', 'days']);
    expect(problemsOfTemplate(plan('09:00', '12:00', { breaks: [{ afterMinutes: 170, minutes: 20 }] }))).toMatchObject([
      { path: 'breaks.0' },
    ]);
  });

  it('never pays for more than the time that passes, and the time that passes is never off by more than the clocks change', () => {
    const minute = fc
      .nat(1_439)
      .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
    fc.assert(
      fc.property(minute, minute, fc.nat(365), (start, end, day) => {
        const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
        const duty = dutyOn(newTemplate('shtm_1', plan(start, end)), date, LONDON);
        const passed = (duty.endsAt.getTime() - duty.startsAt.getTime()) / 60_000;
        const [from, to] = [start, end].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
        const nominal = to! > from! ? to! - from! : to! - from! + 1_440;
        expect(duty.paidMinutes).toBe(passed);
        expect(Math.abs(passed - nominal)).toBeLessThanOrEqual(60);
      }),
      { numRuns: 300 },
    );
  });
});
