import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CASES_A_SCALE, CUSTOMERS_A_SCALE, demoCase, type DemoCase } from './cases.ts';
import { PRODUCTS } from './catalogue.ts';
import { demoCustomer } from './customers.ts';
import {
  ASSUMED_TYPES,
  COMPLAINT_CHANNELS,
  COMPLAINT_DAYS,
  DISPUTED_SHARE,
  HOURS,
  IN_PROGRESS_SHARE,
  MONTHS,
  OUTCOMES,
  TIMELY_SHARE,
  WEEKDAYS,
} from './facts.ts';
import { organisation } from './organisation.ts';
import type { Weighted } from './random.ts';
import { END, FIRST_DAY, NEWEST_QUARTER, TIME_ZONE } from './two-years.ts';

const plan = { seed: 'spec', organisation: organisation('spec') };
const many: readonly DemoCase[] = Array.from({ length: 2 * CASES_A_SCALE }, (_, index) => demoCase(plan, index));
const complaints = many.filter((each) => each.case.type === 'COMPLAINT');
/** Resolved early enough that no answer can have been cut off by the end of the two years. */
const settled = complaints.filter((each) => END.getTime() - each.case.openedAt.getTime() > 366 * 86_400_000);

/** A share counted in `drawn` may differ from the wanted one by five standard deviations of chance, and no more. */
function expectShares<T>(drawn: readonly T[], wanted: Weighted<T>): void {
  const total = wanted.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of wanted) {
    const share = weight / total;
    const counted = drawn.filter((each) => each === value).length / drawn.length;
    expect(Math.abs(counted - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / drawn.length) + 1e-9);
  }
}

const local = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, ...options });
  return (date: Date) => format.format(date);
};

