import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Person } from '../person/person.ts';
import type { Site } from '../site/site.ts';
import { overlaps, problemsOfSpan, scheduleAll, type Shift } from './shift.ts';

const hour = (n: number) => new Date(Date.UTC(2026, 2, 2) + n * 3_600_000);
const people = new Map(['pers_1', 'pers_2'].map((id) => [id, { id, leftAt: null } as Person]));
const sites = new Map([['site_1', { id: 'site_1' } as Site]]);
const noRules = { breachesOf: () => [], locked: new Set<string>() };
const anyShift = fc
  .record({ personId: fc.constantFrom('pers_1', 'pers_2'), from: fc.nat(60), hours: fc.integer({ min: 1, max: 24 }) })
  .map(({ personId, from, hours }): Shift => ({
    ...{ id: 'shft', personId, siteId: 'site_1' },
    ...{
      startsAt: hour(from),
      endsAt: hour(from + hours),
      status: 'SCHEDULED',
      breaks: [],
      templateId: null,
      rosterId: null,
      reason: null,
      version: 1,
    },
  }));
const spanOf = (from: number, to: number): Omit<Shift, 'status'> => ({
  ...{ id: 'shft', personId: 'pers_1', siteId: 'site_1', startsAt: hour(from), endsAt: hour(to) },
  ...{ breaks: [], templateId: null, rosterId: null, reason: null, version: 1 },
});
const each = (shifts: readonly Shift[], when: string) =>
  shifts.map((shift, index) => ({ index, shift: { ...shift, id: `shft_${when}_${index}` } }));

describe('scheduling', () => {
  it('takes or refuses each item, and nobody ever works two shifts at once', () => {
    fc.assert(
      fc.property(fc.array(anyShift, { maxLength: 12 }), fc.array(anyShift, { maxLength: 12 }), (before, wanted) => {
        const known = scheduleAll(each(before, 'before'), { people, sites, known: [], ...noRules }).shifts.map(
          ({ shift }) => shift,
        );
        const { shifts, refused } = scheduleAll(each(wanted, 'wanted'), { people, sites, known, ...noRules });
        expect(shifts.length + refused.length).toBe(wanted.length);
        const all = [...known, ...shifts.map(({ shift }) => shift)];
        for (const [i, a] of all.entries())
          for (const b of all.slice(i + 1)) expect(a.personId === b.personId && overlaps(a, b)).toBe(false);
      }),
    );
  });

  it('lets one shift begin at the instant another ends, and one lie over midnight', () => {
    const night = { startsAt: hour(22), endsAt: hour(30) };
    expect(problemsOfSpan(night)).toEqual([]);
    expect(overlaps(night, { startsAt: hour(30), endsAt: hour(38) })).toBe(false);
  });

  it('counts a cancelled shift as no time', () => {
    const [item] = each([{ ...spanOf(8, 16), status: 'SCHEDULED' }], 'wanted');
    const [known] = each([{ ...spanOf(8, 16), status: 'CANCELLED' }], 'before');
    const around = { people, sites, known: known ? [known.shift] : [], ...noRules };
    expect(scheduleAll(item ? [item] : [], around).refused).toEqual([]);
  });

  it('refuses a shift that ends before it begins, or lasts more than a day', () => {
    expect(problemsOfSpan({ startsAt: hour(8), endsAt: hour(8) })).toHaveLength(1);
    expect(problemsOfSpan({ startsAt: hour(8), endsAt: hour(33) })).toHaveLength(1);
  });
});
