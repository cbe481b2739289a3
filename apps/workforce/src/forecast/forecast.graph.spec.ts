import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { casesTell, type Told } from '../../test/case-feed.ts';
import { contactAt, givenContactsAt, type Desk } from '../../test/desk.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  eventsAbout,
  givenSite,
  givenTeam,
  refusedWith,
  someId,
  startWorld,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let desk: Desk;
let told: Told[];
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  const siteId = (await givenSite(world)).id;
  const teamId = (await givenTeam(world, { siteId })).id;
  // Nine weeks up to Sunday, the day before the specs' day.
  desk = { siteId, teamId, fromDay: '2025-12-29', days: 63, level: 3 };
  told = await givenContactsAt(world, desk);
});
afterAll(() => world?.close());

const FIELDS = `id fromDay untilDay knownFrom knownUntil method backtestWape backtestBarWape inputsDigest country channel team { id }
  tried { method wape } adjustments { fromDay factor reason } error { days expected came wape bias held barWape barBias dayWape barDayWape }
  errors { day isHoliday expected bar error { wape barWape came } } intervals { day startsAt expected low high bar handleTime }`;
interface Seen {
  readonly id: string;
  readonly inputsDigest: string;
  readonly backtestWape: number;
  readonly backtestBarWape: number;
  readonly error: Record<string, number> | null;
  readonly errors: readonly {
    day: string;
    isHoliday: boolean;
    expected: number;
    error: Record<string, number> | null;
  }[];
  readonly intervals: readonly {
    day: string;
    startsAt: string;
    expected: number;
    low: number;
    high: number;
    bar: number;
    handleTime: string;
  }[];
}
const next = { fromDay: '2026-03-02', untilDay: '2026-03-09' };
const forecast = async (more: object = {}) =>
  (
    await must<{ forecast: Seen }>(world, ['forecastArrivals', 'ArrivalsForecast', `forecast { ${FIELDS} }`], {
      ...{ siteId: desk.siteId, channel: 'PHONE', ...next, ...more },
    })
  ).forecast;
const seen = async (id: string) =>
  (await ask<{ forecast: Seen }>(world, `query ($id: ID!) { forecast(id: $id) { ${FIELDS} } }`, { id })).forecast;
const refusal = (more: object) =>
  run<{ problems?: { path: string }[]; days?: number; needed?: number }>(
    world,
    ['forecastArrivals', '... on HistoryTooShort { days needed }'],
    { siteId: desk.siteId, ...next, ...more },
  );

describe('a forecast of what comes', () => {
  it('keeps what its mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('says every half hour of its days what is expected, within which bounds, and how long it takes', async () => {
    const made = await forecast();
    expect(made).toMatchObject({ ...next, knownFrom: '2025-12-29', knownUntil: '2026-03-02', error: null });
    expect(made.intervals).toHaveLength(7 * 48);
    const ten = made.intervals.find(({ startsAt }) => startsAt === '2026-03-02T12:00:00.000Z');
    expect(ten).toMatchObject({ day: '2026-03-02', handleTime: 'PT3M' });
    expect(ten?.expected).toBeGreaterThan(4);
    expect(ten?.high).toBeGreaterThan(ten?.expected ?? 0);
    expect(made.errors.map(({ day, error }) => [day, error])).toEqual(
      [2, 3, 4, 5, 6, 7, 8].map((day) => [`2026-03-0${day}`, null]),
    );
    expect(made.errors[6]?.expected).toBe(0);
    expect(made.backtestWape).toBeLessThan(made.backtestBarWape);
  });

  it('is the same of the same, is kept once for one key, and is announced', async () => {
    const [first, second] = [await forecast({ idempotencyKey: 'one' }), await forecast({ idempotencyKey: 'one' })];
    expect(second.id).toBe(first.id);
    expect(await eventsAbout(world, first.id)).toEqual(['forecast.made']);
    const third = await forecast();
    expect(third.inputsDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(third).toEqual({ ...first, id: third.id });
    await casesTell(world, [contactAt(desk, new Date('2026-02-27T12:00:00Z'))]);
    expect((await forecast()).inputsDigest).not.toBe(first.inputsDigest);
  });

  it('never changes once it is kept', async () => {
    const { id } = await forecast();
    for (const statement of [`UPDATE forecasts SET method = 'COMBINED'`, `UPDATE forecast_intervals SET expected = 1`])
      await expect(world.service.database.manager.query(`${statement} WHERE id LIKE '${id}%'`)).rejects.toThrow(
        'permission denied',
      );
  });
});

