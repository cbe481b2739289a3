import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unaryTest } from 'feelin';
import { analyse } from './analysis.ts';
import type { DecisionTableLogic, HitPolicy } from './model.ts';
import { cellTestOf, passes } from '@courtesy/feel';

interface Shape {
  readonly hitPolicy?: HitPolicy;
  readonly types?: readonly (string | null)[];
  readonly allowed?: readonly (string | null)[];
  readonly defaultEntry?: string | null;
}

function tableOf(rules: readonly (readonly string[])[], shape: Shape = {}): DecisionTableLogic {
  const { hitPolicy = 'UNIQUE', types = ['number', 'string'], allowed = [], defaultEntry = null } = shape;
  const inputs = types.map((type, index) => ({
    label: null,
    expression: `in${index}`,
    type,
    allowedValues: allowed[index] ?? null,
  }));
  return {
    kind: 'table',
    hitPolicy,
    aggregation: null,
    inputs,
    outputs: [{ name: null, label: null, type: null, allowedValues: null, defaultEntry }],
    annotations: [],
    rules: rules.map((tests, index) => ({ id: `r${index}`, tests, outputs: ['1'], annotations: [] })),
  };
}

/** Numbers finer than every bound of the generated cells, and texts beyond the ones they name. */
const NUMBERS = Array.from({ length: 33 }, (_, index) => -4 + index / 2);
const TEXTS = ['a', 'b', 'c', 'z'];
const answers = new Map<string, boolean>();
function feel(cell: string, value: unknown): boolean {
  const key = `${cell} ${JSON.stringify(value)}`;
  const answer = answers.get(key) ?? unaryTest(cell, { '?': value }).value === true;
  answers.set(key, answer);
  return answer;
}
/** FEEL's own answers, so that brute force shares no code with what it checks. */
const matching = (table: DecisionTableLogic, values: readonly unknown[]) =>
  table.rules.filter(({ tests }) => tests.every((test, index) => feel(test, values[index]))).map(({ id }) => id);

const bound = fc.integer({ min: -2, max: 10 });
const numberTest = fc.oneof(
  bound.map(String),
  fc.tuple(fc.constantFrom('<', '<=', '>', '>='), bound).map(([sign, value]) => `${sign} ${value}`),
  fc
    .tuple(fc.constantFrom('[', '('), bound, bound, fc.constantFrom(']', ')'))
    .map(([open, a, b, close]) => `${open}${Math.min(a, b)}..${Math.max(a, b)}${close}`),
);
const textTest = fc.constantFrom('"a"', '"b"', '"c"');
const cellOf = (test: fc.Arbitrary<string>) => {
  const some = fc.array(test, { minLength: 1, maxLength: 2 }).map((tests) => tests.join(', '));
  return fc.oneof(
    fc.constant('-'),
    some,
    some,
    some.map((tests) => `not(${tests})`),
  );
};
const rulesOf = fc.array(fc.tuple(cellOf(numberTest), cellOf(textTest)), { minLength: 1, maxLength: 6 });

describe('the analysis of a table', () => {
  it('agrees with FEEL on every cell it decides itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(cellOf(numberTest), fc.constantFrom(...NUMBERS, null)),
          fc.tuple(cellOf(textTest), fc.constantFrom(...TEXTS, ...NUMBERS, null)),
        ),
        ([cell, value]) => {
          const test = cellTestOf(cell);
          expect(test && passes(test, value)).toBe(feel(cell, value));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('agrees with brute force on gaps, overlaps and unreachable rules', () => {
    fc.assert(
      fc.property(rulesOf, fc.constantFrom<HitPolicy>('UNIQUE', 'FIRST'), (rules, hitPolicy) => {
        const table = tableOf(rules, { hitPolicy });
        const { gaps, overlaps, unreachable, isComplete } = analyse(table);
        const hits = NUMBERS.flatMap((number) => TEXTS.map((text) => matching(table, [number, text])));
        const pairs = new Set(
          hits.flatMap((ids) => ids.flatMap((id, i) => ids.slice(i + 1).map((next) => `${id} ${next}`))),
        );
        const reached = new Set(hitPolicy === 'FIRST' ? hits.flatMap(([first]) => first ?? []) : hits.flat());

        expect(isComplete).toBe(true);
        expect(gaps.length > 0).toBe(hits.some((ids) => ids.length === 0));
        for (const gap of gaps) expect(matching(table, [gap['in0'], gap['in1']])).toEqual([]);
        const found = overlaps.map((overlap) => overlap.rules.join(' '));
        expect(found.sort()).toEqual(hitPolicy === 'UNIQUE' ? [...pairs].sort() : []);
        for (const { rules: both, example } of overlaps)
          expect(matching(table, [example['in0'], example['in1']])).toEqual(expect.arrayContaining([...both]));
        expect(unreachable).toEqual(table.rules.map(({ id }) => id).filter((id) => !reached.has(id)));
      }),
      { numRuns: 200 },
    );
  });

  it('shows an input for a gap', () => {
    const { gaps, hasDefault } = analyse(
      tableOf([
        ['<= 30', '-'],
        ['> 60', '"a"'],
      ]),
    );
    expect(gaps[0]).toEqual({ in0: 31, in1: 'a' });
    expect(hasDefault).toBe(false);
  });

  it('takes allowed values as all there is', () => {
    const rules = [
      ['[0..10]', '"a"'],
      ['[0..10]', '"b"'],
    ];
    expect(analyse(tableOf(rules, { allowed: ['[0..10]', '"a","b"'] })).gaps).toEqual([]);
    expect(analyse(tableOf(rules, { allowed: ['[0..10]', '"a"'] })).unreachable).toEqual(['r1']);
  });

  it('treats two columns of one expression as one', () => {
    const table = tableOf(
      [
        ['> 5', '< 3'],
        ['<= 5', '-'],
        ['> 5', '>= 3'],
      ],
      { types: ['number', 'number'] },
    );
    const same = { ...table, inputs: table.inputs.map((input) => ({ ...input, expression: 'in0' })) };
    expect(analyse(same)).toMatchObject({ gaps: [], overlaps: [], unreachable: ['r0'] });
  });

  it('says which cells only FEEL can decide, and then claims nothing', () => {
    const table = tableOf([
      ['? * 2 > 5', '-'],
      ['-', 'starts with(?, "a")'],
    ]);
    expect(analyse(table)).toMatchObject({
      gaps: [],
      undecided: [
        { rule: 0, input: 0, text: '? * 2 > 5' },
        { rule: 1, input: 1, text: 'starts with(?, "a")' },
      ],
    });
  });

  it('analyses a table of 200 rules', () => {
    const rules = Array.from({ length: 200 }, (_, i) => [`[${i}..${i + 1})`, '-']);
    expect(analyse(tableOf(rules, { allowed: ['[0..200)'] }))).toMatchObject({
      gaps: [],
      overlaps: [],
      unreachable: [],
    });
  });
});
