import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holderOf, holdersOf } from './cover.ts';

const people = ['pers_a', 'pers_b', 'pers_c', 'pers_d', 'pers_e'] as const;
const person = fc.constantFrom(...people);
const covers = fc.uniqueArray(
  fc.record({ personId: person, deputyId: person }).filter((each) => each.personId !== each.deputyId),
  { selector: ({ personId }) => personId },
);

describe('who sees to whose work', () => {
  it('is the end of the chain of covers', () => {
    const holders = holdersOf([
      { personId: 'pers_a', deputyId: 'pers_b' },
      { personId: 'pers_b', deputyId: 'pers_c' },
    ]);
    expect(people.slice(0, 3).map((id) => holderOf(holders, id))).toEqual(['pers_c', 'pers_c', 'pers_c']);
  });

  it('is everybody themselves where covers run in a circle', () => {
    const circle = [
      { personId: 'pers_a', deputyId: 'pers_b' },
      { personId: 'pers_b', deputyId: 'pers_a' },
      { personId: 'pers_c', deputyId: 'pers_a' },
    ];
    expect(holdersOf(circle)).toEqual(new Map());
  });

  it('is somebody who is there, or the person themselves, whatever was arranged', () => {
    fc.assert(
      fc.property(covers, person, (inForce, id) => {
        const holder = holderOf(holdersOf(inForce), id);
        const isAway = inForce.some(({ personId }) => personId === holder);
        expect(holder === id || !isAway).toBe(true);
      }),
    );
  });
});
