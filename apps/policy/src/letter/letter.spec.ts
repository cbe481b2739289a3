import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { problemsOfLetterText } from './letter-text.ts';
import { fillIn, parseMergeText } from './merge-text.ts';
import { formatValue, mergeValues, type MergeField } from './merge-value.ts';
import { chooseVariant, type LetterVariant } from './variant.ts';

const field = (name: string, type: MergeField['type'] = 'TEXT', example = 'x'): MergeField => ({
  name,
  type,
  description: 'A value',
  example,
});
const variant = (language: string, format: LetterVariant['format'], body = 'Hello'): LetterVariant => ({
  language,
  format,
  subject: 'Your case',
  body,
});

describe('a letter text', () => {
  it('is taken apart in one pass, with the place of what is no placeholder', () => {
    const { parts, broken } = parseMergeText('Dear {{ name }},\n{{element:adr-referral}}write {{to us}} }}');
    expect(parts.filter(({ type }) => type !== 'WORDS')).toEqual([
      { type: 'FIELD', name: 'name', at: { line: 1, column: 6 } },
      { type: 'ELEMENT', key: 'adr-referral', at: { line: 2, column: 1 } },
    ]);
    expect(broken.map(({ at }) => at)).toEqual([
      { line: 2, column: 31 },
      { line: 2, column: 38 },
      { line: 2, column: 41 },
    ]);
  });

  it('never looks into a value: what a customer is called cannot become a field', () => {
    const { parts } = parseMergeText('{{a}} and {{b}}');
    const values = new Map([
      ['a', '{{b}} $& {{element:x}}'],
      ['b', 'B'],
    ]);
    expect(fillIn(parts, values)).toBe('{{b}} $& {{element:x}} and B');
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(
          fillIn(
            parts,
            new Map([
              ['a', a],
              ['b', b],
            ]),
          ),
        ).toBe(`${a} and ${b}`);
      }),
    );
  });

  it('is refused unknown and unused fields, missing elements and variants, each with its place', () => {
    const problems = problemsOfLetterText(
      {
        variants: [
          variant('en', 'STANDARD', 'Dear {{name}},\n\nyour {{thing}}. {{element:adr-referral}}'),
          variant('EN', 'STANDARD', '{{name}}'),
          variant('cy', 'LARGE_PRINT', '{{name}} {{element:adr-referral}}'),
        ],
        fields: [field('name'), field('date', 'DATE', 'tomorrow'), field('name')],
        requiredElements: ['adr-referral', 'Not a key'],
      },
      'pl',
    );
    const said = problems.map(({ path, message }) => `${path} ${message}`);
    expect(said).toContain('variants[0].body names at line 3, column 6 {{thing}}, which is not among the fields');
    expect(said).toContain('variants[1].body does not contain {{element:adr-referral}}, which is required');
    expect(said).toContain('variants[1] is the same as that of variants[0]');
    expect(said).toContain('variants has no STANDARD text in cy');
    expect(said).toContain('variants has no STANDARD text in pl');
    expect(said).toContain('fields[1].example "tomorrow" is no DATE');
    expect(said).toContain('fields[1].name date is used in no variant');
    expect(said).toContain('fields[2].name is the same as that of fields[0].name');
    expect(said).toContain('requiredElements[1] "Not a key" is no key, such as adr-referral');
  });
});

describe('a value of a letter', () => {
  it.each([
    ['DATE', '2026-03-28', 'en-GB', '28 March 2026'],
    ['DATE', '2026-03-28', 'de', '28. März 2026'],
    ['DATE', '2026-02-30', 'en', null],
    ['MONEY', '9007199254740993.25 GBP', 'en-GB', '£9,007,199,254,740,993.25'],
    ['MONEY', '12.5 JPY', 'en', null],
    ['MONEY', '12.50', 'en', null],
    ['NUMBER', '1234.5', 'en', '1,234.5'],
    ['NUMBER', '1e3', 'en', null],
    ['TEXT', 'two\nlines', 'en', null],
    ['TEXT', 'turned \u202Earound', 'en', null],
    ['TEXT', '  ', 'en', null],
    ['PARAGRAPHS', 'two\nlines', 'en', 'two\nlines'],
    ['PARAGRAPHS', 'a bell\u0007', 'en', null],
  ] as const)('as %s, "%s" reads in %s: %s', (type, value, language, shown) => {
    expect(formatValue(type, value, language)).toBe(shown);
  });

  it('is told by name when it is missing, unknown, given twice or unfit', () => {
    const fields = [field('a'), field('b', 'DATE'), field('c')];
    const given = [
      { name: 'a', value: 'x' },
      { name: 'a', value: 'y' },
      { name: 'b', value: 'soon' },
      { name: 'd', value: 'z' },
    ];
    expect(mergeValues(fields, given, 'en')).toEqual([
      { field: 'a', kind: 'TWICE' },
      { field: 'd', kind: 'UNKNOWN' },
      { field: 'b', kind: 'UNFIT' },
      { field: 'c', kind: 'MISSING' },
    ]);
  });
});

describe('the variant of a letter', () => {
  const variants = [
    variant('en', 'STANDARD'),
    variant('en', 'LARGE_PRINT'),
    variant('cy', 'STANDARD'),
    variant('cy', 'EASY_READ'),
  ];
  it.each([
    [['en-GB'], 'LARGE_PRINT', 'en LARGE_PRINT', 'BROADER'],
    [['cy'], 'LARGE_PRINT', 'cy STANDARD', 'WANTED'],
    [['pl', 'cy'], 'EASY_READ', 'cy EASY_READ', 'WANTED'],
    [['pl'], 'LARGE_PRINT', 'en LARGE_PRINT', 'DEFAULT'],
    [[], 'EASY_READ', 'en STANDARD', 'DEFAULT'],
  ] as const)('for %j in %s is %s, as %s', (languages, format, chosen, match) => {
    const choice = chooseVariant(variants, { languages, format }, 'en');
    expect(`${choice?.variant.language} ${choice?.variant.format}`).toBe(chosen);
    expect(choice).toMatchObject({ match, formatFound: chosen.endsWith(format) });
  });
});
