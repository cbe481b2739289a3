import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asOfDay, progressOf, standingOf } from './target.ts';
import { workedDays, type Working } from './working.ts';

/** Four weeks. */
const month = { from: '2026-02-02', to: '2026-03-02', grows: true } as const;
const atLeast = { ...month, threshold: 80, direction: 'AT_LEAST' } as const;
const atMost = { ...month, threshold: 80, direction: 'AT_MOST' } as const;
const half: Working = {
  joinedOn: null,
  leftOn: null,
  terms: [{ from: '2025-01-01', weeklyMinutes: 1_125, fullTimeMinutes: 2_250 }],
};

const dayAfter = (from: string, days: number) =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('a target for a number', () => {
  it('after 3 of 4 weeks is reckoned on at the pace so far', () => {
    const after3 = { asOf: '2026-02-23', working: null };
    expect(standingOf(atLeast, { ...after3, value: 60 })).toEqual({
      ...{ asOf: '2026-02-23', value: 60, wanted: 80, forecast: 80, basis: 'PACE', status: 'ON_TRACK' },
      ...{ workedDays: 28, workedSoFar: 21 },
    });
    expect(standingOf(atLeast, { ...after3, value: 57 })).toMatchObject({ forecast: 76, status: 'AT_RISK' });
    expect(standingOf(atLeast, { ...after3, value: 80 })).toMatchObject({ status: 'MET' });
    expect(standingOf(atMost, { ...after3, value: 60 })).toMatchObject({ forecast: 80, status: 'ON_TRACK' });
    expect(standingOf(atMost, { ...after3, value: 61 })).toMatchObject({ status: 'AT_RISK' });
    expect(standingOf(atMost, { ...after3, value: 81 })).toMatchObject({ status: 'MISSED' });
  });

  it('wants half of somebody who works half, and of somebody who comes or goes in the period what they are there for', () => {
    const wantedOf = (working: Working) => standingOf(atLeast, { asOf: '2026-02-23', value: 0, working }).wanted;
    expect(wantedOf(half)).toBe(40);
    const full = { joinedOn: null, leftOn: null, terms: [] };
    expect(wantedOf({ ...full, joinedOn: '2026-02-16' })).toBe(40);
    expect(wantedOf({ ...full, leftOn: '2026-02-09' })).toBe(20);
    const term = { from: '2026-02-16', weeklyMinutes: 1_350, fullTimeMinutes: 2_250 };
    // Two weeks in full, and two of three days in five.
    expect(wantedOf({ ...full, terms: [term] })).toBe(64);
  });

  it('knows nothing on its first day, nor while nobody has worked', () => {
    expect(standingOf(atLeast, { asOf: month.from, value: 0, working: null })).toMatchObject({
      ...{ forecast: null, status: null },
    });
    const later = { ...half, joinedOn: '2026-02-23' };
    expect(standingOf(atLeast, { asOf: '2026-02-23', value: 0, working: later })).toMatchObject({ status: null });
  });

  it('is met or missed when its period is over, by nothing but its figure', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.boolean(), (value, threshold, isLeast) => {
        const target = { ...month, threshold, direction: isLeast ? ('AT_LEAST' as const) : ('AT_MOST' as const) };
        const { status, forecast, basis } = standingOf(target, { asOf: month.to, value, working: null });
        expect([status, forecast, basis]).toEqual([
          (isLeast ? value >= threshold : value <= threshold) ? 'MET' : 'MISSED',
          value,
          'FINAL',
        ]);
      }),
    );
  });

  it('stands the same for a part-timer who does their part as for a full-timer who does all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 28 }),
        fc.nat(100),
        fc.integer({ min: 1, max: 5 }),
        (days, done, fifths) => {
          const asOf = dayAfter(month.from, days);
          const terms = [{ from: '2025-01-01', weeklyMinutes: 450 * fifths, fullTimeMinutes: 2_250 }];
          const part = { joinedOn: null, leftOn: null, terms };
          const target = { ...atLeast, threshold: 100 };
          const all = standingOf(target, { asOf, value: done * 5, working: null });
          const theirs = standingOf(target, { asOf, value: done * fifths, working: part });
          expect(theirs.status).toBe(all.status);
          expect(theirs.wanted).toBeCloseTo((all.wanted * fifths) / 5, 5);
        },
      ),
    );
  });
});

describe('a target for a share or a length of time', () => {
  const share = { ...atLeast, threshold: 0.9, grows: false };

  it('is the same for whoever works less, and reckoned to stay as it is', () => {
    expect(standingOf(share, { asOf: '2026-02-23', value: 0.92, working: half })).toMatchObject({
      ...{ wanted: 0.9, forecast: 0.92, basis: 'LEVEL', status: 'ON_TRACK' },
    });
    expect(standingOf(share, { asOf: '2026-02-23', value: 0.89, working: null })).toMatchObject({ status: 'AT_RISK' });
  });

  it('says nothing where nothing was measured, even when its period is over', () => {
    for (const asOf of ['2026-02-23', month.to])
      expect(standingOf(share, { asOf, value: null, working: null })).toMatchObject({ status: null, forecast: null });
  });
});

describe('the days that are worked', () => {
  it('of two periods that follow one another add up to those of both', () => {
    const day = fc.integer({ min: 0, max: 120 }).map((days) => dayAfter('2026-01-01', days));
    const term = fc.record({
      from: day,
      weeklyMinutes: fc.integer({ min: 0, max: 2_250 }),
      fullTimeMinutes: fc.constant(2_250),
    });
    const terms = fc.uniqueArray(term, { maxLength: 4, selector: ({ from }) => from });
    const working = fc.record({ joinedOn: fc.option(day), leftOn: fc.option(day), terms });
    fc.assert(
      fc.property(fc.option(working), fc.tuple(day, day, day), (who, days) => {
        const [from = '', between = '', to = ''] = days.toSorted();
        const parts = workedDays(who, from, between) + workedDays(who, between, to);
        expect(parts).toBeCloseTo(workedDays(who, from, to), 8);
        expect(parts).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('are counted up to the day that is not over yet, within the period', () => {
    expect(asOfDay(month, '2026-01-15')).toBe(month.from);
    expect(asOfDay(month, '2026-02-23')).toBe('2026-02-23');
    expect(asOfDay(month, '2026-04-01')).toBe(month.to);
  });
});

describe('progress', () => {
  it('is how near a figure is to what is wanted, either way', () => {
    expect(progressOf(atLeast, { value: 40, wanted: 80 })).toBe(0.5);
    expect(progressOf(atLeast, { value: 90, wanted: 80 })).toBe(1);
    expect(progressOf(atMost, { value: 80, wanted: 80 })).toBe(1);
    expect(progressOf(atMost, { value: 160, wanted: 80 })).toBe(0.5);
    expect(progressOf(atMost, { value: null, wanted: 80 })).toBeNull();
  });
});
