import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { problemsOfParts, progressOfTree, type GoalNode } from './goal.ts';

const node = (id: string, parentId: string | null, weightPercent: number | null, own: number | null): GoalNode => ({
  ...{ id, parentId, weightPercent, own },
});

describe('the progress of a goal', () => {
  it('is that of its parts by their weights, however deep', () => {
    const tree = [
      node('goal', null, null, null),
      node('fast', 'goal', 60, null),
      node('calls', 'fast', 50, 1),
      node('mail', 'fast', 50, 0.5),
      node('kind', 'goal', 40, 0.25),
    ];
    const found = progressOfTree(tree);
    expect(found.get('fast')).toEqual({ share: 0.75, known: 1 });
    expect(found.get('goal')?.share).toBeCloseTo(0.55, 10);
  });

  it('leaves out what nobody measures, and says how much is known', () => {
    const tree = [node('goal', null, null, null), node('a', 'goal', 25, 0.8), node('b', 'goal', 75, null)];
    const progress = progressOfTree(tree).get('goal');
    expect(progress?.share).toBeCloseTo(0.8, 10);
    expect(progress?.known).toBe(0.25);
    expect(progressOfTree([node('alone', null, null, null)]).get('alone')).toEqual({ share: null, known: 0 });
  });

  it('lies between that of its least and its best part', () => {
    const part = fc.record({
      weight: fc.integer({ min: 1, max: 20 }),
      own: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (given) => {
        const sum = given.reduce((all, { weight }) => all + weight, 0);
        const tree = given.map(({ weight, own }, i) => node(`p${i}`, 'goal', (weight * 100) / sum, own));
        const share = progressOfTree([node('goal', null, null, null), ...tree]).get('goal')?.share ?? -1;
        const shares = given.map(({ own }) => own);
        expect(share).toBeGreaterThanOrEqual(Math.min(...shares) - 1e-9);
        expect(share).toBeLessThanOrEqual(Math.max(...shares) + 1e-9);
      }),
    );
  });
});

describe('the parts of a goal', () => {
  it('have weights that come to 100', () => {
    const parts = (...weights: number[]) =>
      problemsOfParts({ goalId: 'goal_1', parts: weights.map((weightPercent) => ({ name: 'Part', weightPercent })) });
    expect(parts(60, 40)).toEqual([]);
    expect(parts(60, 39)).toEqual([{ path: 'parts', message: 'have weights that come to 99, not to 100' }]);
    expect(parts(110, -10)).toMatchObject([{ path: 'parts[1].weightPercent' }]);
  });
});
