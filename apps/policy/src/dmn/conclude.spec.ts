import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileModel } from './compile.ts';
import type { DecisionModel, DecisionTableLogic, HitPolicy, Logic } from './model.ts';

const ALL: readonly HitPolicy[] = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT'];
const FACTS = [
  ['amount', 'number'],
  ['tier', 'string'],
  ['faulty', 'boolean'],
] as const;

interface Shape {
  readonly hitPolicy?: HitPolicy;
  readonly defaultEntry?: string | null;
  readonly allowedAmount?: string | null;
}

/** A table over the three facts; the last cell of a rule is its output. */
function tableOf(rules: readonly (readonly string[])[], shape: Shape = {}): DecisionTableLogic {
  const { hitPolicy = 'FIRST', defaultEntry = null, allowedAmount = null } = shape;
  return {
    kind: 'table',
    hitPolicy,
    aggregation: null,
    inputs: FACTS.map(([expression, type]) => ({
      label: null,
      expression,
      type,
      allowedValues: expression === 'amount' ? allowedAmount : null,
    })),
    outputs: [{ name: null, label: null, type: null, allowedValues: '"A","B","C"', defaultEntry }],
    annotations: [],
    rules: rules.map((cells, index) => ({
      id: `r${index}`,
      tests: cells.slice(0, 3),
      outputs: cells.slice(3),
      annotations: [],
    })),
  };
}

const ids = FACTS.map(([name]) => name);
function modelOf(logic: Logic, more: Partial<DecisionModel> = {}): DecisionModel {
  return {
    name: 'm',
    namespace: 'urn:m',
    types: [],
    inputs: FACTS.map(([name, type]) => ({ id: name, name, type })),
    knowledge: [],
    decisions: [{ id: 'd', name: 'D', type: null, requires: ids, logic }],
    ...more,
  };
}
const conclude = (logic: Logic, facts: Record<string, unknown>) => compileModel(modelOf(logic)).conclude('D', facts);

const AMOUNTS = [-1, 0, 1, 4.5, 5, 5.5, 9, 10, 11];
const SAMPLES = { amount: AMOUNTS, tier: ['a', 'b', 'z'], faulty: [true, false] } as const;
type Facts = Readonly<Record<string, unknown>>;

/** Every way to fill in the facts that are absent. */
const completions = (facts: Facts): Facts[] =>
  FACTS.reduce<Facts[]>(
    (sofar, [name]) =>
      name in facts ? sofar : sofar.flatMap((each) => SAMPLES[name].map((value) => ({ ...each, [name]: value }))),
    [facts],
  );

