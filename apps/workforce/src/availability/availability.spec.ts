import { describe, expect, it } from '@jest/globals';
import { newAvailability, problemsOfAvailability, spansOf, wishesOf } from './availability.ts';

const from = new Date('2026-03-01T00:00:00Z');
const horizon = { startsAt: new Date('2026-03-23T00:00:00Z'), endsAt: new Date('2026-04-06T00:00:00Z') };
const said = (more: object) =>
  newAvailability({ kind: 'UNAVAILABLE', from, ...more }, { id: 'avai_1', personId: 'pers_1', at: from });
const times = (more: object) =>
  spansOf(said(more), horizon, 'Europe/London').map(({ startsAt, endsAt }) => [
    startsAt.toISOString().slice(0, 16),
    endsAt.toISOString().slice(0, 16),
  ]);

describe('availability', () => {
  it('on days of the week is on each of them, by the clocks of the site', () => {
    expect(times({ days: ['SUNDAY'], startTime: '22:00', endTime: '06:00' })).toEqual([
      ['2026-03-23T00:00', '2026-03-23T06:00'],
      ['2026-03-29T21:00', '2026-03-30T05:00'],
      ['2026-04-05T21:00', '2026-04-06T00:00'],
    ]);
  });

  it('for a whole day lasts 23 hours when the clocks go forward', () => {
    expect(times({ days: ['SUNDAY'], until: new Date('2026-04-01T00:00:00Z') })).toEqual([
      ['2026-03-29T00:00', '2026-03-29T23:00'],
    ]);
  });

  it('once is cut to the time asked for', () => {
    expect(times({ until: new Date('2026-03-24T00:00:00Z') })).toEqual([['2026-03-23T00:00', '2026-03-24T00:00']]);
    expect(times({ until: new Date('2026-03-23T00:00:00Z') })).toEqual([]);
  });

  it('that is a wish weighs; what somebody cannot do is no wish', () => {
    const wish = said({ kind: 'WISHES_TO_BE_OFF', days: ['SATURDAY'], weight: 7 });
    expect(wishesOf([wish, said({ days: ['MONDAY'] })], horizon, 'Europe/London')).toMatchObject([
      { kind: 'OFF', weight: 7, dutyId: null },
      { kind: 'OFF', weight: 7 },
    ]);
  });

  it('without an end needs days, and a time of the day needs both ends', () => {
    const paths = (more: object) =>
      problemsOfAvailability({ kind: 'WISHES_TO_WORK', from, ...more }).map(({ path }) => path);
    expect(paths({})).toEqual(['until']);
    expect(paths({ days: ['MONDAY'], startTime: '09:00' })).toEqual(['startTime']);
    expect(paths({ days: ['MONDAY'], weight: 101 })).toEqual(['weight']);
    expect(paths({ days: ['MONDAY'], startTime: '09:00', endTime: '13:00', weight: 100 })).toEqual([]);
  });
});
