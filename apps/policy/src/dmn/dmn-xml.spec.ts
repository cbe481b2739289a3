import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { compileModel } from './compile.ts';
import { readDmn } from './dmn-xml.ts';
import { ModelRefused, type DecisionModel, type Logic } from './model.ts';
import { writeDmn } from './write-dmn.ts';

const TCK = fileURLToPath(new URL('../../../../../shared/data/dmn-tck', import.meta.url));
const isHere = existsSync(TCK);

const xmlOf = (logic: string, version = '20191111') => `<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" id="m" name="m" namespace="urn:m">
  <inputData id="i" name="Days"><variable name="Days" typeRef="number"/></inputData>
  <decision id="d" name="Refund"><variable name="Refund"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>${logic}</decision>
</definitions>`;

const table = (test: string, output: string) => `<decisionTable hitPolicy="FIRST">
  <input id="in" label="Days since purchase"><inputExpression typeRef="number"><text>Days</text></inputExpression></input>
  <output id="out" name="outcome"/><annotation name="Clause"/>
  <rule id="r1"><inputEntry id="c1"><text>${test}</text></inputEntry><outputEntry id="c2"><text>${output}</text></outputEntry>
  <annotationEntry><text>4.2</text></annotationEntry></rule></decisionTable>`;

async function refusal(xml: string) {
  try {
    compileModel(await readDmn(xml));
  } catch (failure) {
    expect(failure).toBeInstanceOf(ModelRefused);
    return (failure as ModelRefused).problems;
  }
  return [];
}

describe('DMN XML', () => {
  it.each(['20191111', '20211108', '20230324', '20240513'])(
    'reads DMN of %s, with the clause of a rule',
    async (version) => {
      const model = await readDmn(xmlOf(table('&lt;= 30', '"ALLOW"'), version));
      expect(model.decisions[0]).toMatchObject({
        name: 'Refund',
        requires: ['i'],
        logic: { hitPolicy: 'FIRST', annotations: ['Clause'], rules: [{ tests: ['<= 30'], annotations: ['4.2'] }] },
      });
      expect(compileModel(model).decide('Refund', { Days: 12 }).value).toBe('ALLOW');
    },
  );

  it('reads DMN 1.2, whose namespace has no https', async () => {
    const xml = xmlOf(table('-', '1'), '20180521').replace('https://', 'http://');
    expect(compileModel(await readDmn(xml)).decide('Refund', { Days: 1 }).value).toBe(1);
  });

  it('refuses a cell that does not parse with its place, its text and the reason', async () => {
    expect(await refusal(xmlOf(table('[1..', '"ALLOW'), '20191111'))).toEqual([
      {
        place: 'Refund / rule 1 / input 1 (Days since purchase)',
        text: '[1..',
        reason: expect.stringContaining('at character'),
      },
      {
        place: 'Refund / rule 1 / output 1 (outcome)',
        text: '"ALLOW',
        reason: expect.stringContaining('at character'),
      },
    ]);
  });

  it.each([
    ['', 'line 1, column 1'],
    ['<definitions', 'line 1, column 1'],
    ['<html/>', 'line 1, column 1'],
    [xmlOf('<literalExpression><text>1</text>'), 'line 5, column'],
  ])('refuses broken XML %j with its line', async (xml, place) => {
    expect(await refusal(xml)).toEqual([
      { place: expect.stringContaining(place), text: '', reason: expect.any(String) },
    ]);
  });

  it.each([
    ['', 'it has no logic'],
    [
      '<functionDefinition kind="Java"><literalExpression><text>1</text></literalExpression></functionDefinition>',
      'functions in Java are not run',
    ],
  ])('refuses logic that is missing or not FEEL: %s', async (logic, reason) => {
    expect(await refusal(xmlOf(logic))).toEqual([{ place: 'Refund', text: '', reason }]);
  });

  it('writes every kind of logic so that reading gives the same model', async () => {
    const literal = (text: string): Logic => ({ kind: 'literal', text });
    const model: DecisionModel = {
      name: 'all',
      namespace: 'urn:all',
      types: [
        { name: 'tTier', base: 'string', isList: false, allowedValues: '"GOLD","BASIC"', parts: [] },
        {
          name: 'tOrder',
          base: null,
          isList: true,
          allowedValues: null,
          parts: [{ name: 'amount', base: 'number', isList: false, allowedValues: null, parts: [] }],
        },
      ],
      inputs: [{ id: 'i', name: 'Order', type: 'tOrder' }],
      knowledge: [
        {
          id: 'k',
          name: 'twice',
          requires: [],
          parameters: [{ name: 'x', type: 'number' }],
          body: literal('x * 2'),
        },
      ],
      decisions: [
        {
          id: 'd1',
          name: 'Boxed',
          type: null,
          requires: ['i', 'k'],
          logic: {
            kind: 'context',
            entries: [
              {
                name: 'a',
                logic: { kind: 'invocation', callee: 'twice', bindings: [{ name: 'x', logic: literal('4') }] },
              },
              {
                name: 'f',
                logic: { kind: 'function', parameters: [{ name: 'y', type: null }], body: literal('y + a') },
              },
              {
                name: null,
                logic: {
                  kind: 'list',
                  items: [
                    literal('a'),
                    literal('f(1)'),
                    { kind: 'relation', columns: ['c'], rows: [[literal('1')], [literal('2')]] },
                  ],
                },
              },
            ],
          },
        },
        {
          id: 'd2',
          name: 'Table',
          type: 'tTier',
          requires: ['d1'],
          logic: {
            kind: 'table',
            hitPolicy: 'COLLECT',
            aggregation: 'COUNT',
            annotations: ['Clause'],
            inputs: [{ label: 'Size', expression: 'count(Boxed)', type: 'number', allowedValues: '>= 0' }],
            outputs: [{ name: null, label: 'L', type: 'string', allowedValues: '"a","b"', defaultEntry: '"b"' }],
            rules: [{ id: 'r', tests: ['< 5'], outputs: ['"a"'], annotations: ['1.1'] }],
          },
        },
      ],
    };
    const written = await writeDmn(model);
    expect(await readDmn(written)).toEqual(model);
    expect(await writeDmn(await readDmn(written))).toBe(written);
    expect(compileModel(model).decide('Boxed', { Order: [{ amount: 1 }] }).value).toEqual([8, 9, [{ c: 1 }, { c: 2 }]]);
    expect(compileModel(model).decide('Table', { Order: [] }).value).toBe(1);
  });

  (isHere || process.env['CI'] === 'true' ? it : it.skip)(
    'writes every model of the TCK so that reading gives the same model',
    async () => {
      const files = readdirSync(TCK, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.dmn'));
      expect(files).toHaveLength(28);
      for (const file of files) {
        const model = await readDmn(readFileSync(`${TCK}/${file}`, 'utf8'));
        expect(await readDmn(await writeDmn(model))).toEqual(model);
      }
    },
  );
});
