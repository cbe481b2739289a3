import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, addMonths, daysBetween, lastDayOf, type BusinessDays, type DayOfWeek } from './index.ts';

const week: readonly DayOfWeek[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const date = fc.integer({ min: 20_000, max: 21_500 }).map((day) => addDays('1970-01-01', day));
const business: fc.Arbitrary<BusinessDays> = fc.record({
  weekdays: fc.uniqueArray(fc.constantFrom(...week), { minLength: 1, maxLength: 7 }),
  closedDays: fc.uniqueArray(
    date.map((each) => ({ date: each, name: 'Closed' })),
    { maxLength: 400, selector: (each) => each.date },
  ),
  knownFrom: fc.constant('2020-01-01'),
  knownUntil: fc.constant('2032-12-31'),
});
const open: BusinessDays = { weekdays: week, closedDays: [], knownFrom: '2020-01-01', knownUntil: '2030-12-31' };

/** Every date from one to another with whether it counts, told apart by another library. */
const countable = ({ weekdays, closedDays }: BusinessDays, from: string, until: string): number => {
  const closed = new Set(closedDays.map((each) => each.date));
  let count = 0;
  let day = Temporal.PlainDate.from(from);
  while (Temporal.PlainDate.compare(day, Temporal.PlainDate.from(until)) <= 0) {
    const name = week[day.dayOfWeek - 1];
    if (name && weekdays.includes(name) && !closed.has(day.toString())) count += 1;
    day = day.add({ days: 1 });
  }
  return count;
};

describe('days added to a date', () => {
  it('are those of the calendar, also in months', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -500, max: 500 }), (start, n) => {
        const plain = Temporal.PlainDate.from(start);
        expect(addDays(start, n)).toBe(plain.add({ days: n }).toString());
        expect(daysBetween(start, addDays(start, n))).toBe(n);
        expect(addMonths(start, n)).toBe(plain.add({ months: n }).toString());
      }),
    );
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
  });
});

describe('the last day of a limit in business days', () => {
  it('is a business day with just so many of them since the day after the start, that day among them', () => {
    fc.assert(
      fc.property(business, date, fc.integer({ min: 1, max: 40 }), (days, start, length) => {
        const last = lastDayOf({ length, unit: 'BUSINESS_DAYS' }, start, { dayOne: 'DAY_AFTER', days });
        if (!last) return;
        expect(countable(days, last.date, last.date)).toBe(1);
        expect(countable(days, addDays(start, 1), last.date)).toBe(length);
        for (const { date: skipped } of last.skipped) {
          expect(skipped > start && skipped < last.date).toBe(true);
          expect(countable({ ...days, closedDays: [] }, skipped, skipped)).toBe(1);
        }
      }),
    );
  });
  it('counts from the start itself where that is day one, and comes no later for it', () => {
    fc.assert(
      fc.property(business, date, fc.integer({ min: 1, max: 40 }), (days, start, length) => {
        const limit = { length, unit: 'BUSINESS_DAYS' } as const;
        const same = lastDayOf(limit, start, { dayOne: 'SAME_DAY', days });
        if (!same) return;
        expect(countable(days, start, same.date)).toBe(length);
        const after = lastDayOf(limit, start, { dayOne: 'DAY_AFTER', days });
        expect(after === null || same.date <= after.date).toBe(true);
      }),
    );
  });
  it('is not told where nobody knows the holidays', () => {
    const limit = { length: 3, unit: 'BUSINESS_DAYS' } as const;
    expect(lastDayOf(limit, '2030-12-28', { dayOne: 'DAY_AFTER', days: open })?.date).toBe('2030-12-31');
    expect(lastDayOf(limit, '2030-12-29', { dayOne: 'DAY_AFTER', days: open })).toBeNull();
    expect(lastDayOf(limit, '2019-12-30', { dayOne: 'DAY_AFTER', days: open })).toBeNull();
  });
});

describe('the last day of another limit', () => {
  it('asks no calendar, and is a day earlier where the start is day one', () => {
    const counting = (dayOne: 'DAY_AFTER' | 'SAME_DAY') => ({ dayOne, days: open });
    const last = (length: number, unit: 'CALENDAR_DAYS' | 'WEEKS' | 'MONTHS') =>
      (['DAY_AFTER', 'SAME_DAY'] as const).map(
        (each) => lastDayOf({ length, unit }, '2026-04-02', counting(each))?.date,
      );
    expect(last(14, 'CALENDAR_DAYS')).toEqual(['2026-04-16', '2026-04-15']);
    expect(last(8, 'WEEKS')).toEqual(['2026-05-28', '2026-05-27']);
    expect(last(6, 'MONTHS')).toEqual(['2026-10-02', '2026-10-01']);
  });
  it('is one or more', () => {
    for (const length of [0, -1, 1.5])
      expect(() => lastDayOf({ length, unit: 'WEEKS' }, '2026-04-02', { dayOne: 'DAY_AFTER', days: open })).toThrow(
        RangeError,
      );
  });
});
