import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalLanguage, chooseLanguage, primaryLanguage, problemsOfLanguage } from './language.ts';

describe('a language', () => {
  it('is kept as BCP 47 writes it, and anything else is refused', () => {
    expect(canonicalLanguage('EN-gb')).toBe('en-GB');
    expect(canonicalLanguage('english please')).toBeNull();
    expect(problemsOfLanguage('language', 'cy')).toEqual([]);
    expect(problemsOfLanguage('language', '')).toHaveLength(1);
    expect(
      problemsOfLanguage('language', `en-x-${'a'.repeat(8)}-${'b'.repeat(8)}-${'c'.repeat(8)}-${'d'.repeat(8)}`),
    ).toHaveLength(1);
    expect(primaryLanguage('zh-Hant-TW')).toBe('zh');
  });

  it.each([
    [['en', 'en-GB'], ['en-GB'], 'en-GB', 'WANTED'],
    [['en', 'cy'], ['en-GB'], 'en', 'BROADER'],
    [['en-US', 'cy'], ['en-GB'], 'en-US', 'RELATED'],
    [['en', 'cy'], ['pl', 'cy-GB'], 'cy', 'BROADER'],
    [['en', 'cy'], ['pl'], 'en', 'DEFAULT'],
    [['en', 'zh-Hans'], ['zh-Hant-TW'], 'en', 'DEFAULT'],
    [['en', 'zh-TW'], ['zh-Hant-HK'], 'zh-TW', 'RELATED'],
    [['en', 'pa-Arab'], ['pa'], 'en', 'DEFAULT'],
  ])('of %j for somebody who wants %j is %s, as %s', (available, wanted, language, match) => {
    expect(chooseLanguage(available, wanted, 'en')).toEqual({ language, match });
  });

  it('that nobody has is none', () => {
    expect(chooseLanguage(['cy'], ['pl'], 'en')).toBeNull();
  });

  it('is always one of those at hand, and the wanted one whenever that is among them', () => {
    const tag = fc.constantFrom('en', 'en-GB', 'en-US', 'cy', 'pl', 'zh-Hant', 'zh-Hans', 'pt-BR', 'pt');
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1 }), fc.array(tag), (available, wanted) => {
        const choice = chooseLanguage(available, wanted, available[0]!);
        expect(available).toContain(choice?.language);
        if (wanted[0] && available.includes(wanted[0]))
          expect(choice).toEqual({ language: wanted[0], match: 'WANTED' });
      }),
    );
  });
});
