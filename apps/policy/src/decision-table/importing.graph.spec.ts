import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approve, change, counts, givenClauses, givenTable, read } from '../../test/decision-table-world.ts';
import { agent, clock, errorOf, eventsAbout, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';
import { readDmn } from '../dmn/dmn-xml.ts';
import { finalDecisions } from './model-tables.ts';

const TCK = fileURLToPath(new URL('../../../../../shared/data/dmn-tck', import.meta.url));
const isHere = existsSync(TCK);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

/** A refund that rests on how late it is asked for: two decisions, and a clause for each rule. */
const twoDecisions = (test = '&lt;= 30', clause = '1') => `<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="Refund model" namespace="urn:m">
  <inputData id="days" name="Days"><variable name="Days" typeRef="number"/></inputData>
  <decision id="late" name="Late"><variable name="Late" typeRef="boolean"/>
    <informationRequirement id="r1"><requiredInput href="#days"/></informationRequirement>
    <literalExpression><text>Days &gt; 30</text></literalExpression></decision>
  <decision id="refund" name="Refund"><variable name="Refund"/>
    <informationRequirement id="r2"><requiredInput href="#days"/></informationRequirement>
    <informationRequirement id="r3"><requiredDecision href="#late"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input id="i1" label="Days since purchase"><inputExpression typeRef="number"><text>Days</text></inputExpression></input>
      <input id="i2"><inputExpression typeRef="boolean"><text>Late</text></inputExpression></input>
      <output id="o" name="outcome"/><annotation name="Why"/><annotation name="Clause"/>
      <rule id="a"><inputEntry id="c1"><text>${test}</text></inputEntry><inputEntry id="c2"><text>-</text></inputEntry>
        <outputEntry id="c3"><text>"ALLOW"</text></outputEntry>
        <annotationEntry><text>In time</text></annotationEntry><annotationEntry><text>${clause}</text></annotationEntry></rule>
      <rule id="b"><inputEntry id="c4"><text>-</text></inputEntry><inputEntry id="c5"><text>-</text></inputEntry>
        <outputEntry id="c6"><text>"DENY"</text></outputEntry>
        <annotationEntry><text/></annotationEntry><annotationEntry><text>2</text></annotationEntry></rule>
    </decisionTable></decision>
</definitions>`;

const importing = (input: Record<string, unknown>) => change(world, 'importDecisionModel', input);

describe('importing a DMN model', () => {
  it('gives a new table a draft with its decisions, rules and clauses, once for each key, which can be approved', async () => {
    const policyId = await givenClauses(world);
    const input = { idempotencyKey: 'k', dmn: twoDecisions(), policyId };
    const imported = await importing(input);
    expect(imported).toMatchObject({ __typename: 'DecisionModelImported', decisionTable: { name: 'Refund model' } });
    expect((await importing(input)).decisionTable).toEqual(imported.decisionTable);
    expect(await importing({ ...input, name: 'Other' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    expect(await counts(world)).toEqual([1, 1]);
    const { id } = imported.decisionTableVersion;
    const fields = `decision facts { name } decisions { name isAsked requires expression tables { place
      rules { id clause { anchor policy { id } } remarks { heading text } } } }`;
    const citing = (anchor: string) => ({ anchor, policy: { id: policyId } });
    expect(await read(world, id, fields)).toEqual({
      decision: 'Refund',
      facts: [{ name: 'Days' }],
      decisions: [
        { name: 'Late', isAsked: false, requires: ['Days'], expression: 'Days > 30', tables: [] },
        {
          name: 'Refund',
          isAsked: true,
          requires: ['Days', 'Late'],
          expression: null,
          tables: [
            {
              place: 'Refund',
              rules: [
                { id: 'a', clause: citing('1'), remarks: [{ heading: 'Why', text: 'In time' }] },
                { id: 'b', clause: citing('2'), remarks: [] },
              ],
            },
          ],
        },
      ],
    });
    expect(await approve(world, id)).toMatchObject({ __typename: 'DecisionTableVersionApproved' });
    expect(await eventsAbout(world, id)).toHaveLength(1);
  });

  it('gives the next version of a table its draft, unless one is under way', async () => {
    const { decisionTable, decisionTableVersion } = await givenTable(world);
    const input = { dmn: twoDecisions(), decisionTableId: decisionTable.id };
    expect(await importing(input)).toMatchObject({
      __typename: 'DecisionTableDraftInProgress',
      decisionTableVersion: { id: decisionTableVersion.id },
    });
    await approve(world, decisionTableVersion.id);
    expect(await importing(input)).toMatchObject({
      __typename: 'DecisionModelImported',
      decisionTable,
      decisionTableVersion: { number: 2, state: 'DRAFT' },
    });
    expect(await importing({ ...input, decisionTableId: someId('dtab') })).toMatchObject({ __typename: 'NotFound' });
    expect((await importing({ ...input, name: 'x', policyId: someId('pol') })).problems).toMatchObject([
      { path: 'name' },
      { path: 'policyId' },
    ]);
  });

  it('whose decision a browser then edits as a table keeps the other decisions', async () => {
    const imported = await importing({ dmn: twoDecisions(), policyId: await givenClauses(world) });
    const decisionTableVersionId = imported.decisionTableVersion.id;
    const table = {
      hitPolicy: 'UNIQUE',
      inputs: [{ name: 'Late', type: 'boolean' }, { name: 'Tier' }],
      outputs: [{ name: 'outcome' }],
      rules: [
        { tests: ['false', '-'], outputs: ['"ALLOW"'], clause: '1' },
        { tests: ['true', '-'], outputs: ['"DENY"'], clause: '2' },
      ],
    };
    await change(world, 'reviseDecisionTable', { decisionTableVersionId, table });
    expect(await read(world, decisionTableVersionId, 'facts { name type } decisions { name requires }')).toEqual({
      facts: [
        { name: 'Days', type: 'number' },
        { name: 'Tier', type: null },
      ],
      decisions: [
        { name: 'Late', requires: ['Days'] },
        { name: 'Refund', requires: ['Late', 'Tier'] },
      ],
    });
    const circle = {
      decisionTableVersionId,
      decision: 'Late',
      table: { ...table, inputs: [{ name: 'Refund' }, { name: 'x' }] },
    };
    const refused = await change(world, 'reviseDecisionTable', circle);
    expect(refused.problems?.map(({ message }) => message)).toContain('it requires itself');
    const unknown = { decisionTableVersionId, decision: 'Nobody', table };
    expect((await change(world, 'reviseDecisionTable', unknown)).problems).toMatchObject([{ path: 'decision' }]);
    const both = { decisionTableVersionId, table, dmn: twoDecisions() };
    expect((await change(world, 'reviseDecisionTable', both)).problems).toMatchObject([{ path: 'dmn' }]);
  });

  it.each([
    ['nothing', '', 'line 1, column 1'],
    ['half a tag', '<definitions', 'line 1, column 1'],
    ['another document', '<html/>', 'line 1, column 1'],
    ['an end that is missing', twoDecisions().replace('</decisionTable>', ''), 'line 20, column 5'],
    ['more than is read', `${twoDecisions()}<!--${' '.repeat(1_500_000)}-->`, 'dmn'],
    ['a cell that is no FEEL', twoDecisions('&lt;= '), 'Refund / rule 1 / input 1 (Days since purchase)'],
    ['a character that no file can hold', twoDecisions('&lt;= 30', '&#1;'), 'dmn'],
    [
      'lists within lists',
      twoDecisions().replace(
        /<literalExpression>.*?<\/literalExpression>/,
        `${'<list>'.repeat(60)}<literalExpression><text>1</text></literalExpression>${'</list>'.repeat(60)}`,
      ),
      'Late',
    ],
    [
      'lists within lists beyond any stack',
      twoDecisions().replace(
        /<literalExpression>.*?<\/literalExpression>/,
        `${'<list>'.repeat(30_000)}<literalExpression><text>1</text></literalExpression>${'</list>'.repeat(30_000)}`,
      ),
      'dmn',
    ],
    [
      'a function in Java',
      twoDecisions()
        .replace('<literalExpression>', '<functionDefinition kind="Java"><literalExpression>')
        .replace('</literalExpression>', '</literalExpression></functionDefinition>'),
      'Late',
    ],
    [
      'a circle',
      twoDecisions().replace('"r1"><requiredInput href="#days"/>', '"r1"><requiredDecision href="#refund"/>'),
      'Late',
    ],
  ])('of %s changes nothing and says where it is wrong', async (_, dmn, path) => {
    const { decisionTable, decisionTableVersion } = await givenTable(world);
    const before = await read(world, decisionTableVersion.id, 'version dmn');
    const inputs = [
      { dmn, policyId: await givenClauses(world) },
      { dmn, decisionTableId: decisionTable.id },
    ];
    for (const input of inputs) {
      const refused = await importing(input);
      expect(refused).toMatchObject({ __typename: 'InvalidInput' });
      expect(refused.problems?.[0]).toEqual({ path, message: expect.stringMatching(/.+/) });
    }
    const revision = { decisionTableVersionId: decisionTableVersion.id, dmn };
    expect(await change(world, 'reviseDecisionTable', revision)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await counts(world)).toEqual([1, 1]);
    expect(await read(world, decisionTableVersion.id, 'version dmn')).toEqual(before);
  });

  it('is told which decision is asked where that is not plain', async () => {
    const policyId = await givenClauses(world);
    const apart = twoDecisions().replace(/<informationRequirement id="r3">.*?<\/informationRequirement>/, '');
    expect((await importing({ dmn: apart, policyId })).problems).toEqual([
      { path: 'asks', message: expect.stringContaining('"Late", "Refund"') },
    ]);
    expect((await importing({ dmn: apart, policyId, asks: 'Rebate' })).problems).toMatchObject([{ path: 'asks' }]);
    const { decisionTableVersion } = await importing({ dmn: apart, policyId, asks: 'Late' });
    expect(await read(world, decisionTableVersion.id, 'decision')).toEqual({ decision: 'Late' });
    const without = apart.replaceAll(/<decision .*<\/decision>/gs, '');
    expect((await importing({ dmn: without, policyId })).problems).toMatchObject([{ path: 'dmn' }]);
  });

  it('is for managers', async () => {
    const query = `mutation ($input: ImportDecisionModelInput!) { importDecisionModel(input: $input) { __typename } }`;
    const input = { dmn: twoDecisions(), policyId: someId('pol') };
    expect(await errorOf(world, query, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await importing(input)).toMatchObject({ __typename: 'NotFound' });
  });
});

describe('exporting a version', () => {
  it('gives a file that imports to the same version', async () => {
    const { decisionTable, decisionTableVersion } = await givenTable(world);
    const { dmn } = await read<{ dmn: string }>(world, decisionTableVersion.id, 'dmn');
    await approve(world, decisionTableVersion.id);
    const again = await importing({ dmn, decisionTableId: decisionTable.id });
    const fields = `dmn diff(against: "${decisionTableVersion.id}") { rules { kind } columnsChanged isRestSame }`;
    expect(await read(world, again.decisionTableVersion.id, fields)).toEqual({
      dmn,
      diff: { rules: [], columnsChanged: [], isRestSame: true },
    });
  });

  (isHere || process.env['CI'] === 'true' ? it : it.skip)(
    'of every model of the TCK gives the model that was imported',
    async () => {
      const policyId = await givenClauses(world);
      const files = readdirSync(TCK, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.dmn'));
      expect(files).toHaveLength(28);
      for (const file of files) {
        const dmn = readFileSync(`${TCK}/${file}`, 'utf8');
        const model = await readDmn(dmn);
        const asks = finalDecisions(model)[0]?.name;
        const imported = await importing({ dmn, policyId, name: file, asks });
        expect([file, imported.__typename, imported.problems]).toEqual([file, 'DecisionModelImported', undefined]);
        const exported = await read<{ dmn: string }>(
          world,
          imported.decisionTableVersion.id,
          'dmn analysis { table isComplete }',
        );
        expect(await readDmn(exported.dmn)).toEqual(model);
      }
      expect(await counts(world)).toEqual([28, 28]);
    },
  );
});
