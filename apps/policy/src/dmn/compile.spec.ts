import { describe, expect, it } from '@jest/globals';
import { compileModel } from './compile.ts';
import type { ModelRefused, Aggregation, DecisionModel, DecisionNode, HitPolicy, Logic } from './model.ts';

type Rule = readonly [string, string];
const literal = (text: string): Logic => ({ kind: 'literal', text });
const input = (name: string, type: string | null = null) => ({ id: name, name, type });
const decision = (name: string, logic: Logic, requires: readonly string[] = []): DecisionNode => ({
  id: name,
  name,
  type: null,
  requires,
  logic,
});

function modelOf(decisions: readonly DecisionNode[], more: Partial<DecisionModel> = {}): DecisionModel {
  return {
    name: 'm',
    namespace: 'urn:m',
    types: [],
    inputs: [input('n', 'number')],
    knowledge: [],
    decisions,
    ...more,
  };
}

interface Shape {
  readonly hitPolicy: HitPolicy;
  readonly aggregation?: Aggregation;
  readonly values?: string;
  readonly otherwise?: string;
}

/** A table of one input `n` and one output. */
function tableOf(rules: readonly Rule[], { hitPolicy, aggregation = null, values, otherwise }: Shape): Logic {
  return {
    kind: 'table',
    hitPolicy,
    aggregation,
    annotations: [],
    inputs: [{ label: null, expression: 'n', type: 'number', allowedValues: '>= 0' }],
    outputs: [{ name: null, label: null, type: null, allowedValues: values ?? null, defaultEntry: otherwise ?? null }],
    rules: rules.map(([test, output], index) => ({
      id: `r${index + 1}`,
      tests: [test],
      outputs: [output],
      annotations: [],
    })),
  };
}

const RULES: readonly Rule[] = [
  ['<= 10', '3'],
  ['<= 20', '1'],
  ['<= 30', '2'],
  ['[40..50]', '7'],
  ['[45..50]', '7'],
];
const decide = (shape: Shape, n: unknown) =>
  compileModel(modelOf([decision('D', tableOf(RULES, shape), ['n'])])).decide('D', { n });

function refusals(model: DecisionModel) {
  try {
    compileModel(model);
  } catch (failure) {
    return (failure as ModelRefused).problems;
  }
  return [];
}

describe('a decision table', () => {
  it.each([
    ['UNIQUE', 25, 2],
    ['UNIQUE', 5, null],
    ['ANY', 47, 7],
    ['ANY', 5, null],
    ['FIRST', 5, 3],
    ['PRIORITY', 5, 1],
    ['RULE ORDER', 5, [3, 1, 2]],
    ['OUTPUT ORDER', 5, [1, 2, 3]],
    ['COLLECT', 15, [1, 2]],
    ['FIRST', 35, null],
  ] as const)('under %s answers %j with %j', (hitPolicy, n, expected) => {
    expect(decide({ hitPolicy, values: '1, 2, 3, 7' }, n).value).toEqual(expected);
  });

  it.each([
    ['SUM', 6],
    ['MIN', 1],
    ['MAX', 3],
    ['COUNT', 3],
  ] as const)('collects by %s', (aggregation, expected) => {
    expect(decide({ hitPolicy: 'COLLECT', aggregation }, 5).value).toBe(expected);
  });

  it('says why it has no answer though rules match', () => {
    expect(decide({ hitPolicy: 'UNIQUE' }, 5).tables[0]?.problem).toBe('3 rules match where one may');
    expect(decide({ hitPolicy: 'ANY' }, 5).tables[0]?.problem).toBe('matching rules differ');
  });

  it('uses the default when no rule matches, and says so', () => {
    const { value, tables } = decide({ hitPolicy: 'FIRST', otherwise: '0' }, 35);
    expect([value, tables[0]?.usedDefault]).toEqual([0, true]);
  });

  it('traces every rule: matched, or the condition that failed with its value', () => {
    expect(decide({ hitPolicy: 'FIRST' }, 12).tables[0]?.rules.slice(0, 2)).toEqual([
      { ruleId: 'r1', matched: false, failed: { input: 0, test: '<= 10', value: 12 } },
      { ruleId: 'r2', matched: true, failed: null },
    ]);
  });

  it('has no answer for a value that is not allowed', () => {
    const { value, tables } = decide({ hitPolicy: 'FIRST', otherwise: '0' }, -1);
    expect(value).toBeNull();
    expect(tables[0]?.problem).toBe('the value of n is not among the allowed values');
  });

  it('refuses priority without allowed values to order by', () => {
    const model = modelOf([decision('D', tableOf(RULES, { hitPolicy: 'PRIORITY' }), ['n'])]);
    expect(refusals(model)).toMatchObject([{ place: 'D / hit policy', reason: expect.stringContaining('priority') }]);
  });
});

