import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCustomers, givenPastCases, type PastCase } from '../../test/history.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let manager: Who;

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2026-01-01T09:00:00.000Z');
const at = (day: number) => new Date(FIRST + day * DAY_MS).toISOString();
const day = (number: number) => at(number).slice(0, 10);
/** The day on which the portal failed. */
const FAULT = 54;

/** Eight or so a day and three at weekends, mostly by telephone; on the day of the fault thirty more, by the portal. */
function twoMonths(customerId: string): PastCase[] {
  return Array.from({ length: 59 }, (_, number) => {
    const isWeekend = [0, 6].includes(new Date(FIRST + number * DAY_MS).getUTCDay());
    const usual = (isWeekend ? 3 : 8) + ((number * 7) % 3) - 1;
    const count = usual + (number === FAULT ? 30 : 0);
    return Array.from({ length: count }, (__, i) => {
      const channel = i >= usual || i % 4 === 0 ? 'PORTAL' : 'PHONE';
      const history = { respondedInTime: i >= usual ? i % 4 === 0 : (i + number) % 7 > 0 };
      return { customerId, openedAt: at(number), channel, history };
    });
  }).flat();
}

beforeAll(async () => {
  world = await startGraph({ now: () => new Date('2026-03-01T10:00:00.000Z') });
  place = await givenPlace(world, 'North');
  manager = as('manager', await givenPerson(world, place, 'Mary North', 'MANAGER'));
  const [customerId = ''] = await givenCustomers(world, 'north', 1);
  await givenPastCases(world, place, twoMonths(customerId));
  await world.quiet();
});
afterAll(() => world?.close());

const weeks = { period: { from: day(52), to: day(59) }, comparedWith: { from: day(45), to: day(52) } };
const WHY = `query ($site: ID!, $period: MetricPeriod!, $comparedWith: MetricPeriod!, $all: MetricPeriod!, $where: MetricFilter) {
  anomalies(period: $period, siteId: $site) { falseAlarmRate found { point { bucket rules why } chart { kind falseAlarmRate metric { key definition { name } } } } }
  controlChart(key: "cases.opened", period: $all, where: $where) { isByWeekday signals { bucket figure { value } } }
  opened: drivers(key: "cases.opened", by: CHANNEL, period: $period, comparedWith: $comparedWith, where: $where) { ...D }
  timely: drivers(key: "cases.timely_share", by: CHANNEL, period: $period, comparedWith: $comparedWith, where: $where) { ...D }
  median: drivers(key: "cases.resolution_time.median", by: CHANNEL, period: $period, comparedWith: $comparedWith) { ...D } }
  fragment D on MetricDrivers { metric { total } comparedWith { total } change remainder notDrivenBecause
    drivers { label contribution mixEffect rateEffect shareBefore shareNow } }`;

interface Driven {
  readonly metric: { readonly total: number };
  readonly comparedWith: { readonly total: number };
  readonly change: number;
  readonly remainder: number;
  readonly drivers: readonly {
    readonly label: string;
    readonly contribution: number;
    readonly mixEffect: number;
    readonly rateEffect: number;
  }[];
}
interface Why {
  readonly anomalies: {
    readonly found: readonly {
      readonly point: { readonly bucket: string; readonly why: string };
      readonly chart: { readonly metric: { readonly key: string } };
    }[];
  };
  readonly controlChart: { readonly signals: readonly { readonly bucket: string }[] };
  readonly opened: Driven;
  readonly timely: Driven;
  readonly median: Driven;
}

describe('why a figure changed', () => {
  let why: Why;
  beforeAll(async () => {
    const here = { site: place.siteId, where: { site: { eq: place.siteId } } };
    why = await asked<Why>(world, manager, WHY, { ...here, ...weeks, all: { from: day(0), to: day(59) } });
  });

  it('is asked because a day stands out, of figures watched at a stated rate of false alarms', () => {
    const found = why.anomalies.found.map(({ point, chart }) => [chart.metric.key, point.bucket]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['cases.opened', day(FAULT)],
        ['cases.timely_share', day(FAULT)],
      ]),
    );
    expect(new Set(found.map(([, bucket]) => bucket))).toEqual(new Set([day(FAULT)]));
    expect(why.anomalies.found[0]?.point.why).toMatch(/limit.*By chance a point stands out at most once in 500/);
    expect(why.controlChart).toMatchObject({ isByWeekday: true, signals: [{ bucket: day(FAULT) }] });
  });

  it('is told by members whose contributions add up to the change, with nothing left over', () => {
    for (const { metric, comparedWith, change, remainder, drivers } of [why.opened, why.timely]) {
      expect(change).toBeCloseTo(metric.total - comparedWith.total, 12);
      expect(drivers.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(change, 12);
      expect(remainder).toBe(0);
      expect(drivers[0]?.label).toBe('Portal');
    }
    expect(why.opened.drivers[0]?.contribution).toBe(30);
  });

  it('tells of a share apart how members did and how the mix of them moved', () => {
    const [portal, phone] = why.timely.drivers;
    expect(portal!.rateEffect).toBeLessThan(-0.1);
    expect(portal!.rateEffect + portal!.mixEffect).toBeCloseTo(portal!.contribution, 12);
    expect(Math.abs(phone!.rateEffect)).toBeLessThan(0.1);
  });

  it('is not told of a percentile, whose members say nothing of the whole', () => {
    expect(why.median).toMatchObject({ notDrivenBecause: 'VALUES_DO_NOT_ADD', change: null, drivers: [] });
  });
});
