import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FactInput } from '@courtesy/graph-types/policy';
import type { PlainValue } from '../dmn/plain-value.ts';
import { canonical } from './canonical.ts';
import { factOf } from './fact.ts';
import { MAX_FACTS, readFacts } from './fact-input.ts';

/** The same value with the keys of its objects in another order. */
const shuffled = (value: PlainValue): PlainValue => {
  if (Array.isArray(value)) return (value as PlainValue[]).map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, shuffled(part as PlainValue)]),
  );
};

describe('canonical JSON', () => {
  it('says what was said, in the same bytes for every order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        const value = given as PlainValue;
        const text = canonical(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(shuffled(value))).toBe(text);
        expect(canonical(JSON.parse(text) as PlainValue)).toBe(text);
      }),
    );
  });

  it('orders keys by code units and writes numbers as ECMAScript does', () => {
    expect(canonical({ b: 1e21, '\u20ac': 0.1, a: [true, null, -0], '\ud83d\ude02': 'x\n', '\ufb33': {} })).toBe(
      '{"a":[true,null,0],"b":1e+21,"\u20ac":0.1,"\ud83d\ude02":"x\\n","\ufb33":{}}',
    );
  });
});

const read = (...facts: object[]) => readFacts(facts as FactInput[], 'facts');

describe('facts as callers give them', () => {
  it('become plain data, each by the one field that says what it is', () => {
    const { facts, problems } = read(
      { name: 'text', text: '' },
      { name: 'number', number: '-0012.500' },
      { name: 'yes', isTrue: false },
      { name: 'day', date: '2026-03-01' },
      { name: 'instant', dateTime: new Date('2026-03-01T10:00:00Z') },
      { name: 'time', time: '09:30:00' },
      { name: 'long', duration: 'P1Y6M' },
      { name: 'none', isNone: true },
      { name: '__proto__', list: [{ number: '1' }, { parts: [{ name: 'a', text: 'b' }] }] },
    );
    expect(problems).toEqual([]);
    expect(canonical(facts)).toBe(
      '{"__proto__":[1,{"a":"b"}],"day":"2026-03-01","instant":"2026-03-01T10:00:00.000Z","long":"P1Y6M","none":null,"number":-12.5,"text":"","time":"09:30:00","yes":false}',
    );
  });

  it('are refused by their place: none or several values, numbers that would be rounded, and too many', () => {
    const paths = (...facts: object[]) => read(...facts).problems.map(({ path }) => path);
    expect(paths({ name: 'a' }, { name: 'b', isNone: false })).toEqual(['facts[0]', 'facts[1]']);
    expect(paths({ name: 'a', text: 'x', isTrue: true })).toEqual(['facts[0]']);
    expect(paths({ name: 'a', number: '0.123456789012345' })).toEqual([]);
    expect(paths({ name: 'a', number: '9007199254740993' })).toEqual(['facts[0].number']);
    expect(paths({ name: 'a', time: 'noon' }, { name: 'b', duration: '30 days' })).toEqual([
      'facts[0].time',
      'facts[1].duration',
    ]);
    const many = { name: 'a', list: Array.from({ length: MAX_FACTS }, () => ({ isTrue: true })) };
    expect(paths(many)).toEqual([`facts[0].list[${MAX_FACTS - 1}]`]);
    let deep: object = { name: 'a', text: 'x' };
    for (let level = 0; level < 8; level += 1) deep = { name: 'a', parts: [deep] };
    expect(paths(deep)).toHaveLength(1);
  });
});

describe('a fact as callers see it', () => {
  const types = [
    { name: 'tDay', base: 'date', isList: false, allowedValues: null, parts: [] },
    {
      ...{ name: 'tLoan', base: null, isList: false, allowedValues: null },
      parts: [{ name: 'first due', base: 'tDay', isList: false, allowedValues: null, parts: [] }],
    },
  ];

  it('says what it is by its type, and writes itself in FEEL', () => {
    expect(factOf('day', '2026-03-01', 'tDay', types)).toMatchObject({
      kind: 'DATE',
      literal: 'date("2026-03-01")',
      text: '2026-03-01',
    });
    expect(factOf('n', 0.5, 'number', types)).toMatchObject({ kind: 'NUMBER', literal: '0.5', text: '0.5' });
    expect(factOf('t', 'say "no"', null, types)).toMatchObject({ kind: 'TEXT', literal: '"say \\"no\\""' });
    expect(factOf('x', null, 'date', types)).toMatchObject({ kind: 'NONE', literal: 'null', text: null });
    const loan = factOf('Loan', { 'first due': '2026-03-01', 'a-b': [true] }, 'tLoan', types);
    expect(loan).toMatchObject({
      kind: 'PARTS',
      literal: '{first due: date("2026-03-01"), "a-b": [true]}',
      parts: [
        { name: 'first due', kind: 'DATE' },
        { kind: 'LIST', items: [{ name: '', kind: 'BOOLEAN' }] },
      ],
    });
  });
});
