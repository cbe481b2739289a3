import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FactBook, type Known } from './fact-book.ts';

interface Word extends Known {
  readonly id: string;
  readonly word: string;
}

const at = (minute: number) => new Date(minute * 60_000);
const change = fc.record({ id: fc.constantFrom('a', 'b'), word: fc.option(fc.string()), minute: fc.nat({ max: 9 }) });

/** What a book says was known at an instant. */
const knownAt = (book: FactBook<Word>, instant: Date): [string, string][] => {
  const { current, past } = book.pages();
  const then = [
    ...current.filter(({ knownFrom }) => knownFrom <= instant),
    ...past.filter(({ knownFrom, knownUntil }) => knownFrom <= instant && instant < knownUntil),
  ];
  return then.map(({ id, word }): [string, string] => [id, word]).sort();
};

describe('a book of facts', () => {
  it('says of every instant what the last change up to then made of each fact, and has no fact twice', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const inOrder = changes.toSorted((a, b) => a.minute - b.minute);
        const book = new FactBook<Word>(new Map());
        for (const { id, word, minute } of inOrder)
          if (word === null) book.drop(id, at(minute));
          else book.put(id, { id, word }, at(minute));
        for (let minute = 0; minute < 10; minute++) {
          const last = new Map(inOrder.filter((each) => each.minute <= minute).map(({ id, word }) => [id, word]));
          const expected = [...last].flatMap(([id, word]): [string, string][] => (word === null ? [] : [[id, word]]));
          expect(knownAt(book, at(minute))).toEqual(expected.sort());
        }
      }),
    );
  });

  it('never goes back in time: what says it was earlier is known with what came before it', () => {
    const book = new FactBook<Word>(new Map([['a', { id: 'a', word: 'first', knownFrom: at(5) }]]));
    book.put('a', { id: 'a', word: 'second' }, at(3));
    expect(book.pages()).toEqual({ current: [{ id: 'a', word: 'second', knownFrom: at(5) }], past: [], gone: [] });
  });
});
