import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RuleTableInput } from '@courtesy/graph-types/policy';
import { compileModel } from '../dmn/compile.ts';
import { readDmn } from '../dmn/dmn-xml.ts';
import type { DecisionModel } from '../dmn/model.ts';
import { writeDmn } from '../dmn/write-dmn.ts';
import { EMPTY_TABLE, modelNamed, problemsOfTable, withTable } from './typed-table.ts';

const modelOf = (table: RuleTableInput): DecisionModel => {
  const model = withTable(modelNamed('Refund', 'urn:x'), 'Refund', table);
  if (!model) throw new Error('no model');
  return model;
};

/** Texts with what XML and DMN treat in their own way. */
const text = fc.string({
  unit: fc.constantFrom('a', 'B', '7', ' ', '\n', '\r\n', '\t', '"', '<', '>', '&', ']]>', '-', '#', 'é', '🙂'),
  maxLength: 12,
});
const word = text.filter((each) => each.trim() !== '');
const cell = fc.oneof(text, fc.constantFrom('-', '<= 30', '"ALLOW"', ''));

const tables: fc.Arbitrary<RuleTableInput> = fc
  .record({ inputs: fc.nat(3), outputs: fc.integer({ min: 1, max: 3 }), rules: fc.nat(4) })
  .chain(({ inputs, outputs, rules }) => {
    const many = <T>(arbitrary: fc.Arbitrary<T>, length: number) =>
      fc.array(arbitrary, { minLength: length, maxLength: length });
    const optional = fc.option(text);
    return fc.record({
      hitPolicy: fc.constantFrom('UNIQUE', 'FIRST', 'RULE_ORDER', 'OUTPUT_ORDER', 'COLLECT'),
      inputs: many(
        fc.record({ name: word, label: optional, expression: optional, type: optional, allowedValues: optional }),
        inputs,
      ),
      outputs: many(
        fc.record({ name: word, label: optional, type: optional, allowedValues: optional, default: optional }),
        outputs,
      ),
      rules: many(
        fc.record({ tests: many(cell, inputs), outputs: many(cell, outputs), clause: optional, remark: optional }),
        rules,
      ),
      furtherFacts: many(fc.record({ name: word, type: optional }), 1),
    });
  });

describe('a table typed in the graph', () => {
  it('comes back from DMN XML as it was kept, whatever its texts', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const model = modelOf(table);
        expect(await readDmn(await writeDmn(model))).toEqual(model);
      }),
      { numRuns: 300 },
    );
  });

  it('decides by its hit policy, on the facts that its columns name', () => {
    const table: RuleTableInput = {
      hitPolicy: 'COLLECT',
      aggregation: 'SUM',
      inputs: [{ name: 'Amount', expression: 'Amount * Rate' }],
      outputs: [{}],
      rules: [
        { tests: ['> 10'], outputs: ['Amount'] },
        { tests: ['> 20'], outputs: ['1'] },
      ],
      furtherFacts: [{ name: 'Rate', type: 'number' }],
    };
    const model = modelOf(table);
    expect(model.inputs).toMatchObject([
      { name: 'Amount', type: null },
      { name: 'Rate', type: 'number' },
    ]);
    expect(compileModel(model).decide('Refund', { Amount: 11, Rate: 2 }).value).toBe(12);
  });

  it('gives rules without an id the first that is free, and keeps the others', () => {
    const rule = { tests: [], outputs: ['1'] };
    const model = modelOf({ ...EMPTY_TABLE, rules: [rule, { ...rule, id: 'rule-1' }, rule, { ...rule, id: 'x' }] });
    const [decision] = model.decisions;
    expect(decision?.logic).toMatchObject({ rules: ['rule-2', 'rule-1', 'rule-3', 'x'].map((id) => ({ id })) });
  });

  it('leaves out facts that nothing uses any more, and keeps the ids of the others', () => {
    const columns = (...names: string[]): RuleTableInput => ({
      ...EMPTY_TABLE,
      inputs: names.map((name) => ({ name })),
    });
    const first = modelOf(columns('a', 'b'));
    const then = withTable(first, 'Refund', columns('b', 'c'));
    expect(then?.inputs).toEqual([
      { id: '_fact-2', name: 'b', type: null },
      { id: '_fact-3', name: 'c', type: null },
    ]);
    expect(withTable(first, 'Nobody', columns('a'))).toBeNull();
  });

  it('is refused for columns and ids that are there twice', () => {
    const rule = { id: 'r', tests: [], outputs: ['1', '2'] };
    const problems = problemsOfTable({ ...EMPTY_TABLE, outputs: [{ name: 'a' }, { name: ' a' }], rules: [] }, 'table');
    expect(problems).toEqual([{ path: 'table.outputs[1].name', message: 'is the same as table.outputs[0].name' }]);
    const named = { ...EMPTY_TABLE, outputs: [{ name: 'a' }, { name: 'b' }], rules: [rule, rule] };
    expect(problemsOfTable(named, 'table').map(({ path }) => path)).toEqual(['table.rules[1].id']);
  });
});
