import { describe, expect, it } from '@jest/globals';
import { chanceOf } from '../statistics/chance.ts';
import { chartOf, runLengthOf, type ControlChartKind, type Observation } from './chart.ts';

type Draw = () => number;
const normal = (draw: Draw): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
function poisson(draw: Draw, mean: number): number {
  let [count, product] = [0, draw()];
  for (const least = Math.exp(-mean); product > least; count += 1) product *= draw();
  return count;
}
const binomial = (draw: Draw, of: number, part: number) =>
  Array.from({ length: of }, () => draw()).filter((each) => each < part).length;
/** A mean of 1 with the variance of a gamma distribution of this shape, a whole number. */
const gamma = (draw: Draw, shape: number) =>
  Array.from({ length: shape }, () => -Math.log(1 - draw())).reduce((sum, each) => sum + each, 0) / shape;

const week = [1, 1.3, 1.2, 1.1, 1.4, 0.5, 0.3];
interface Process {
  readonly kind: ControlChartKind;
  readonly of: (draw: Draw, day: number) => readonly [value: number, size: number];
}
const count = (mean: (draw: Draw, day: number) => number): Process => ({
  kind: 'U_PRIME',
  of: (draw, day) => [poisson(draw, mean(draw, day)), 1],
});
const share = (part: (draw: Draw) => number): Process => ({
  kind: 'P_PRIME',
  of: (draw, day) => {
    const size = 20 + 10 * (day % 5);
    return [binomial(draw, size, part(draw)) / size, size];
  },
});
/** What happens where nothing happens: all steady but for chance and the days of the week. */
const steady: Readonly<Record<string, Process>> = {
  'single values': { kind: 'INDIVIDUALS', of: (draw) => [300 + 40 * normal(draw), 1] },
  'single values by weekday': { kind: 'INDIVIDUALS', of: (draw, day) => [300 * week[day % 7]! + 40 * normal(draw), 1] },
  counts: count(() => 25),
  'low counts': count(() => 2),
  'counts by weekday': count((_, day) => 30 * week[day % 7]!),
  'counts that vary more than chance': count((draw) => 30 * gamma(draw, 10)),
  'counts that vary more than chance, by weekday': count(
    (draw, day) => 20 * week[day % 7]! * gamma(draw, 10 * week[day % 7]!),
  ),
  shares: share(() => 0.8),
  'low shares': share(() => 0.04),
  'shares that vary more than chance': share((draw) => Math.min(1, 0.3 * gamma(draw, 8))),
};

const BASELINE = 56;
const DAYS = 84;
function observed(process: Process, draw: Draw, change: (value: number, day: number) => number = (value) => value) {
  return Array.from({ length: DAYS }, (_, day): Observation => {
    const [value, size] = process.of(draw, day);
    const bucket = `day ${day}`;
    return { bucket, value: change(value, day), size, slot: day % 7, isBaseline: day < BASELINE };
  });
}

describe('a control chart', () => {
  it.each(Object.entries(steady))('of %s gives false alarms at most at the rate stated', (_, process) => {
    for (const rate of [0.01, 0.003]) {
      const draw = chanceOf(20_260_302);
      const charts = 600;
      let [alarms, points] = [0, 0];
      for (let chart = 0; chart < charts; chart += 1) {
        const charted = chartOf(process.kind, observed(process, draw), rate);
        for (const { rules, centre } of charted?.points ?? []) {
          if (centre === null) continue;
          points += 1;
          alarms += rules.length > 0 ? 1 : 0;
        }
      }
      expect(points).toBeGreaterThan(15_000);
      expect(alarms / points).toBeLessThanOrEqual(rate);
    }
  });

  it('finds a day that is far off, and a shift that lasts', () => {
    const spike = chartOf(
      'U_PRIME',
      observed(steady['counts by weekday']!, chanceOf(1), (value, day) => value + (day === 70 ? 40 : 0)),
      0.003,
    );
    expect(spike?.points.filter(({ rules }) => rules.length > 0).map(({ bucket, rules }) => [bucket, rules])).toEqual([
      ['day 70', ['BEYOND_LIMIT']],
    ]);
    const shift = chartOf(
      'INDIVIDUALS',
      observed(steady['single values']!, chanceOf(2), (value, day) => value + (day >= 60 ? 60 : 0)),
      0.003,
    );
    expect(shift?.points.flatMap(({ rules }) => rules)).toContain('RUN_ON_ONE_SIDE');
  });

  it('knows that what varies more than chance does', () => {
    const dispersions = ['counts by weekday', 'counts that vary more than chance'].map(
      (name) => chartOf('U_PRIME', observed(steady[name]!, chanceOf(3)), 0.003)?.dispersion ?? 0,
    );
    expect(dispersions[0]).toBeLessThan(1.3);
    expect(dispersions[1]).toBeGreaterThan(1.5);
  });

  it('needs twenty points, and something that varies', () => {
    const few = observed(steady['counts']!, chanceOf(4)).slice(0, 19);
    expect(chartOf('U_PRIME', few, 0.003)).toBeNull();
    const flat = observed(steady['counts']!, chanceOf(4), () => 7);
    expect(chartOf('INDIVIDUALS', flat, 0.003)).toBeNull();
  });

  it('asks for longer runs where alarms are to be rarer, or the centre is less sure', () => {
    expect(runLengthOf(0.0027, 1e9)).toBe(10);
    expect(runLengthOf(0.001, 1e9)).toBe(11);
    expect(runLengthOf(0.001, 30)).toBeGreaterThan(11);
  });
});
