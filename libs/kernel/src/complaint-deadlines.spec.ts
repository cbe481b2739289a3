import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clockOf, rulesOf } from '../test/complaint-rules.ts';
import { addDays, deadlines, referralUntil, type ComplaintDates, type RegimeClock } from './index.ts';

const received: ComplaintDates = { receivedOn: '2026-04-02', acknowledgedOn: null, kinds: [], stages: [] };
const days = (length: number) => ({ length, unit: 'BUSINESS_DAYS' }) as const;
const dueOf = (clocks: readonly RegimeClock[], dates: Partial<ComplaintDates> = {}) =>
  deadlines(rulesOf({ clocks }), { ...received, ...dates }).map(({ clock, due, extended, provisional }) => [
    clock.key,
    due?.date,
    ...(extended ? [extended.date] : []),
    ...(provisional ? ['provisional'] : []),
  ]);
const acknowledge = clockOf({ key: 'acknowledge', limit: days(5), stoppedBy: ['ACKNOWLEDGEMENT'] });
const answer = clockOf({ key: 'answer', startsOn: 'ACKNOWLEDGED' });

describe('the deadlines of a complaint', () => {
  it('step over weekends and closed days, and name the days stepped over', () => {
    expect(dueOf([clockOf({ key: 'third-day', limit: days(3) })])).toEqual([['third-day', '2026-04-09']]);
    expect(dueOf([clockOf({ key: 'weeks', limit: { length: 8, unit: 'WEEKS' } })])).toEqual([['weeks', '2026-05-28']]);
    const [deadline] = deadlines(rulesOf({ clocks: [clockOf({ key: 'a', limit: days(3) })] }), received);
    expect(deadline?.due?.skipped.map(({ date }) => date)).toEqual(['2026-04-03', '2026-04-06']);
    expect(deadline).toMatchObject({ countedFrom: '2026-04-02', stage: { key: 'first' } });
  });
  it('hold for the kinds that a clock names, and for none that it excepts', () => {
    const clocks = [
      clockOf({ key: 'payments', limit: days(15), onlyFor: ['payments', 'e-money'] }),
      clockOf({ key: 'others', notFor: ['payments', 'e-money'] }),
    ];
    expect(dueOf(clocks).flat()).toContain('others');
    expect(dueOf(clocks, { kinds: ['loans'] })).toEqual(dueOf(clocks));
    expect(dueOf(clocks, { kinds: ['loans', 'e-money'] })).toEqual([['payments', '2026-04-27']]);
  });
  it('are longer after a holding response, counted from the start or from the day that was due', () => {
    const extension = { limit: days(35), countsFrom: 'START', basis: null } as const;
    expect(dueOf([clockOf({ key: 'a', limit: days(15), extension })])).toEqual([['a', '2026-04-27', '2026-05-27']]);
    const further = { limit: days(10), countsFrom: 'DUE', basis: null } as const;
    expect(dueOf([clockOf({ key: 'a', extension: further })])).toEqual([['a', '2026-04-20', '2026-05-05']]);
  });
  it('count from the acknowledgement, and until there is one from the last day for it', () => {
    expect(dueOf([acknowledge, answer])).toEqual([
      ['acknowledge', '2026-04-13'],
      ['answer', '2026-04-27', 'provisional'],
    ]);
    expect(dueOf([acknowledge, answer], { acknowledgedOn: '2026-04-07' })).toEqual([
      ['acknowledge', '2026-04-13'],
      ['answer', '2026-04-21'],
    ]);
    expect(dueOf([answer])).toEqual([]);
  });
  it('of a later stage are known when it opens, whatever became of those before', () => {
    const clocks = [
      clockOf({
        key: 'look',
        stage: 'second',
        startsOn: 'STAGE_OPENED',
        limit: days(5),
        stoppedBy: ['ACKNOWLEDGEMENT'],
      }),
      clockOf({ key: 'answer', stage: 'second', startsOn: 'ACKNOWLEDGED', limit: days(20) }),
      clockOf({ key: 'whole', stage: 'third', limit: { length: 40, unit: 'CALENDAR_DAYS' } }),
    ];
    const whole = ['whole', '2026-05-12'];
    expect(dueOf(clocks, { acknowledgedOn: '2026-04-07' })).toEqual([whole]);
    const second = { stage: 'second', openedOn: '2026-04-28', acknowledgedOn: null };
    expect(dueOf(clocks, { stages: [second] })).toEqual([
      ['look', '2026-05-06'],
      ['answer', '2026-06-04', 'provisional'],
      whole,
    ]);
    expect(dueOf(clocks, { stages: [{ ...second, acknowledgedOn: '2026-04-29' }] })[1]).toEqual([
      'answer',
      '2026-05-29',
    ]);
  });
  it('are left open where the calendar ends, never guessed', () => {
    const [deadline] = deadlines(rulesOf({ clocks: [clockOf({ key: 'a' })] }), {
      ...received,
      receivedOn: '2026-06-25',
    });
    expect(deadline).toMatchObject({ due: null, extended: null });
    expect(
      dueOf([clockOf({ key: 'acknowledge', limit: days(5), stoppedBy: ['ACKNOWLEDGEMENT'] }), answer], {
        receivedOn: '2026-06-29',
      }),
    ).toEqual([['acknowledge', undefined]]);
  });
  it('never come earlier for a complaint that came later', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(20), fc.integer({ min: 1, max: 15 }), (start, later, length) => {
        const clocks = [clockOf({ key: 'a', limit: days(length) })];
        const on = (n: number) => dueOf(clocks, { receivedOn: addDays('2026-01-02', n) })[0]?.[1] ?? '';
        expect(on(start) <= on(start + later)).toBe(true);
      }),
    );
  });
});

describe('the time to turn to the referral body', () => {
  it('runs from the last answer', () => {
    const referral = { name: 'An ombudsman', url: null, address: null, basis: null };
    const limit = { length: 6, unit: 'MONTHS' } as const;
    expect(referralUntil(rulesOf({ referral: { ...referral, limit } }), '2026-08-31')?.date).toBe('2027-02-28');
    expect(referralUntil(rulesOf({ referral: { ...referral, limit: null } }), '2026-08-31')).toBeNull();
    expect(referralUntil(rulesOf(), '2026-08-31')).toBeNull();
  });
});
