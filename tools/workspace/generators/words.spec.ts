import { describe, expect, it } from '@jest/globals';
import { pluralOf, requireService, singularOf, UnusableName, wordsOf } from './words.ts';

describe('the names of an aggregate', () => {
  it('follow from the one in the singular', () => {
    expect(wordsOf('gift-card')).toEqual({
      file: 'gift-card',
      type: 'GiftCard',
      types: 'GiftCards',
      one: 'giftCard',
      many: 'giftCards',
      word: 'gift card',
      words: 'gift cards',
      aWord: 'a gift card',
      table: 'gift_cards',
      prefix: 'gift',
    });
    expect(wordsOf('objective')).toMatchObject({ aWord: 'an objective', prefix: 'obje' });
  });

  it.each([
    ['case', 'cases'],
    ['policy', 'policies'],
    ['survey', 'surveys'],
    ['branch', 'branches'],
    ['loss', 'losses'],
  ])('are plural as English has it, and back: %s, %s', (one, many) => {
    expect([pluralOf(one), singularOf(many)]).toEqual([many, one]);
  });

  it('are left as they are when nothing says plural', () => {
    expect(['workforce', 'loyalty', 'status', 'access'].map(singularOf)).toEqual([
      'workforce',
      'loyalty',
      'status',
      'access',
    ]);
  });

  it('are refused when they cannot be told apart or spelt everywhere', () => {
    expect(() => wordsOf('GiftCard')).toThrow(UnusableName);
    expect(() => wordsOf('staff', { plural: 'staff' })).toThrow('say --plural');
    expect(() => wordsOf('gift', { prefix: 'gift_' })).toThrow('cannot begin an id');
  });
});

describe('the name of a subgraph', () => {
  it('is one word that can also name a constant, a database and a variable of the environment', () => {
    expect(requireService('loyalty')).toBe('loyalty');
    for (const name of ['gift-desk', 'Loyalty', 'delete', '2nd', ''])
      expect(() => requireService(name)).toThrow('cannot be the name of a subgraph');
  });
});