describe('The demo', () => {
  it('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(50_000), (seed, index) => {
        const own = { seed, organisation: organisation(seed) };
        const again = { seed, organisation: organisation(seed) };
        expect(demoCase(own, index)).toEqual(demoCase(again, index));
        expect(demoCustomer(seed, index)).toEqual(demoCustomer(seed, index));
        expect(organisation(seed)).toEqual(own.organisation);
      }),
      { numRuns: 30 },
    );
    const other = { seed: 'other', organisation: organisation('other') };
    expect(many.slice(0, 50).map(({ case: { openedAt } }) => openedAt)).not.toEqual(
      Array.from({ length: 50 }, (_, index) => demoCase(other, index).case.openedAt),
    );
  });

  it('begins a larger scale with the smaller one, whose customers get no further case', () => {
    const later = many.slice(CASES_A_SCALE).map(({ customer }) => customer);
    expect(Math.min(...later)).toBeGreaterThanOrEqual(CUSTOMERS_A_SCALE);
    expect(Math.max(...later)).toBeLessThan(2 * CUSTOMERS_A_SCALE);
    expect(new Set(many.map((each) => each.case.externalReference.id)).size).toBe(many.length);
  });

  it('happens within its two years, in order', () => {
    const wrong = many.filter(({ case: { openedAt, history } }) => {
      const { assignedAt, resolvedAt, interactions } = history ?? {};
      const said = (interactions ?? []).map(({ occurredAt }) => occurredAt.getTime());
      const times = [openedAt, assignedAt, resolvedAt].flatMap((time) => time?.getTime() ?? []);
      const inTime = [...times, ...said].every((time) => time >= Date.parse(FIRST_DAY) && time < END.getTime());
      const inOrder = [times, said].every((list) => list.every((time, n) => n === 0 || time >= (list[n - 1] ?? 0)));
      return !inTime || !inOrder || (interactions ?? []).length === 0;
    });
    expect(wrong).toEqual([]);
  });

  it('comes in by the channels, and is answered with the outcomes, that were counted', () => {
    expectShares(
      many.map((each) => each.case.type),
      ASSUMED_TYPES,
    );
    expectShares(
      complaints.map((each) => each.case.channel),
      COMPLAINT_CHANNELS,
    );
    expectShares(
      settled.map((each) => each.case.history?.outcome),
      OUTCOMES,
    );
    expectShares(
      many.map((each) => each.case.category?.product),
      PRODUCTS.map(([line, weight]) => [line.name, weight]),
    );
  });

  it('is disputed and in time as often as was counted', () => {
    expectShares(
      settled.map((each) => each.case.history?.disputed),
      [
        [true, DISPUTED_SHARE],
        [false, 1 - DISPUTED_SHARE],
      ],
    );
    const untimely = OUTCOMES.find(([outcome]) => outcome === 'UNTIMELY')?.[1] ?? 0;
    const inTime = TIMELY_SHARE * (1 - untimely / 50_000);
    expectShares(
      settled.map((each) => each.case.history?.respondedInTime),
      [
        [true, inTime],
        [false, 1 - inTime],
      ],
    );
  });

  it('has as many cases without an answer in its newest quarter as were counted, or a few more for those of its last days', () => {
    const newest = many.filter((each) => each.case.openedAt >= NEWEST_QUARTER);
    const open = newest.filter((each) => !each.case.history?.resolvedAt).length / newest.length;
    expect(open).toBeGreaterThan(IN_PROGRESS_SHARE - 0.04);
    expect(open).toBeLessThan(IN_PROGRESS_SHARE + 0.08);
  });

  it('takes as long as was counted', () => {
    const days = settled.map(
      (each) => ((each.case.history?.resolvedAt?.getTime() ?? 0) - each.case.openedAt.getTime()) / 86_400_000,
    );
    expectShares(
      days.map((day) => COMPLAINT_DAYS.find(([upTo]) => day <= upTo)?.[0]),
      COMPLAINT_DAYS,
    );
  });

  it('has the weekdays, hours and seasons that were counted', () => {
    const at = many.map((each) => each.case.openedAt);
    const weekday = local({ weekday: 'short' });
    const hour = local({ hour: '2-digit', hourCycle: 'h23' });
    const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    expectShares(
      at.map((date) => weekday(date)),
      WEEKDAYS.map((weight, n) => [names[n] ?? '', weight]),
    );
    const busy = HOURS.map((weight, hour): [number, number] => [hour, weight]).filter(([, weight]) => weight > 500);
    const hours = at.map((date) => Number(hour(date))).filter((hour) => busy.some(([each]) => each === hour));
    expectShares(hours, busy);
    // A month's weekdays differ by year, so the seasons are compared by half-year.
    const summer =
      MONTHS.slice(3, 9).reduce((sum, count) => sum + count, 0) / MONTHS.reduce((sum, count) => sum + count, 0);
    const inSummer = at.filter((date) => [3, 4, 5, 6, 7, 8].includes(date.getUTCMonth())).length / at.length;
    expect(Math.abs(inSummer - summer)).toBeLessThan(0.04);
  });

  it('gives every case to an agent of a team of a site of the right business', () => {
    const { sites, teams, people } = plan.organisation;
    const wrong = many.filter((each) => {
      const agent = people.find(({ key }) => key === each.agent);
      const line = PRODUCTS.find(([{ name }]) => name === each.case.category?.product)?.[0];
      return (
        agent?.jobRole !== 'AGENT' ||
        agent.team !== each.team ||
        teams.find(({ key }) => key === each.team)?.site !== each.site ||
        sites.find(({ key }) => key === each.site)?.business !== line?.business
      );
    });
    expect(wrong).toEqual([]);
  });

  it('has a reporting line from everybody to one head', () => {
    const { people } = plan.organisation;
    for (const person of people) {
      const manager = people.find(({ key }) => key === person.manager);
      expect(manager?.level ?? -1).toBe(person.level - 1);
    }
    expect(people.filter(({ manager }) => manager === null)).toHaveLength(1);
  });
});
