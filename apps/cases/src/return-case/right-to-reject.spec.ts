import { describe, expect, it } from '@jest/globals';
import { addDays, daysBetween } from '@courtesy/kernel';
import fc from 'fast-check';
import { rightToReject, type InRepair } from './right-to-reject.ts';

const HAD = '2026-01-01';
const day = (number: number) => addDays(HAD, number);
const on = (number: number, repairs: readonly InRepair[] = []) => rightToReject(HAD, day(number), repairs);
const repair = (from: number, to: number | null): InRepair => ({ from: day(from), to: to === null ? null : day(to) });

const repairs = fc
  .array(fc.tuple(fc.nat(80), fc.nat(40)), { maxLength: 5 })
  .map((spans) => spans.map(([from, length]) => repair(from, from + length)));

describe('the right to reject faulty goods', () => {
  it('holds on day 30 and is over on day 31, counted from the day after the customer had the goods', () => {
    expect(on(30)).toEqual({ day: 30, daysInRepair: 0, lastDay: day(30), isOpen: true });
    expect(on(31)).toEqual({ day: 31, daysInRepair: 0, lastDay: day(30), isOpen: false });
    expect(on(0).day).toBe(0);
  });

  it('does not count the days from the request of a repair until the goods are back', () => {
    expect(on(35, [repair(10, 20)])).toEqual({ day: 25, daysInRepair: 10, lastDay: day(40), isOpen: true });
    expect(on(41, [repair(10, 20)])).toMatchObject({ day: 31, isOpen: false });
  });

  it('stands still while the goods are in repair', () => {
    expect(on(50, [repair(10, null)])).toEqual({ day: 10, daysInRepair: 40, lastDay: null, isOpen: true });
  });

  it('leaves at least 7 days once the goods are back', () => {
    expect(on(60, [repair(29, 60)])).toMatchObject({ day: 29, lastDay: day(67), isOpen: true });
    expect(on(67, [repair(30, 60)]).isOpen).toBe(true);
    expect(on(68, [repair(30, 60)]).isOpen).toBe(false);
  });

  it('is not revived by a repair that began when it was over', () => {
    expect(on(50, [repair(31, 49)])).toMatchObject({ lastDay: day(30), isOpen: false });
  });

  it('counts a day in two repairs once, and a repair that is still to come not at all', () => {
    expect(on(40, [repair(5, 15), repair(10, 20)])).toMatchObject({ daysInRepair: 15, day: 25 });
    expect(on(8, [repair(10, 20)])).toMatchObject({ daysInRepair: 0, day: 8 });
    expect(on(15, [repair(10, 20)])).toMatchObject({ daysInRepair: 5, day: 10, lastDay: null });
  });

  it('never goes back by a day as time goes on, nor forward by more than one', () => {
    fc.assert(
      fc.property(repairs, fc.nat(120), (all, number) => {
        const step = on(number + 1, all).day - on(number, all).day;
        expect([0, 1]).toContain(step);
        expect(on(number, all).day + on(number, all).daysInRepair).toBe(number);
      }),
    );
  });

  it('is never shortened by a repair', () => {
    fc.assert(
      fc.property(repairs, fc.nat(120), (all, number) => {
        if (on(number).isOpen) expect(on(number, all).isOpen).toBe(true);
      }),
    );
  });

  it('counts calendar days across a change of the clocks', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });
});