const amountCell = fc.constantFrom('-', '< 5', '>= 5', '[0..10]', '> 10', '5', 'not(5)', '? * 2 > 9');
const tierCell = fc.constantFrom('-', '"a"', '"b"', 'not("a")', '"a","b"');
const faultyCell = fc.constantFrom('-', 'true', 'false');
const output = fc.constantFrom('"A"', '"B"', '"C"', 'if faulty then "A" else "B"', 'tier');
const rulesOf = fc.array(fc.tuple(amountCell, tierCell, faultyCell, output), { minLength: 1, maxLength: 5 });
const someFacts = fc.record(
  {
    amount: fc.constantFrom(...AMOUNTS),
    tier: fc.constantFrom('a', 'b', 'z'),
    faulty: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('a conclusion', () => {
  it('stands for every completion of the facts, and names none as missing', () => {
    let stood = 0;
    fc.assert(
      fc.property(
        rulesOf,
        fc.constantFrom(...ALL),
        fc.constantFrom(null, '"C"', 'tier'),
        someFacts,
        (rules, hitPolicy, defaultEntry, facts) => {
          const compiled = compileModel(modelOf(tableOf(rules, { hitPolicy, defaultEntry })));
          const { isKnown, value, missing } = compiled.conclude('D', facts);
          expect(missing.length === 0).toBe(isKnown);
          if (!isKnown) return;
          if (Object.keys(facts).length < 3) stood += 1;
          for (const whole of completions(facts)) {
            const run = compiled.decide('D', whole);
            // Where rules that may not match together do, the table breaks its promise, not the conclusion.
            const keeps = run.tables.every(({ problem }) => problem === null);
            if (keeps || Object.keys(facts).length === 3) expect(run.value).toEqual(value);
          }
        },
      ),
      { numRuns: 3_000 },
    );
    expect(stood).toBeGreaterThan(100);
  });

  it('is what FEEL decides once every fact is known, rule by rule', () => {
    fc.assert(
      fc.property(rulesOf, fc.constantFrom(...ALL), someFacts, (rules, hitPolicy, facts) => {
        const compiled = compileModel(modelOf(tableOf(rules, { hitPolicy })));
        for (const whole of completions(facts).slice(0, 3)) {
          const run = compiled.decide('D', whole);
          const conclusion = compiled.conclude('D', whole);
          expect(conclusion.value).toEqual(run.value);
          expect(conclusion.tables).toMatchObject(run.tables);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('waits only for the facts that possible rules test', () => {
    const rules = [
      ['> 100', '-', '-', '"B"'],
      ['-', '"a"', '-', '"A"'],
      ['-', '-', 'true', '"C"'],
    ];
    expect(conclude(tableOf(rules), { amount: 50 }).missing).toEqual([
      { field: 'tier', kind: 'MISSING', expected: 'string' },
      { field: 'faulty', kind: 'MISSING', expected: 'boolean' },
    ]);
    expect(conclude(tableOf(rules), { amount: 500 })).toMatchObject({ isKnown: true, value: 'B', missing: [] });
    expect(conclude(tableOf(rules), { amount: 50, tier: 'a' })).toMatchObject({ isKnown: true, value: 'A' });
    expect(conclude(tableOf(rules), { tier: 'a' }).missing).toEqual([
      { field: 'amount', kind: 'MISSING', expected: 'number' },
    ]);
  });

  it('names a fact of a wrong type, and one that its column does not allow', () => {
    const table = tableOf([['> 5', '-', '-', '"A"']], { allowedAmount: '[0..100]' });
    expect(conclude(table, { amount: 'a lot', tier: 'a', faulty: true }).missing).toEqual([
      { field: 'amount', kind: 'WRONG_TYPE', expected: 'number' },
    ]);
    expect(conclude(table, { amount: 101, tier: 'a', faulty: true }).missing).toEqual([
      { field: 'amount', kind: 'NOT_ALLOWED', expected: '[0..100]' },
    ]);
  });

  it('takes null for a value: there is none', () => {
    const table = tableOf([['-', 'null', '-', '"A"']], { defaultEntry: '"B"' });
    expect(conclude(table, { tier: null })).toMatchObject({ isKnown: true, value: 'A' });
    expect(conclude(table, {})).toMatchObject({ isKnown: false });
  });

  it('says of each rule whether it matched, failed or waits, and on which the answer rests', () => {
    const rules = [
      ['> 100', '-', '-', '"B"'],
      ['-', '"a"', '-', '"A"'],
      ['-', '-', '-', '"C"'],
    ];
    const [table] = conclude(tableOf(rules), { amount: 50 }).tables;
    expect(table?.deciding).toEqual([]);
    expect(table?.rules).toEqual([
      { ruleId: 'r0', matched: false, failed: { input: 0, test: '> 100', value: 50 }, awaits: [] },
      { ruleId: 'r1', matched: false, failed: null, awaits: ['tier'] },
      { ruleId: 'r2', matched: true, failed: null, awaits: [] },
    ]);
    expect(conclude(tableOf(rules), { amount: 50, tier: 'a' }).tables[0]?.deciding).toEqual(['r1']);
    const best = conclude(tableOf(rules, { hitPolicy: 'PRIORITY' }), { amount: 500, tier: 'a' });
    expect(best).toMatchObject({ value: 'A', tables: [{ deciding: ['r1'] }] });
    expect(conclude(tableOf(rules, { hitPolicy: 'COLLECT' }), { amount: 5, tier: 'a' })).toMatchObject({
      value: ['A', 'C'],
      tables: [{ deciding: ['r1', 'r2'] }],
    });
  });

  it('waits for the facts behind a decision that it requires, and for the parts of a fact that are read', () => {
    const types = [
      {
        name: 'tLoan',
        base: null,
        isList: false,
        allowedValues: null,
        parts: ['amount', 'years'].map((name) => ({
          name,
          base: 'number',
          isList: false,
          allowedValues: null,
          parts: [],
        })),
      },
    ];
    const model: DecisionModel = {
      ...modelOf({ kind: 'literal', text: 'if large then "B" else "A"' }, { types }),
      inputs: [{ id: 'loan', name: 'Loan', type: 'tLoan' }],
      decisions: [
        { id: 'd', name: 'D', type: null, requires: ['l'], logic: { kind: 'literal', text: 'large' } },
        { id: 'l', name: 'large', type: null, requires: ['loan'], logic: { kind: 'literal', text: 'Loan.amount > 9' } },
      ],
    };
    const compiled = compileModel(model);
    expect(compiled.conclude('D', { Loan: { amount: 10 } })).toMatchObject({ isKnown: true, value: true });
    expect(compiled.conclude('D', { Loan: { years: 10 } })).toMatchObject({
      isKnown: false,
      value: null,
      missing: [{ field: 'Loan.amount', kind: 'MISSING', expected: 'number' }],
    });
    expect(compiled.conclude('D', {})).toMatchObject({ missing: [{ field: 'Loan' }] });
  });
});
