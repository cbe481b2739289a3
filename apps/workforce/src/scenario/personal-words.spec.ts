import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { personalWordsIn, redacted, type KnownPeople } from './personal-words.ts';

const nobody: KnownPeople = { names: [], contactPoints: [] };
const known: KnownPeople = {
  names: ['José Ångström', 'Will Date', "Siobhán O'Neill"],
  contactPoints: ['7 Rose Hill Mansions, Little Snoring', 'jo@example.org', '+44 20 7946 0018'],
};

describe('redaction', () => {
  it('takes names, addresses, e-mails, telephone numbers, orders, dates and sums out of a complaint', () => {
    const said = `Dear Ms Brown, my name is José Ångström and I was born on 3 March 1980. My order AB-10234 for £249.99 never came to
7 Rose Hill Mansions, Little Snoring NR21 0AB. Ring 020 7946 0018 or write to jo@example.org. WILL told me on 02/01/2026 that it takes 3 days.
Regards, josé`;
    const clean = redacted(said, known);
    expect(personalWordsIn(clean, known)).toEqual([]);
    expect(clean)
      .toBe(`Dear [name], my name is [name] and I was born on [date]. My order [number] for [a sum in the hundreds] never came to
[address] [address]. Ring [telephone number] or write to [address]. [name] told me on [date] that it takes 3 days.
Regards, [name]`);
    expect(clean).not.toMatch(/jos|rose|snoring|nr21|7946|10234|249|1980|2026|brown|will told/i);
    expect(clean).toContain('that it takes 3 days');
  });

  it('leaves words alone that tell nothing of anybody', () => {
    const plain = 'The kettle broke after 3 days. I want my money back, and on Monday at the latest. Can you help?';
    expect(redacted(plain, nobody)).toBe(plain);
  });

  const words = fc
    .array(fc.constantFrom('the kettle', 'was late', 'and nobody', 'rang back', 'for 3 days', 'please help'), {
      minLength: 1,
    })
    .map((all) => all.join(' '));
  const digits = (n: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{${n - 1}}$`));
  const lower = (least: number, most: number) => fc.stringMatching(new RegExp(`^[a-z]{${least},${most}}$`));
  const name = lower(3, 8).map((text) => text.charAt(0).toUpperCase() + text.slice(1));
  /** Something that tells who somebody is, what of it may not be left, and whether a name is known. */
  const secret: fc.Arbitrary<{ text: string; secret: string; name?: string }> = fc.oneof(
    fc
      .tuple(lower(4, 8), lower(4, 8))
      .map(([user, host]) => ({ text: `${user}.q@${host}.example`, secret: `${user}.q` })),
    digits(10).map((number) => ({ text: `0${number}`, secret: number })),
    digits(10).map((number) => ({ text: `+44 ${number.slice(0, 4)} ${number.slice(4)}`, secret: number.slice(4) })),
    digits(6).map((number) => ({ text: `ORD-${number}`, secret: number })),
    digits(16).map((number) => ({ text: number.replaceAll(/(\d{4})(?=\d)/g, '$1 '), secret: number.slice(0, 4) })),
    fc.tuple(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 1940, max: 2020 })).map(([day, year]) => ({
      ...{ text: `${day} October ${year}`, secret: String(year) },
    })),
    fc.tuple(fc.integer({ min: 10, max: 99 }), name).map(([house, road]) => ({
      ...{ text: `${house} ${road} Street`, secret: `${house} ${road}` },
    })),
    fc.constantFrom('SW1A 2AA', 'M1 1AE', 'ls14ap').map((code) => ({ text: code, secret: code })),
    digits(4).map((sum) => ({ text: `£${sum}.50`, secret: sum })),
    fc.tuple(name, name).map(([given, family]) => ({ text: `Mrs ${given} ${family}`, secret: `${given} ${family}` })),
    name.map((each) => ({ text: each.toLowerCase(), secret: each, name: each })),
    name.map((each) => ({ text: each.toUpperCase(), secret: each, name: each })),
  );

  it('leaves nothing of what was planted, and nothing for the scanner, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(words, secret), { minLength: 1, maxLength: 6 }), words, (parts, end) => {
        const text = `${parts.map(([before, { text: planted }]) => `${before} ${planted}`).join(', ')} ${end}`;
        const people = { names: parts.flatMap(([, each]) => each.name ?? []), contactPoints: [] };
        expect(personalWordsIn(text, people).length).toBeGreaterThan(0);
        const clean = redacted(text, people);
        expect(personalWordsIn(clean, people)).toEqual([]);
        expect(redacted(clean, people)).toBe(clean);
        const bare = clean.replaceAll(/\[[a-z -]+\]/g, '[]').toLowerCase();
        for (const [, each] of parts) {
          const spelled = each.secret.toLowerCase();
          const isPlain = 'the kettle was late and nobody rang back for 3 days please help'.includes(spelled);
          if (!isPlain) expect(bare).not.toContain(spelled);
        }
      }),
    );
  });

  it('ends, and leaves nothing to be found, for any text and any names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 3 }),
        (text, names) => {
          expect(
            personalWordsIn(redacted(text, { names, contactPoints: names }), { names, contactPoints: names }),
          ).toEqual([]);
        },
      ),
    );
  });
});
