import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { progressOfTree, type GoalNode } from '../goal/goal.ts';
import { nodesOfObjectives, type LinkedProgress, type ObjectiveNode } from './objective.ts';

const node = (id: string, parentId: string | null, links: Partial<ObjectiveNode> = {}): ObjectiveNode => ({
  ...{ id, parentId, targetIds: [], goalIds: [], initiativeIds: [], ...links },
});
const linked = (given: Partial<LinkedProgress>): LinkedProgress => ({
  ...{ targets: new Map(), initiatives: new Map(), goals: [], ...given },
});
const progress = (nodes: readonly ObjectiveNode[], given: Partial<LinkedProgress>) =>
  progressOfTree(nodesOfObjectives(nodes, linked(given)));
const goal = (id: string, parentId: string | null, weightPercent: number | null, own: number | null): GoalNode => ({
  ...{ id, parentId, weightPercent, own },
});

describe('the progress of an objective', () => {
  it('is the mean of its parts, targets, goals and initiatives, all of the same weight', () => {
    const tree = [
      node('whole', null, { targetIds: ['t'], goalIds: ['g'], initiativeIds: ['done'] }),
      node('part', 'whole', { initiativeIds: ['done', 'begun'] }),
    ];
    const found = progress(tree, {
      targets: new Map([['t', 0.8]]),
      initiatives: new Map([
        ['done', 'DONE'],
        ['begun', 'IN_PROGRESS'],
      ]),
      goals: [goal('g', null, null, null), goal('a', 'g', 75, 0), goal('b', 'g', 25, 0.4)],
    });
    expect(found.get('part')).toEqual({ share: 0.5, known: 1 });
    // (0.5 of the part + 0.8 of the target + 0.1 of the goal + 1 of the initiative) / 4
    expect(found.get('whole')?.share).toBeCloseTo(0.6, 10);
    expect(found.get('whole')?.known).toBeCloseTo(1, 10);
  });

  it('leaves out what was given up or never measured, and says how much is known', () => {
    const tree = [node('whole', null, { targetIds: ['t', 'unmeasured'], initiativeIds: ['stopped', 'new'] })];
    const given: Partial<LinkedProgress> = {
      targets: new Map([['t', 1]]),
      initiatives: new Map([
        ['stopped', 'STOPPED'],
        ['new', 'PROPOSED'],
      ]),
    };
    expect(progress(tree, given).get('whole')).toEqual({ share: 0.5, known: 0.5 });
    expect(progress([node('empty', null)], {}).get('empty')).toEqual({ share: null, known: 0 });
  });

  it('counts a goal that is linked and a part of another goal that is linked with its own progress both times', () => {
    const tree = [node('whole', null, { goalIds: ['g', 'a'] })];
    const goals = [goal('g', null, null, null), goal('a', 'g', 50, 1), goal('b', 'g', 50, 0)];
    expect(progress(tree, { goals }).get('whole')).toEqual({ share: 0.75, known: 1 });
  });

  it('is the plain mean of any number of targets', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (shares) => {
        const targetIds = shares.map((_, i) => `t${i}`);
        const targets = new Map(shares.map((share, i) => [`t${i}`, share]));
        const share = progress([node('whole', null, { targetIds })], { targets }).get('whole')?.share;
        expect(share).toBeCloseTo(shares.reduce((sum, each) => sum + each, 0) / shares.length, 9);
      }),
    );
  });
});
