import { describe, expect, it } from '@jest/globals';
import { patternsOf, type Known } from './traces.ts';

const nobody: Known = {
  ...{ names: [], emails: [], phones: [], handles: [], places: [], externalIds: [], namesAreTheirs: true },
};
/** The same expression as JavaScript has it. */
const finds = (pattern: string, text: string) =>
  new RegExp(pattern.replaceAll(/\\[mM]/g, '\\b').replaceAll('\\A', '(?!)'), 'i').test(text);

describe('what spells a customer', () => {
  it('is a number however it is written', () => {
    const { everywhere } = patternsOf({ ...nobody, phones: ['+44 20 7946 0958', '442079460958'] });
    for (const text of [
      '+44 20 7946 0958',
      '(020) 7946-0958',
      '02079460958',
      'call 0044.20.7946.0958 now',
      '44 2079460958',
    ])
      expect([text, finds(everywhere, text)]).toEqual([text, true]);
    for (const text of ['020 7946 0959', '7946 0958', 'Order 20794'])
      expect([text, finds(everywhere, text)]).toEqual([text, false]);
  });

  it('is their whole name in either order, everywhere only when nobody else is called so', () => {
    const known = { ...nobody, names: [['Mary', 'Ann', 'Smith-Jones']] };
    for (const text of ['mary ann SMITH-JONES', 'Smith-Jones, Ann Mary', 'Mary  Ann\nSmith-Jones'])
      expect([text, finds(patternsOf(known).everywhere, text)]).toEqual([text, true]);
    expect(finds(patternsOf(known).everywhere, 'Mary came')).toBe(false);
    expect(finds(patternsOf({ ...known, namesAreTheirs: false }).everywhere, 'Mary Ann Smith-Jones')).toBe(false);
  });

  it('is each part of it in what is theirs, as a word of its own', () => {
    const { own } = patternsOf({ ...nobody, names: [['Ann', 'Lee']], places: ['12 High Street', 'SW1A 1AA', 'X'] });
    for (const text of ['Dear Ann', 'Mrs LEE called', 'at 12  high street', 'sw1a 1aa'])
      expect([text, finds(own, text)]).toEqual([text, true]);
    for (const text of ['Annual', 'a fleet', 'X marks', '112 High Streets'])
      expect([text, finds(own, text)]).toEqual([text, false]);
  });

  it('means its dots and brackets as they stand', () => {
    const { everywhere } = patternsOf({ ...nobody, emails: ['a.b+c@example.com'], handles: ['@mary(x)'] });
    expect([finds(everywhere, 'A.B+C@example.com'), finds(everywhere, 'ahb+c@example.com')]).toEqual([true, false]);
    expect(finds(everywhere, 'ask @mary(x)')).toBe(true);
  });

  it('is nothing for somebody of whom nothing is known', () => {
    const { everywhere, own } = patternsOf(nobody);
    for (const pattern of [everywhere, own])
      expect(['', 'a', 'anybody'].some((text) => finds(pattern, text))).toBe(false);
  });
});
