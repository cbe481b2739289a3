import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nothing } from './metric.ts';
import { FEWEST_PEOPLE, hiddenCells } from './small-cells.ts';

const cell = fc.record({ bucket: fc.constantFrom('a', 'b'), people: fc.integer({ min: 1, max: 12 }) });
const cellsOf = (given: readonly { bucket: string; people: number }[]) =>
  given.map(({ bucket, people }, i) => ({ ...nothing, bucket, people, value: String(i) }));

describe('cells of few people', () => {
  it('are withheld, and never so few together that the total less what is shown would tell of them', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), (given) => {
        const cells = cellsOf(given);
        const hidden = hiddenCells(cells);
        for (const each of cells) if (each.people < FEWEST_PEOPLE) expect(hidden.has(each)).toBe(true);
        for (const bucket of ['a', 'b']) {
          const here = cells.filter((each) => each.bucket === bucket);
          const withheld = here.filter((each) => hidden.has(each));
          const people = withheld.reduce((sum, each) => sum + each.people, 0);
          if (withheld.length > 0) expect(people >= FEWEST_PEOPLE || withheld.length === here.length).toBe(true);
        }
      }),
    );
  });

  it('are the only ones withheld when there are enough of them, and nothing is when there are none', () => {
    const hiddenOf = (...people: readonly number[]) =>
      [...hiddenCells(cellsOf(people.map((count) => ({ bucket: 'a', people: count }))))].map((each) => each.people);
    expect(hiddenOf(5, 9)).toEqual([]);
    expect(hiddenOf(9, 3, 2, 6)).toEqual([2, 3]);
    expect(hiddenOf(9, 3, 6)).toEqual([3, 6]);
  });
});
