import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkPlainLanguage } from './plain-language.ts';
import { readabilityOf, syllablesOf } from './readability.ts';

const PLAIN = `We got your letter on Monday. We are sorry that your chair broke. We will send you a new one this week. You do not have
to pay for it. Please keep the old one until our driver comes. He will take it with him.`;
const HARD =
  'Notwithstanding the aforementioned contractual stipulations, reimbursement of expenditure necessarily incurred in consequence of ' +
  'unsatisfactory merchandise is conditional upon contemporaneous documentary substantiation, which must be submitted to the organisation.';

describe('a plain-language check', () => {
  it.each([
    ['cat', 1],
    ['table', 2],
    ['complaint', 2],
    ['wanted', 2],
    ['asked', 1],
    ['refunded', 3],
    ['the', 1],
    ['organisation', 5],
  ])('counts the syllables of %s as %d', (word, syllables) => {
    expect(syllablesOf(word)).toBe(syllables);
  });

  it('measures English by Flesch, with the age by Kincaid', () => {
    // 100 words in 5 sentences with 150 syllables: 206.835 - 20.3 - 126.9, and grade 7.8 + 17.7 - 15.59 = 9.91.
    const counts = { words: 100, sentences: 5, syllables: 150, longWords: 20 };
    expect(readabilityOf(counts, 'en-GB')).toEqual({ formula: 'READING_EASE', score: 59.6, readingAge: 15 });
  });

  it('measures other languages by LIX, with the age by Anderson', () => {
    // 100 words in 5 sentences, 20 of them long: 20 + 20, and 4 long words in a sentence are grade 9.
    const counts = { words: 100, sentences: 5, syllables: 0, longWords: 20 };
    expect(readabilityOf(counts, 'cy')).toEqual({ formula: 'LIX', score: 40, readingAge: 14 });
    expect(readabilityOf({ ...counts, longWords: 0 }, 'de')).toMatchObject({ readingAge: 6 });
    expect(readabilityOf({ ...counts, words: 29 }, 'de')).toBeNull();
  });

  it('lets a plain letter pass without a finding, though its lines are wrapped', () => {
    const check = checkPlainLanguage(PLAIN, 'en');
    expect(check).toMatchObject({ sentences: 6, findings: [] });
    expect(check.readability?.readingAge).toBeLessThan(9);
  });

  it('finds long sentences, long words and the passive, each with its place', () => {
    const check = checkPlainLanguage(
      `Dear customer,\n\nYour claim was not approved. ${HARD}\n\nIt was sent by us.`,
      'en',
    );
    expect(check.readability?.readingAge).toBeGreaterThan(18);
    expect(check.findings).toContainEqual({ kind: 'PASSIVE', line: 3, column: 12, excerpt: 'was not approved' });
    expect(check.findings).toContainEqual({ kind: 'LONG_WORD', line: 3, column: 30, excerpt: 'Notwithstanding' });
    expect(check.findings).toContainEqual({ kind: 'PASSIVE', line: 5, column: 4, excerpt: 'was sent' });
    const sentence = `A${' a'.repeat(24)} c.`;
    const long = checkPlainLanguage(`Fine.\n\n${sentence} A${' a'.repeat(24)}.`, 'en').findings;
    expect(long).toEqual([{ kind: 'LONG_SENTENCE', line: 3, column: 1, excerpt: sentence }]);
  });

  it('looks for the English passive in English alone, and measures no script it has no formula for', () => {
    expect(checkPlainLanguage('It was sent.', 'de').findings).toEqual([]);
    expect(checkPlainLanguage('您的投诉已经收到。我们会在五个工作日内答复您。'.repeat(5), 'zh').readability).toBeNull();
  });

  it('gives an answer for any text, with places that are in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.constantFrom('en', 'de', 'ar'),
        (text, language) => {
          const lines = text.split('\n');
          for (const { line, column } of checkPlainLanguage(text, language).findings)
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        },
      ),
    );
  });
});
