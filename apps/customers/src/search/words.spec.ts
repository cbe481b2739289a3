import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alikeness, distance, fold, spellings, wordsOf } from './words.ts';

const letters = fc.stringMatching(/^[a-z]{4,12}$/);

describe('folding', () => {
  it.each([
    ['Siân ØVERGÅRD', 'sian overgard'],
    ['Łukasz Straße', 'lukasz strasse'],
    ['ΓΙΏΡΓΟΣ', 'γιωργος'],
    ['Nguyễn', 'nguyen'],
  ])('%s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('keeps an apostrophe within its word and parts words at everything else that is no letter', () => {
    expect(wordsOf(" O’Brien-Jones, d'Arcy (2nd) ")).toEqual(['obrien', 'jones', 'darcy', '2nd']);
  });
});

describe('spellings', () => {
  it('of a word and of the same with one typing error meet', () => {
    fc.assert(
      fc.property(letters, fc.nat(), fc.constantFrom('leave out', 'put in', 'replace', 'swap'), (word, at, error) => {
        const place = at % (word.length - 1);
        const [before, one, two, after] = [word.slice(0, place), word[place], word[place + 1], word.slice(place + 2)];
        const wrong = {
          ...{ 'leave out': `${before}${two}${after}`, 'put in': `${before}${one}x${two}${after}` },
          ...{ replace: `${before}x${two}${after}`, swap: `${before}${two}${one}${after}` },
        }[error];
        fc.pre(wrong.length > 3);
        expect(spellings(word).some((each) => spellings(wrong).includes(each))).toBe(true);
        expect(distance(word, wrong)).toBeLessThan(2);
      }),
    );
  });
});

describe('alikeness', () => {
  it('is 1 for the same alone, from 0 to 1, and the same both ways', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const alike = alikeness(a, b);
        expect(alike).toBe(alikeness(b, a));
        expect(alike).toBeGreaterThanOrEqual(0);
        expect(alike === 1).toBe(a === b);
      }),
    );
  });
});
