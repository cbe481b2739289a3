import { describe, expect, it } from '@jest/globals';
import { chanceOf } from '../statistics/chance.ts';
import { effectOf, type BeforeAndAfter, type Trained } from './training-effect.ts';

const form = { metricKey: 'quality.score.mean', days: 60 };

/** A hundred and forty people, of whom mostly those with low scores are trained; everybody gains three points meanwhile. */
function people(seed: number, lift: number): Trained[] {
  const draw = chanceOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const all = Array.from({ length: 140 }, (_, i) => {
    const skill = 75 + 8 * normal();
    const before = skill + 4 * normal();
    const isTrained = draw() < (before < 75 ? 0.45 : 0.12);
    const after = skill + 3 + (isTrained ? lift : 0) + 4 * normal();
    return { isTrained, scores: { personId: `pers_${i}`, before, after } satisfies BeforeAndAfter };
  });
  const others = all.filter(({ isTrained }) => !isTrained).map(({ scores }) => scores);
  return all.filter(({ isTrained }) => isTrained).map(({ scores }) => ({ own: scores, others }));
}

describe('the effect of training (row 61)', () => {
  it('is the eight points that were planted, with an interval around them', () => {
    const { effect, low, high, isProven, matched, othersChange } = effectOf(people(61, 8), form);
    expect(effect).toBeGreaterThan(5.5);
    expect(effect).toBeLessThan(10.5);
    expect([low! < 8, high! > 8, isProven, matched > 20]).toEqual([true, true, true, true]);
    expect(othersChange).toBeGreaterThan(2);
  });

  it('is none for a course that does nothing, and lies within the interval as often as that says', () => {
    expect(effectOf(people(62, 0), form)).toMatchObject({ isProven: false });
    const seeds = Array.from({ length: 400 }, (_, seed) => seed);
    const within = (lift: number) =>
      seeds.map((seed) => effectOf(people(seed, lift), form)).filter(({ low, high }) => low! <= lift && lift <= high!)
        .length;
    expect(within(0) / seeds.length).toBeGreaterThan(0.92);
    expect(within(8) / seeds.length).toBeGreaterThan(0.92);
  });

  it('pairs nobody twice, nor with somebody unlike them, and tells nothing of fewer than five pairs', () => {
    const others = [60, 61, 90].map((before, i) => ({ personId: `pers_${i}`, before, after: before }));
    const own = [60, 60, 60, 10].map((before, i) => ({ personId: `pers_t${i}`, before, after: before + 8 }));
    const trained = own.map((each) => ({ own: each, others }));
    expect(effectOf(trained, form)).toMatchObject({ matched: 2, effect: null, noEffectBecause: 'TOO_FEW_MATCHED' });
  });
});
