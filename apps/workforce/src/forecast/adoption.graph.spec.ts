import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenContactsAt, type Desk } from '../../test/desk.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  eventsAbout,
  givenSite,
  refusedWith,
  someId,
  startWorld,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let desk: Desk;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  desk = { siteId: (await givenSite(world)).id, teamId: null, fromDay: '2026-01-26', days: 35, level: 3 };
  await givenContactsAt(world, desk);
});
afterAll(() => world?.close());

interface Made {
  readonly id: string;
  readonly intervals: readonly { startsAt: string; expected: number }[];
}
const forecast = async (more: object = {}) =>
  (
    await must<{ forecast: Made }>(
      world,
      ['forecastArrivals', 'ArrivalsForecast', `forecast { id intervals { startsAt expected } }`],
      { siteId: desk.siteId, fromDay: '2026-03-02', untilDay: '2026-03-09', ...more },
    )
  ).forecast;

describe('adopting a forecast', () => {
  const target = { serviceLevel: 0.8, within: 'PT20S', shrinkage: 0.3 };
  const ADOPTED = `left superseded requirements { startsAt volume agents scheduled source handleTime forecast { id } team { id } }`;
  interface Adopted {
    readonly left: number;
    readonly superseded: number;
    readonly requirements: readonly { startsAt: string; volume: number; agents: number; scheduled: number }[];
  }
  const adopt = (forecastId: string, more: object = {}) =>
    must<Adopted>(world, ['adoptForecast', 'ForecastAdopted', ADOPTED], { forecastId, target, ...more });
  const standing = async (fromDay: string, untilDay: string) => {
    const query = `query ($id: ID!, $from: DateTime!, $to: DateTime!) { site(id: $id) { staffingRequirements(from: $from, to: $to, first: 100) {
      nodes { startsAt source agents } } } }`;
    const range = { from: `${fromDay}T00:00:00Z`, to: `${untilDay}T00:00:00Z` };
    const { site } = await ask<{ site: { staffingRequirements: { nodes: { startsAt: string; source: string }[] } } }>(
      world,
      query,
      { id: desk.siteId, ...range },
    );
    return site.staffingRequirements.nodes;
  };

  it('plans as many people as it needs, and says of each requirement whose word it is', async () => {
    const { id, intervals } = await forecast();
    const { requirements, superseded, left } = await adopt(id);
    expect([requirements.length, superseded, left]).toEqual([336, 0, 0]);
    const noon = requirements.find(({ startsAt }) => startsAt === '2026-03-02T12:00:00.000Z');
    const expected = intervals.find(({ startsAt }) => startsAt === noon?.startsAt);
    expect(noon).toMatchObject({
      ...{ volume: expected?.expected, handleTime: 'PT3M', source: 'FORECAST', forecast: { id }, team: null },
    });
    expect(noon?.agents).toBeGreaterThan(1);
    expect(requirements[0]).toMatchObject({ volume: 0, agents: 0, scheduled: 0 });
  });

  it('takes the place of what a forecast said before, and leaves what somebody planned by hand', async () => {
    const { id } = await forecast();
    await adopt(id, { untilDay: '2026-03-03' });
    const intervals = [{ startsAt: '2026-03-02T12:00:00Z', volume: 100, handleTime: 'PT3M' }];
    const byHand = { siteId: desk.siteId, interval: 'PT30M', intervals, target };
    await must(world, ['planStaffing', 'StaffingPlanned', 'superseded'], byHand);
    expect(await adopt(id, { untilDay: '2026-03-03' })).toMatchObject({ left: 1, superseded: 47 });
    const now = await standing('2026-03-02', '2026-03-03');
    expect(now).toHaveLength(48);
    expect(now.filter(({ source }) => source === 'MANUAL')).toMatchObject([
      { startsAt: '2026-03-02T12:00:00.000Z', agents: 14 },
    ]);
    const all = await adopt(id, { untilDay: '2026-03-03', replacesManual: true });
    expect([all.left, all.superseded]).toEqual([0, 48]);
  });

  it('is done once for one key, and asks how long contacts take where nobody measured any', async () => {
    const { id } = await forecast();
    const once = { untilDay: '2026-03-03', idempotencyKey: 'adopt' };
    expect(await adopt(id, once)).toEqual(await adopt(id, once));
    expect(await eventsAbout(world, desk.siteId)).toContain('staffing.planned');
    const silent = { ...desk, siteId: (await givenSite(world)).id, teamId: null, handleMs: null };
    await givenContactsAt(world, silent);
    const unmeasured = await forecast({ siteId: silent.siteId });
    const input = { forecastId: unmeasured.id, target };
    expect(await run(world, ['adoptForecast', ''], input)).toMatchObject({ problems: [{ path: 'handleTime' }] });
    expect((await adopt(unmeasured.id, { handleTime: 'PT5M' })).requirements[24]).toMatchObject({ handleTime: 'PT5M' });
  });

  it('is refused for days that are not its own, and to whoever does not plan there', async () => {
    const { id } = await forecast();
    const refused = (more: object) =>
      run<{ problems?: { path: string }[] }>(world, ['adoptForecast', ''], { forecastId: id, target, ...more });
    expect(
      (await refused({ fromDay: '2026-03-01', untilDay: '2026-03-10' })).problems?.map(({ path }) => path),
    ).toEqual([...['fromDay', 'untilDay']]);
    expect(await refused({ forecastId: someId('fcst') })).toMatchObject({ __typename: 'NotFound' });
    const mutation = `mutation ($input: AdoptForecastInput!) { adoptForecast(input: $input) { __typename } }`;
    const elsewhere = caller('LEAD', { reach: 'SITE', siteId: (await givenSite(world)).id });
    expect(await refusedWith(world, mutation, { input: { forecastId: id, target } }, elsewhere)).toEqual(['FORBIDDEN']);
  });
});
