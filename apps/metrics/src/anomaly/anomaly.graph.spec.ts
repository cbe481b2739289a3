import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chanceOf } from '../statistics/chance.ts';
import { ask, caseOpened, clock, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const FIRST = Date.parse('2026-01-01T00:00:00.000Z');
const dayOf = (day: number) => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);
/** Cases by day: about twelve on weekdays and four at weekends, and forty on the day of a planted fault. */
function casesOf(days: number, planted: number | null) {
  const draw = chanceOf(7);
  return Array.from({ length: days }, (_, day) => {
    const isWeekend = [0, 6].includes(new Date(FIRST + day * 86_400_000).getUTCDay());
    const count = day === planted ? 40 : Math.round((isWeekend ? 4 : 12) + 3 * (draw() - 0.5) * 2);
    return Array.from({ length: count }, (__, i) =>
      caseOpened(`case_${day}_${i}`, { openedAt: `${dayOf(day)}T09:00:00.000Z`, respondedInTime: draw() < 0.9 }),
    );
  }).flat();
}

const CHART = `query ($key: String!, $period: MetricPeriod!, $grain: MetricGrain! = DAY, $baseline: MetricPeriod, $rate: Float! = 0.003) {
  controlChart(key: $key, period: $period, grain: $grain, baseline: $baseline, falseAlarmRate: $rate) {
    kind falseAlarmRate runLength dispersion isByWeekday notChartedBecause baselineFrom baselineTo metric { definition { name } }
    points { bucket isBaseline rules figure { value } centre { value } lower { value } upper { value } }
    signals { bucket rules why figure { value } } } }`;
interface Point {
  readonly bucket: string;
  readonly rules: readonly string[];
  readonly why?: string;
  readonly centre?: { readonly value: number } | null;
}
interface Chart {
  readonly kind: string;
  readonly isByWeekday: boolean;
  readonly points: readonly Point[];
  readonly signals: readonly Point[];
  readonly notChartedBecause: string | null;
}
const charted = async (key: string, more: object = {}) =>
  (await ask<{ controlChart: Chart }>(world, CHART, { key, period: { from: dayOf(0), to: dayOf(59) }, ...more }))
    .controlChart;

describe('a control chart of a figure', () => {
  it('shows the day on which something happened, by rule and why, and no quiet weekend', async () => {
    await read(world, 'cases', casesOf(59, 52));
    const chart = await charted('cases.opened');
    expect(chart).toMatchObject({ kind: 'U_PRIME', isByWeekday: true, notChartedBecause: null });
    expect(chart.signals).toEqual([
      {
        ...{ bucket: dayOf(52), rules: ['BEYOND_LIMIT'], figure: { value: 40 } },
        why: expect.stringMatching(/above the upper limit: 40, and .* once in 333/),
      },
    ]);
    expect(chart.points).toHaveLength(59);
  });

  it('is of the kind that the unit asks for, and says when too little was measured', async () => {
    await read(world, 'cases', casesOf(59, null));
    const keys = ['cases.timely_share', 'cases.backlog', 'cases.resolution_time.median'];
    const charts = await Promise.all(keys.map((key) => charted(key)));
    expect(charts.map(({ kind, notChartedBecause }) => [kind, notChartedBecause])).toEqual([
      ['P_PRIME', null],
      ['LEVEL_CHANGES', null],
      ['INDIVIDUALS', 'TOO_LITTLE_MEASURED'],
    ]);
    expect((await charted('cases.opened', { grain: 'WEEK' })).notChartedBecause).toBe('TOO_LITTLE_MEASURED');
  });

  it('judges no day that is not over', async () => {
    await read(world, 'cases', casesOf(61, null));
    clock.set(`${dayOf(59)}T10:00:00.000Z`);
    const chart = await charted('cases.opened', { period: { from: dayOf(0), to: dayOf(62) } });
    clock.set('2026-03-02T10:00:00.000Z');
    expect(chart.points.filter(({ centre }) => centre === null).map(({ bucket }) => bucket)).toEqual(
      [59, 60, 61].map(dayOf),
    );
  });

  it('refuses hours, and a rate that is no rate', async () => {
    for (const more of [{ grain: 'HOUR' }, { rate: 0.5 }])
      await expect(charted('cases.opened', more)).rejects.toThrow(/A control chart is by DAY|falseAlarmRate must lie/);
  });
});

describe('the anomalies of what is watched', () => {
  it('are told day by day, against the eight weeks before', async () => {
    await read(world, 'cases', casesOf(59, 57));
    const query = `query { anomalies(period: { from: "${dayOf(56)}", to: "${dayOf(59)}" }) { falseAlarmRate
      found { point { bucket rules } chart { metric { key } } } charts { notChartedBecause metric { key } } } }`;
    const { anomalies } = await ask<{ anomalies: { found: unknown[]; charts: unknown[] } }>(world, query, {});
    expect(anomalies.found).toEqual([
      { point: { bucket: dayOf(57), rules: ['BEYOND_LIMIT'] }, chart: { metric: { key: 'cases.opened' } } },
      { point: { bucket: dayOf(57), rules: ['BEYOND_LIMIT'] }, chart: { metric: { key: 'cases.backlog' } } },
    ]);
    expect(anomalies.charts).toHaveLength(10);
  });
});
