import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST, figuresOf, groupsToShow } from './pulse.ts';

const sum = (groups: readonly { answers: number }[]) => groups.reduce((all, { answers }) => all + answers, 0);
const anyGroups = fc.array(fc.record({ answers: fc.integer({ min: 0, max: 14 }) }), { maxLength: 12 });

describe('the groups of a pulse that are shown', () => {
  it('have enough answers each, and so has what is left of the whole without them', () => {
    fc.assert(
      fc.property(anyGroups, (groups) => {
        const shown = groupsToShow(groups);
        for (const { answers } of shown) expect(answers).toBeGreaterThanOrEqual(FEWEST);
        const rest = sum(groups) - sum(shown);
        expect(rest === 0 || rest >= FEWEST || shown.length === 0).toBe(true);
      }),
    );
  });

  it('are all that have enough answers, when those without are enough together or nobody', () => {
    fc.assert(
      fc.property(anyGroups, (groups) => {
        const enough = groups.filter(({ answers }) => answers >= FEWEST);
        const rest = sum(groups) - sum(enough);
        if (rest === 0 || rest >= FEWEST) expect(groupsToShow(groups)).toEqual(enough);
      }),
    );
  });

  it('leave out the smallest of the rest where one too small could be worked out', () => {
    const groups = [{ answers: 7 }, { answers: 9 }, { answers: 2 }];
    expect(groupsToShow(groups)).toEqual([{ answers: 9 }]);
    expect(groupsToShow([{ answers: 7 }, { answers: 2 }])).toEqual([]);
  });
});

describe('the figures of a pulse', () => {
  const questions = [{ key: 'mood', text: 'How are you?', scale: 'ONE_TO_FIVE' as const }];
  const tallies = (...answers: number[]) =>
    answers.map((each, i) => ({ question: 'mood', value: i + 1, answers: each }));

  it('are the mean and how many gave each answer', () => {
    const [figure] = figuresOf({ questions }, tallies(1, 0, 2, 0, 3)) ?? [];
    expect(figure?.mean).toBeCloseTo(22 / 6);
    expect(figure?.counts.map(({ answers }) => answers)).toEqual([1, 0, 2, 0, 3]);
  });

  it('are not there with fewer answers than hide anybody', () => {
    expect(figuresOf({ questions }, tallies(1, 1, 1, 1))).toBeNull();
    expect(figuresOf({ questions }, [])).toBeNull();
  });
});