describe('how far off a forecast was', () => {
  const past = { fromDay: '2026-02-23', untilDay: '2026-03-02' };

  it('is counted from what came since, half hour by half hour, beside the bar', async () => {
    const made = await forecast(past);
    const came = new Map<number, number>();
    for (const { data } of told) {
      const { occurredAt } = data as { occurredAt: string };
      const slot = Math.floor(Date.parse(occurredAt) / 1_800_000) * 1_800_000;
      came.set(slot, (came.get(slot) ?? 0) + 1);
    }
    let [all, off, over, barOff, awake, held] = [0, 0, 0, 0, 0, 0];
    for (const { startsAt, expected, low, high, bar } of made.intervals) {
      const actual = came.get(Date.parse(startsAt)) ?? 0;
      all += actual;
      off += Math.abs(expected - actual);
      over += expected - actual;
      barOff += Math.abs(bar - actual);
      if (expected > 0) awake += 1;
      if (expected > 0 && low <= actual && actual <= high) held += 1;
    }
    const near = (value: number) => expect.closeTo(value, 9);
    expect(made.error).toMatchObject({
      ...{ days: 7, came: all, wape: near(off / all), bias: near(over / all) },
      ...{ held: near(held / awake), barWape: near(barOff / all) },
    });
    const daysOff = made.errors.map(({ expected, error }) => Math.abs(expected - (error?.['came'] ?? 0)));
    expect(made.error?.['dayWape']).toBeCloseTo(daysOff.reduce((sum, each) => sum + each, 0) / all, 9);
    expect(made.error?.['wape']).toBeLessThan(made.error?.['barWape'] ?? 0);
    expect(made.errors.reduce((sum, { error }) => sum + (error?.['came'] ?? 0), 0)).toBe(all);
  });

  it('looks at nothing that came on its days or later', async () => {
    const before = await forecast(past);
    await casesTell(
      world,
      Array.from({ length: 50 }, () => contactAt(desk, new Date('2026-02-23T00:10:00Z'))),
    );
    const after = await forecast(past);
    expect(after.inputsDigest).toBe(before.inputsDigest);
    expect(after.error?.['came']).toBe((before.error?.['came'] ?? 0) + 50);
  });

  it('follows a correction, of the forecasts made before it too', async () => {
    const { id, error } = await forecast(past);
    const last = told.findLast(({ data }) => (data as { occurredAt: string }).occurredAt < '2026-03-01');
    const data = { ...last?.data, supersedes: last?.subject, direction: 'OUTBOUND' };
    await casesTell(world, [{ type: 'courtesy.interaction.corrected.v2', subject: someId('intr'), data }]);
    expect((await seen(id)).error?.['came']).toBe((error?.['came'] ?? 0) - 1);
  });

  it('is told of the days that have passed, and of no other', async () => {
    const { error, errors } = await forecast({ fromDay: '2026-02-27', untilDay: '2026-03-06' });
    expect(error?.['days']).toBe(3);
    expect(errors.filter((each) => each.error).map(({ day }) => day)).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
  });

  it('is listed with the forecasts of a site, the latest first', async () => {
    const ids = [(await forecast(past)).id, (await forecast()).id];
    const query = `query ($id: ID!) { site(id: $id) { forecasts { totalCount nodes { id error { days } } } } }`;
    const { site } = await ask<{ site: { forecasts: object } }>(world, query, { id: desk.siteId });
    expect(site.forecasts).toMatchObject({
      totalCount: 2,
      nodes: [
        { id: ids[1], error: null },
        { id: ids[0], error: { days: 7 } },
      ],
    });
  });
});