describe('a model', () => {
  it('decides what a decision requires first, once, and gives every value', () => {
    const table = tableOf([['-', 'n + 1']], { hitPolicy: 'FIRST' });
    const model = modelOf([
      decision('Sum', literal('Left + Right'), ['Left', 'Right']),
      decision('Left', literal('Base * 2'), ['Base']),
      decision('Right', literal('Base * 3'), ['Base']),
      decision('Base', table, ['n']),
    ]);
    const run = compileModel(model).decide('Sum', { n: 1 });
    expect(run.values).toEqual({ Base: 2, Left: 4, Right: 6, Sum: 10 });
    expect(run.tables).toHaveLength(1);
  });

  it('sees only what it requires', () => {
    const model = modelOf([decision('D', literal('n'), [])]);
    expect(compileModel(model).decide('D', { n: 1 }).value).toBeNull();
  });

  it('refuses a circle, an unknown requirement and a second node of one name', () => {
    const circle = modelOf([decision('A', literal('B'), ['B']), decision('B', literal('A'), ['A'])]);
    expect(refusals(circle)).toEqual([{ place: 'A', text: '', reason: 'it requires itself' }]);
    expect(refusals(modelOf([decision('A', literal('1'), ['X'])]))).toMatchObject([
      { place: 'A', reason: 'it requires X, which the model does not have' },
    ]);
    expect(refusals(modelOf([decision('n', literal('1'))]))).toMatchObject([{ place: 'n' }]);
  });

  it('calls shared knowledge by position, by name and by invocation, and never without a deadline', () => {
    const parameters = [
      { name: 'a', type: null },
      { name: 'b', type: null },
    ];
    const knowledge = [{ id: 'k', name: 'less', requires: [], parameters, body: literal('a - b') }];
    const bindings = [
      { name: 'b', logic: literal('1') },
      { name: 'a', logic: literal('n') },
    ];
    const compiled = compileModel(
      modelOf(
        [
          decision('P', literal('less(n, 1)'), ['n', 'k']),
          decision('N', literal('less(b: 1, a: n)'), ['n', 'k']),
          decision('I', { kind: 'invocation', callee: 'less', bindings }, ['n', 'k']),
        ],
        { knowledge },
      ),
    );
    for (const name of compiled.decisions) expect(compiled.decide(name, { n: 5 }).value).toBe(4);
    expect(compiled.decisions.map((name) => compiled.isPlain(name))).toEqual([false, false, false]);
  });

  it('gives plain data that is the same text each time', () => {
    const inputs = [input('from', 'date')];
    const compiled = compileModel(
      modelOf([decision('D', literal('[from + duration("P1D"), 1/3]'), ['from'])], { inputs }),
    );
    const once = JSON.stringify(compiled.decide('D', { from: '2026-02-28' }));
    expect(JSON.parse(once)).toMatchObject({ value: ['2026-03-01', 1 / 3] });
    expect(JSON.stringify(compiled.decide('D', { from: '2026-02-28' }))).toBe(once);
  });

  it.each([
    ['[n, n]', (step: string) => `[${step}, ${step}]`],
    ['"twice"', (step: string) => `${step} + ${step}`],
  ])('stops values that double at each step, from %s', (first, double) => {
    const steps = Array.from({ length: 40 }, (_, i) => {
      const before = `d${i - 1}`;
      return decision(`d${i}`, literal(i === 0 ? first : double(before)), [i === 0 ? 'n' : before]);
    });
    expect(() => compileModel(modelOf(steps)).decide('d39', { n: 1 })).toThrow('a value grew past 100000 parts');
  });
});

describe('facts', () => {
  const types = [
    { name: 'tTier', base: 'string', isList: false, allowedValues: '"GOLD", "BASIC"', parts: [] },
    {
      name: 'tLine',
      base: null,
      isList: true,
      allowedValues: null,
      parts: [{ name: 'amount', base: 'number', isList: false, allowedValues: null, parts: [] }],
    },
  ];
  const inputs = [input('n', 'number'), input('tier', 'tTier'), input('day', 'date'), input('lines', 'tLine')];
  const compiled = compileModel(modelOf([decision('D', literal('n'), ['n'])], { types, inputs }));
  const problems = (facts: Record<string, unknown>) => compiled.decide('D', facts).factProblems;

  it('of the right types are no problem', () => {
    expect(problems({ n: 1, tier: 'GOLD', day: '2026-01-31', lines: [{ amount: 2 }] })).toEqual([]);
  });

  it('that are missing, of a wrong type or not allowed are named with their field', () => {
    expect(problems({ n: '1', tier: 'IRON', lines: [{ amount: 2 }, { amount: 'x' }] })).toEqual([
      { field: 'n', kind: 'WRONG_TYPE', expected: 'number' },
      { field: 'tier', kind: 'NOT_ALLOWED', expected: '"GOLD", "BASIC"' },
      { field: 'day', kind: 'MISSING', expected: 'date' },
      { field: 'lines[2].amount', kind: 'WRONG_TYPE', expected: 'number' },
    ]);
  });
});
