import { describe, expect, it } from '@jest/globals';
import { demoVisits } from './encounters.ts';
import { organisation } from './organisation.ts';
import { demoShifts } from './shifts.ts';

const now = new Date('2026-03-03T12:00:00Z');
const HOUR = 3_600_000;

describe('the shifts of the demo', () => {
  const shifts = demoShifts('spec', organisation('spec'), now);

  it('hold every visit whole, with the way there and back, and no break lies in it', () => {
    for (const { person, visit } of demoVisits('spec', organisation('spec'), now)) {
      const [from, until] = [visit.startsAt.getTime() - HOUR / 2, visit.endsAt.getTime() + HOUR / 2];
      const shift = shifts.find(
        (each) => each.person === person && each.startsAt.getTime() <= from && each.endsAt.getTime() >= until,
      );
      expect(shift?.breaks.filter(({ startsAt, endsAt }) => Number(startsAt) < until && Number(endsAt) > from)).toEqual(
        [],
      );
    }
  });

  it('keep to the law: eleven hours of rest, and at most 48 paid hours in the week', () => {
    for (const own of Map.groupBy(shifts, ({ person }) => person).values()) {
      expect(own.length * 8).toBeLessThanOrEqual(48);
      for (const [i, { startsAt }] of own.slice(1).entries())
        expect(Number(startsAt) - Number(own[i]?.endsAt)).toBeGreaterThanOrEqual(11 * HOUR);
    }
  });
});
