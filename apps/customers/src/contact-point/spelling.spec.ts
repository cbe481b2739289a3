import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reachableAt, spellPostcode, spelt } from './spelling.ts';

describe('the spelling by which a contact point is looked up', () => {
  it.each([
    ['EMAIL', ' Gwen@Example.ORG ', null, 'gwen@example.org'],
    ['EMAIL', '"Gwen Ifans"@example.org', null, '"gwen ifans"@example.org'],
    ['EMAIL', 'gwen@Bücher.example', null, 'gwen@xn--bcher-kva.example'],
    ['PHONE', '+44 (29) 2018-0000 ext. 5', null, '+442920180000;ext=5'],
    ['PHONE', '029 2018 0000', 'GB', '+442920180000'],
    ['PHONE', '0044 29 2018 0000', 'GB', '+442920180000'],
    ['PHONE', '(212) 555-0123', 'US', '+12125550123'],
    ['SOCIAL', '@Gwen', null, 'gwen'],
    ['POSTAL', '1 High Street,  Cardiff, CF10 1AA', null, '1 high street cardiff cf10 1aa'],
    ['POSTAL', '1 High Street, Cardiff, cf101aa', null, '1 high street cardiff cf10 1aa'],
  ] as const)('of %s %s in %s is %s', (kind, value, country, spelling) => {
    expect(spelt(kind, value, country)?.normalised).toBe(spelling);
  });

  it.each([
    ['EMAIL', 'gwen'],
    ['EMAIL', 'gwen@a b'],
    ['EMAIL', 'gwen..ifans@example.org'],
    ['EMAIL', 'Gwen <gwen@example.org>'],
    ['EMAIL', 'gwen@example.org, rhys@example.org'],
    ['PHONE', '12'],
    ['PHONE', '029 2018 0000'],
    ['PHONE', 'call me'],
    ['PHONE', 'john1975@example.org'],
    ['SOCIAL', '@'],
    ['POSTAL', ' , '],
  ] as const)('%s has none for %s', (kind, value) => {
    expect(spelt(kind, value)).toBeNull();
  });

  it('is its own spelling', () => {
    const digits = fc.stringMatching(/^\+?[0-9 ()-]{3,18}$/);
    const texts = fc.oneof(fc.string(), fc.emailAddress(), digits);
    fc.assert(
      fc.property(fc.constantFrom('EMAIL', 'PHONE', 'POSTAL'), texts, (kind, value) => {
        const once = spelt(kind, value, 'GB');
        if (once !== null) expect(spelt(kind, once.normalised, 'US')).toEqual(once);
      }),
    );
  });
});

describe('what is sent to or dialled', () => {
  it('keeps the capitals of the mailbox, which its host may tell apart, and not those of the host', () => {
    expect(reachableAt('EMAIL', 'Gwen.Ifans@Bücher.example', '')).toBe('Gwen.Ifans@xn--bcher-kva.example');
  });
  it('is the number with its country', () => {
    expect(reachableAt('PHONE', '029 2018 0000', '+442920180000')).toBe('+442920180000');
    expect(reachableAt('PHONE', '029 2018 0000', '02920180000')).toBe('029 2018 0000');
  });
});

describe('a postcode', () => {
  it.each([
    ['GB', 'cf101aa', 'CF10 1AA'],
    ['GB', 'CF10  1AA', 'CF10 1AA'],
    ['CA', 'k1a0b1', 'K1A 0B1'],
    ['NL', '1012ab', '1012 AB'],
    ['US', '705XX', '705XX'],
    ['US', '70501 1234', '70501-1234'],
    ['FR', '75001', '75001'],
    [null, 'cf101aa', 'CF101AA'],
  ] as const)('of %s written %s is %s', (country, written, spelled) => {
    expect(spellPostcode(written, country)).toBe(spelled);
  });
});