describe('what is known beforehand', () => {
  it('are public holidays of a country and region, and adjustments with their reason', async () => {
    const adjustments = [{ fromDay: '2026-04-02', untilDay: '2026-04-03', factor: 0, reason: 'Moving house' }];
    const plain = await forecast({ fromDay: '2026-04-01', untilDay: '2026-04-08' });
    const made = await forecast({
      ...{ fromDay: '2026-04-01', untilDay: '2026-04-08', adjustments },
      holidays: { country: 'GB', region: 'ENG' },
    });
    expect(made.errors.filter(({ isHoliday }) => isHoliday).map(({ day }) => day)).toEqual([
      '2026-04-03',
      '2026-04-06',
    ]);
    expect(made.errors[1]?.expected).toBe(0);
    expect(plain.errors[1]?.expected).toBeGreaterThan(0);
    expect(made).toMatchObject({ country: 'GB', adjustments: [{ factor: 0, reason: 'Moving house' }] });
  });

  it('are the days on which the clocks change', async () => {
    const { intervals } = await forecast({ fromDay: '2026-03-28', untilDay: '2026-03-31' });
    const counts = Map.groupBy(intervals, ({ day }) => day);
    expect([...counts].map(([day, each]) => [day, each.length])).toEqual([
      ['2026-03-28', 48],
      ['2026-03-29', 46],
      ['2026-03-30', 48],
    ]);
    // What came at noon by winter time comes at noon by summer time.
    const at = (startsAt: string) => intervals.find((each) => each.startsAt === startsAt)?.expected;
    expect(at('2026-03-30T07:30:00.000Z')).toBe(0);
    expect(at('2026-03-30T08:00:00.000Z')).toBeGreaterThan(0);
  });

  it('is too little to say anything where too little came', async () => {
    expect(await refusal({ channel: 'CHAT' })).toMatchObject({ code: 'HISTORY_TOO_SHORT', days: 0, needed: 15 });
    expect(await refusal({ fromDay: '2026-01-08', untilDay: '2026-01-09' })).toMatchObject({ days: 10 });
  });

  it('is refused with all that is wrong', async () => {
    const wrong = await refusal({
      ...{ untilDay: '2026-04-20' },
      adjustments: [{ fromDay: '2026-03-03', untilDay: '2026-03-03', factor: 11, reason: ' ' }],
    });
    expect(wrong.problems?.map(({ path }) => path)).toEqual([
      ...['untilDay', 'adjustments[0].untilDay', 'adjustments[0].factor', 'adjustments[0].reason'],
    ]);
    const paths = async (more: object) => (await refusal(more)).problems?.map(({ path }) => path);
    expect(await paths({ fromDay: '2026-04-27', untilDay: '2026-04-28' })).toEqual(['untilDay']);
    expect(await paths({ holidays: { country: 'XX' } })).toEqual(['holidays']);
    expect(await paths({ holidays: { country: 'GB', region: 'NOWHERE' } })).toEqual(['holidays']);
    expect(await paths({ teamId: (await givenTeam(world)).id })).toEqual(['teamId']);
  });

  it('is for whoever plans rosters and sees the whole of the place', async () => {
    const mutation = `mutation ($input: ForecastArrivalsInput!) { forecastArrivals(input: $input) { __typename } }`;
    const input = { siteId: desk.siteId, ...next };
    const elsewhere = caller('LEAD', { reach: 'SITE', siteId: (await givenSite(world)).id });
    expect(await refusedWith(world, mutation, { input }, elsewhere)).toEqual(['FORBIDDEN']);
    expect(await refusedWith(world, mutation, { input }, caller('AGENT', { siteId: desk.siteId }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(await refusedWith(world, mutation, { input }, caller('ANALYST', {}))).toEqual(['FORBIDDEN']);
    const { id } = await forecast();
    const query = `query ($id: ID!) { forecast(id: $id) { id error { wape } } }`;
    expect(await refusedWith(world, query, { id }, caller('ANALYST', {}))).toEqual([]);
  });
});
