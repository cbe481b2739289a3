import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDecisions, type BoundedDecisions } from './bounded-decisions.ts';
import { compileModel } from './dmn/compile.ts';
import { ModelRefused, type DecisionModel } from './dmn/model.ts';

const modelOf = (text: string): DecisionModel => ({
  name: 'm',
  namespace: 'urn:m',
  types: [],
  inputs: [
    { id: 'n', name: 'n', type: 'number' },
    { id: 't', name: 't', type: 'string' },
  ],
  knowledge: [],
  decisions: [{ id: 'd', name: 'D', type: null, requires: ['n', 't'], logic: { kind: 'literal', text } }],
});
const request = (text: string, facts: Record<string, number | string>) => ({
  key: text,
  compiled: compileModel(modelOf(text)),
  decision: 'D',
  facts,
});

const NO_ENVIRONMENT = ['process', 'globalThis', 'constructor', 'require', '__proto__', 'n.constructor', 't.length'];
const RUNAWAYS: readonly (readonly [string, Record<string, number | string>])[] = [
  ['for i in 1..n return i', { n: 1_000_000_000 }],
  ['count(for i in 1..n, j in 1..n return i * j)', { n: 100_000 }],
  ['some i in 1..n satisfies i < 0', { n: 1_000_000_000 }],
  ['matches(t, "^(a+)+$")', { t: `${'a'.repeat(60)}!` }],
  ['{ f: function(g) g(g), r: f(f) }.r', {}],
  ['count({ a: [t, t], b: [a, a], c: for i in 1..n return [b, c] }.c)', { n: 10_000_000, t: 'x' }],
];

describe('bounded decisions', () => {
  let decisions: BoundedDecisions;
  beforeAll(async () => {
    decisions = openDecisions();
  });
  afterAll(() => decisions.close());

  it('refuses an iteration over a billion when it is written, without running it', () => {
    const compile = () => compileModel(modelOf('for i in 1..1000000000 return i'));
    expect(compile).toThrow(ModelRefused);
    expect(compile).toThrow('D: it would run 1000000000 rounds; 10000 are allowed');
  });

  it.each(RUNAWAYS)('gives %s up within its deadline', async (text, facts) => {
    expect(await decisions.decide(request(text, facts))).toMatchObject({
      type: 'EvaluationRefused',
      reason: 'TOO_COSTLY',
    });
  });

  it('decides for everybody else while runaways run', async () => {
    // A deadline that no machine reaches before a hundred plain decisions: had a runaway held them up, it would be answered first.
    const patient = openDecisions({ deadlineMs: 5_000 });
    const plain = request('n * 2', { n: 21 });
    let answered = 0;
    const runaways = [1, 2].map(async () => {
      const outcome = await patient.decide(request('some i in 1..n satisfies i < 0', { n: 1e9 }));
      answered += 1;
      return outcome;
    });
    for (let round = 0; round < 100; round += 1) {
      expect(await patient.decide(plain)).toMatchObject({ value: 42 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(answered).toBe(0);
    for (const outcome of await Promise.all(runaways)) expect(outcome).toMatchObject({ reason: 'TOO_COSTLY' });
    await patient.close();
  });

  it('decides in turn for those who waited behind runaways', async () => {
    const patient = openDecisions({ deadlineMs: 1_000 });
    const runaways = [1, 2, 3, 4].map(() => patient.decide(request('for i in 1..n return i', { n: 1e9 })));
    expect(await patient.decide(request('for i in 1..n return i * 2', { n: 3 }))).toMatchObject({ value: [2, 4, 6] });
    for (const outcome of await Promise.all(runaways)) expect(outcome).toMatchObject({ reason: 'TOO_COSTLY' });
    await patient.close();
  });

  it.each(NO_ENVIRONMENT)('an expression does not reach %s', async (text) => {
    expect(await decisions.decide(request(text, { n: 1, t: 'x' }))).toMatchObject({ value: null });
  });

  it.each(['now()', 'today()', 'if now() > @"2020-01-01T00:00:00Z" then 1 else 2'])('%s is refused', (text) => {
    expect(() => compileModel(modelOf(text))).toThrow('reads the clock; a decision takes its time as a fact');
  });

  it('refuses what waits when it is closed', async () => {
    const closing = openDecisions({ workers: 1 });
    const asked = [1, 2, 3].map(() => closing.decide(request('for i in 1..n return i', { n: 5 })));
    await closing.close();
    expect(await closing.decide(request('for i in 1..n return i', { n: 5 }))).toMatchObject({ reason: 'BUSY' });
    for (const outcome of await Promise.all(asked)) expect(outcome).toMatchObject({ type: 'EvaluationRefused' });
  });
});
