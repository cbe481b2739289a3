import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createId, formatId, isIdOf, nextEntropy, parseId, timeOfId } from './index.ts';

const time = fc.nat(2 ** 48 - 1);
const random = fc.uint8Array({ minLength: 10, maxLength: 16 });
const prefix = fc.constantFrom('case', 'cust', 'calv', 'p1');
const zeros = new Uint8Array(10);

describe('createId', () => {
  it('is the prefix and a UUIDv7 in 26 letters, the same for the same arguments', () => {
    const id = createId('case', Date.UTC(2026, 0, 1), Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    expect(id).toMatch(/^case_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(parseId(id)).toEqual({ prefix: 'case', uuid: '019b76da-a800-7408-8304-05060708090a' });
  });
  it('carries the time and the random bits in the layout of RFC 9562', () => {
    const uuid = parseId(createId('case', 0x0123456789ab, new Uint8Array(16).fill(255)))?.uuid;
    expect(uuid).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
    expect(parseId(createId('case', 0, zeros))?.uuid).toBe('00000000-0000-7000-8000-000000000000');
  });
  it('survives the way to the uuid column and back', () => {
    fc.assert(
      fc.property(prefix, time, random, (kind, ms, bytes) => {
        const id = createId(kind, ms, bytes);
        const parsed = parseId(id);
        expect(parsed?.prefix).toBe(kind);
        expect(formatId(kind, parsed!.uuid)).toBe(id);
        expect(timeOfId(id)).toBe(ms);
        expect(isIdOf(kind, id)).toBe(true);
        expect(isIdOf('other', id)).toBe(false);
      }),
    );
  });
  it('sorts as text by the time it was made, whatever the random part', () => {
    fc.assert(
      fc.property(time, time, random, random, (one, other, left, right) => {
        fc.pre(one !== other);
        expect(createId('case', one, left) < createId('case', other, right)).toBe(one < other);
      }),
    );
  });
  it('rises strictly within a millisecond when the next entropy follows the last', () => {
    fc.assert(
      fc.property(time, random, (ms, bytes) => {
        fc.pre(bytes.subarray(-9).some((byte) => byte < 255));
        const next = nextEntropy(bytes);
        expect(createId('case', ms, bytes) < createId('case', ms, next)).toBe(true);
        expect(next).toHaveLength(10);
      }),
    );
  });
  it('says when a millisecond is full', () => {
    expect(() => nextEntropy(new Uint8Array(10).fill(255))).toThrow(RangeError);
  });
  it('refuses a bad prefix, a bad time and too little entropy', () => {
    expect(() => createId('Case', 0, zeros)).toThrow(/prefix/);
    expect(() => createId('', 0, zeros)).toThrow(/prefix/);
    expect(() => createId('case', -1, zeros)).toThrow(/milliseconds/);
    expect(() => createId('case', 2 ** 48, zeros)).toThrow(/milliseconds/);
    expect(() => createId('case', 0.5, zeros)).toThrow(/milliseconds/);
    expect(() => createId('case', 0, new Uint8Array(9))).toThrow(/10 random bytes/);
  });
});

describe('parseId', () => {
  const good = createId('case', Date.UTC(2026, 0, 1), zeros);

  it.each([
    ['empty', ''],
    ['no prefix', good.slice(4)],
    ['no underscore', good.replace('_', '')],
    ['upper case', good.toUpperCase()],
    ['too short', good.slice(0, -1)],
    ['too long', `${good}0`],
    ['a letter outside the alphabet', `${good.slice(0, -1)}u`],
    ['more than 128 bits', `case_8${good.slice(6)}`],
    ['another version of UUID', 'case_00000000000000000000000000'],
    ['a space', ` ${good}`],
    ['two underscores', good.replace('_', '__')],
  ])('refuses %s', (_, text) => {
    expect(parseId(text)).toBeNull();
    expect(isIdOf('case', text)).toBe(false);
    expect(timeOfId(text)).toBeNull();
  });
  it('never throws, and accepts only its own spelling', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const parsed = parseId(text);
        if (parsed) expect(formatId(parsed.prefix, parsed.uuid)).toBe(text);
      }),
    );
  });
  it('a stored uuid must be a version 7', () => {
    expect(() => formatId('case', '00000000-0000-4000-8000-000000000000')).toThrow(/UUIDv7/);
  });
});
