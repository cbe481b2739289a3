import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '@courtesy/kernel';
import { seriesOfFile } from '@courtesy/tools/forecast/series-of-file.ts';
import { poisson } from '@courtesy/workforce/test/poisson.ts';
import { seededRandom } from '@courtesy/workforce/test/queue-simulation.ts';
import { announceCalls, type Came } from '../../test/arrivals.ts';
import { expectedOfJanuary, itWithCalls, JANUARY } from '../../test/calls.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPlace } from '../../test/stories.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let planner: Who;
let regionId: string;
beforeAll(async () => {
  world = await startGraph();
  const place = await givenPlace(world, 'Forecast');
  planner = as('manager', place.personId);
  regionId = place.regionId;
});
afterAll(() => world?.close());

const openSite = async (name: string, timeZone: string): Promise<string> => {
  const opened = ['openSite', 'SiteOpened', 'site { id }'] as const;
  return (await must<{ site: { id: string } }>(world, planner, opened, { name, regionId, timeZone })).site.id;
};

interface Days {
  readonly siteId: string;
  readonly fromDay: string;
  readonly untilDay: string;
}

/** What came on each day, once all of it is counted. */
async function counted(days: Days, calls: number): Promise<readonly { startsAt: string; volume: number }[]> {
  const query = `query ($siteId: ID!, $fromDay: Date!, $untilDay: Date!) { site(id: $siteId) {
    arrivals(fromDay: $fromDay, untilDay: $untilDay, grain: DAY, channel: PHONE) { startsAt volume } } }`;
  for (let tries = 0; ; tries += 1) {
    const { site } = await asked<{ site: { arrivals: { startsAt: string; volume: number }[] } }>(
      world,
      planner,
      query,
      days,
    );
    if (site.arrivals.reduce((sum, { volume }) => sum + volume, 0) === calls || tries === 600) return site.arrivals;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Made {
  readonly id: string;
  readonly error: { readonly came: number; readonly wape: number; readonly barWape: number; readonly held: number };
  readonly intervals: readonly { readonly expected: number }[];
}

/** How far off forecasts from one origin after another are, over all of them, beside the bar from the same origins. */
async function rolled(origins: readonly Days[]) {
  let [came, off, barOff, halfHours, held] = [0, 0, 0, 0, 0];
  for (const days of origins) {
    const made = ['forecastArrivals', 'ArrivalsForecast', FORECAST] as const;
    const { forecast } = await must<{ forecast: Made }>(world, planner, made, { ...days, channel: 'PHONE' });
    const { error, intervals } = forecast;
    const awake = intervals.filter(({ expected }) => expected > 0).length;
    came += error.came;
    off += error.wape * error.came;
    barOff += error.barWape * error.came;
    halfHours += awake;
    held += error.held * awake;
  }
  return { wape: off / came, barWape: barOff / came, held: held / halfHours };
}
const FORECAST = `forecast { id error { came wape barWape held } intervals { expected } }`;

/** Fourteen weeks of a desk that is open from 8 to 18 but for Sundays, with a level that wanders: the same each time. */
function played(fromDay: string): Came[] {
  const random = seededRandom(58);
  const week = [1.25, 1.1, 1, 0.95, 0.9, 0.5, 0];
  let level = 3;
  return Array.from({ length: 98 }, (_, day) => {
    level *= Math.exp((random() - 0.5) * 0.15);
    const midnight = Date.parse(`${addDays(fromDay, day)}T00:00:00Z`);
    return Array.from({ length: 20 }, (__, i): Came => {
      const busy = 1 + Math.sin((i / 19) * Math.PI);
      const calls = poisson(level * busy * (week[day % 7] ?? 1), random);
      return { startsAt: new Date(midnight + (16 + i) * 1_800_000), calls };
    });
  }).flat();
}

describe('a forecast from a rolling origin beats the seasonal naive bar, and four of five half hours lie within its intervals', () => {
  itWithCalls('of the published calls of January 1999, which are counted as they were published', async () => {
    const [halfHours] = seriesOfFile(JANUARY.path, 'calls', () => new Set());
    if (!halfHours) throw new Error('no series');
    const siteId = await openSite('Anonymous Bank', JANUARY.timeZone);
    // The clocks of the bank were two hours ahead of UTC all month.
    const midnight = Date.parse('1998-12-31T22:00:00Z');
    const came = halfHours.series.days.flatMap((day, i) =>
      day.map((calls, k) => ({ startsAt: new Date(midnight + (i * 48 + k) * 1_800_000), calls: calls ?? 0 })),
    );
    const calls = await announceCalls(world, siteId, came);
    const days = await counted({ siteId, fromDay: '1999-01-01', untilDay: '1999-02-01' }, calls);
    const { byDay } = expectedOfJanuary();
    expect(days.map(({ volume }) => volume)).toEqual(
      days.map((_, i) => byDay[addDays('1999-01-01', i)]?.['offered'] ?? 0),
    );

    const origins = Array.from({ length: 16 }, (_, i) => addDays('1999-01-16', i));
    const untilOf = (fromDay: string) => (addDays(fromDay, 7) < '1999-02-01' ? addDays(fromDay, 7) : '1999-02-01');
    const { wape, barWape, held } = await rolled(
      origins.map((fromDay) => ({ siteId, fromDay, untilDay: untilOf(fromDay) })),
    );
    expect(wape).toBeLessThan(barWape);
    expect(held).toBeGreaterThanOrEqual(0.75);
    expect(held).toBeLessThanOrEqual(0.85);
  });

  it('of a desk that is closed on Sundays, whose requirements then follow it', async () => {
    const siteId = await openSite('Played desk', 'UTC');
    const fromDay = '2026-01-05';
    const calls = await announceCalls(world, siteId, played(fromDay));
    await counted({ siteId, fromDay, untilDay: addDays(fromDay, 98) }, calls);
    const origins = Array.from({ length: 7 }, (_, i) => addDays(fromDay, 49 + 7 * i));
    const { wape, barWape, held } = await rolled(
      origins.map((from) => ({ siteId, fromDay: from, untilDay: addDays(from, 7) })),
    );
    expect(wape).toBeLessThan(barWape);
    expect(held).toBeGreaterThanOrEqual(0.75);
    expect(held).toBeLessThanOrEqual(0.85);

    const { site } = await asked<{
      site: { forecasts: { totalCount: number; nodes: { id: string; knownUntil: string }[] } };
    }>(
      world,
      planner,
      `query ($siteId: ID!) { site(id: $siteId) { forecasts(first: 1) { totalCount nodes { id knownUntil } } } }`,
      { siteId },
    );
    expect(site.forecasts).toMatchObject({ totalCount: 7, nodes: [{ knownUntil: origins.at(-1) }] });
    const adopted = ['adoptForecast', 'ForecastAdopted', 'left requirements { source scheduled }'] as const;
    const target = { serviceLevel: 0.8, within: 'PT20S', shrinkage: 0.3 };
    const { requirements, left } = await must<{ left: number; requirements: { source: string; scheduled: number }[] }>(
      world,
      planner,
      adopted,
      { forecastId: site.forecasts.nodes[0]?.id, target },
    );
    expect([requirements.length, left]).toEqual([7 * 48, 0]);
    expect(requirements.filter(({ scheduled }) => scheduled > 0)).toHaveLength(6 * 20);
  });
});
